// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/askedquestion.h"
#include "core/evidence/questionwords.h"
#include "core/text/analyzer.h"
#include "core/text/language.h"

namespace Heddle::Evidence {
namespace {

//! Folded words of the question that are written as names are, or hold a digit.
QSet<QString> namesIn(const QString &question)
{
    QSet<QString> names;
    // German writes every noun with a capital.
    const bool capitalsTell = Text::detectLanguage(question) != QLatin1String("de");
    bool first = true;
    Text::Analyzer::forThisThread().tokenize(question, [&](const Text::Token &token) {
        const QStringView word = QStringView(question).mid(token.start, token.end - token.start);
        const auto is = [&word](auto test) { return std::any_of(word.begin(), word.end(), test); };
        const bool capital = !word.isEmpty() && word.front().isUpper();
        const bool inside = word.size() > 1 && std::any_of(word.begin() + 1, word.end(), [](QChar c) { return c.isUpper(); });
        if (is([](QChar c) { return c.isDigit(); }) || inside || (capital && capitalsTell && !first))
            names += QString::fromStdString(token.term);
        first = false;
    });
    return names;
}

} // namespace

QString foldedWords(QStringView text)
{
    QString words(QLatin1Char(' '));
    Text::Analyzer::forThisThread().words(
        text, [&words](const Text::Token &token) { words += QString::fromStdString(token.term) + QLatin1Char(' '); });
    return words;
}

QuestionKind kindOf(const QString &question)
{
    constexpr qsizetype MaxLength = 2000;
    const QString asked = question.left(MaxLength), words = foldedWords(asked);
    QString language;
    for (const KindWords &one : kindWords()) {
        if (!(one.words.startsWith(QLatin1Char(' ')) ? words : asked).contains(one.words))
            continue;
        if (language.isNull() && !one.language.isEmpty())
            language = Text::detectLanguage(asked) + QLatin1Char(' ');
        if (one.language.isEmpty() || language.startsWith(one.language))
            return one.kind;
    }
    return QuestionKind::Other;
}

AskedQuestion understand(const QString &question, const QList<Search::QueryTerm> &terms)
{
    constexpr double LeastIdf = 0.05; // what all passages have still counts a little
    AskedQuestion asked;
    asked.text = question;
    asked.words = foldedWords(question);
    asked.kind = kindOf(question);
    const QSet<QString> names = namesIn(question);
    const QList<Search::QueryTerm> looked = terms.mid(0, AskedQuestion::MaxTerms);
    const bool onlyMeta = std::all_of(looked.cbegin(), looked.cend(), [](const Search::QueryTerm &term) { return isMetaWord(term.word); });
    for (const Search::QueryTerm &term : looked) {
        const bool meta = !onlyMeta && isMetaWord(term.word);
        for (const QString &form : term.forms)
            asked.termOf.insert(form, int(asked.terms.size()));
        asked.terms += { meta ? 0 : term.idf + LeastIdf, term.known, names.contains(term.word) };
        asked.weight += asked.terms.last().weight;
    }
    return asked;
}

} // namespace Heddle::Evidence
