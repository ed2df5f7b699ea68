// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/questions.h"
#include "core/concurrency/deadline.h"
#include "core/dialog/fence.h"
#include "core/dialog/prompts.h"
#include "core/evidence/questionwords.h"
#include "core/text/analyzer.h"
#include "core/text/language.h"
#include "core/text/stopwords.h"
#include <QRegularExpression>
#include <QSet>
#include <algorithm>

namespace Heddle::Dialog {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds HelperBudget { 5'000 }, TitleBudget { 30'000 };
constexpr qsizetype LongestQuestion = 400;

//! One short call without a stream; empty on any trouble.
QCoro::Task<Rewritten> askBriefly(
    ModelPtr model, QString rules, QString text, QString purpose, int tokens, milliseconds budget, Concurrency::Context context)
{
    Llm::ChatRequest request;
    request.messages = { { Llm::ChatMessage::Role::System, rules }, { Llm::ChatMessage::Role::User, text } };
    request.purpose = purpose;
    request.maxTokens = tokens;
    request.brief = true;
    Concurrency::Deadline deadline(budget, context);
    auto task = model->complete(request, {}, deadline.context());
    const auto reply = co_await std::move(task);
    Rewritten result;
    if (reply || !reply.error().nothingSent()) // it was sent, whatever came of it
        result.sentBytes = Llm::bytesOf(request.messages);
    if (!reply || reply->cut)
        co_return result;
    result.text = reply->answer.trimmed();
    co_return result;
}

//! The words that question and history have. An inflected form counts as known by its beginning.
class Known {
public:
    void add(const QString &text)
    {
        static const QRegularExpression word(
            QStringLiteral("[\\p{L}\\p{M}]+|\\p{Nd}+(?:[.,]\\p{Nd}+)*"), QRegularExpression::UseUnicodePropertiesOption);
        for (auto it = word.globalMatch(text); it.hasNext();) {
            const QString known = plain(it.next().captured());
            m_words += known;
            constexpr qsizetype Stem = 4;
            if (known.size() >= Stem)
                m_beginnings += known.left(Stem);
        }
    }
    //! Whether each part of a word is known; for numbers that is the whole number.
    bool has(const QString &text) const
    {
        if (m_words.contains(plain(text)))
            return true;
        static const QRegularExpression part(
            QStringLiteral("[\\p{L}\\p{M}]+|\\p{Nd}+(?:[.,]\\p{Nd}+)*"), QRegularExpression::UseUnicodePropertiesOption);
        for (auto it = part.globalMatch(text); it.hasNext();) {
            const QString one = plain(it.next().captured());
            constexpr qsizetype Stem = 4, Ending = 2; // the s of "Brandt's" is no part
            if (one.size() <= Ending || m_words.contains(one))
                continue;
            const bool inflected = !one.front().isDigit() && one.size() >= Stem && m_beginnings.contains(one.left(Stem)) && inflects(one);
            if (!inflected)
                return false;
        }
        return !text.front().isDigit() || m_words.contains(plain(text));
    }

private:
    static QString plain(const QString &word)
    {
        QString text = word.toCaseFolded();
        if (!text.isEmpty() && text.front().isDigit())
            text.remove(QLatin1Char(',')).remove(QLatin1Char('.'));
        return text;
    }
    bool inflects(const QString &word) const
    {
        constexpr qsizetype Ending = 4;
        const auto alike = [&word](const QString &known) {
            qsizetype same = 0;
            while (same < word.size() && same < known.size() && word[same] == known[same])
                ++same;
            return same >= word.size() - Ending && same >= known.size() - Ending && 2 * same >= word.size();
        };
        return std::any_of(m_words.cbegin(), m_words.cend(), alike);
    }
    QSet<QString> m_words, m_beginnings;
};

//! Whether an unknown word is a name by its capitals. In German all nouns have them: there it takes two unknown ones together, or a
//! preposition with no article before it.
bool looksLikeName(const QString &word, bool begins, bool german, const QString &before, bool nameBefore)
{
    const auto capitals = std::count_if(word.cbegin(), word.cend(), [](QChar c) { return c.isUpper(); });
    if (capitals == 0)
        return false;
    if (capitals > 1 || nameBefore) // NASA, McDonald, "Maria Gomez"
        return true;
    if (begins || !word.front().isUpper())
        return false;
    static const QSet<QString> prepositions { QStringLiteral("in"), QStringLiteral("von"), QStringLiteral("bei"), QStringLiteral("aus"),
        QStringLiteral("nach"), QStringLiteral("durch"), QStringLiteral("herr"), QStringLiteral("frau"), QStringLiteral("dr") };
    return !german || prepositions.contains(before);
}

//! The first line that says something, without quotation marks around it.
QString oneLine(const QString &reply)
{
    for (QString line : reply.split(QLatin1Char('\n'))) {
        line = line.trimmed();
        static const QRegularExpression quotes(QStringLiteral("^[\"'“”„«»*`]+|[\"'“”„«»*`]+$"));
        line.remove(quotes);
        if (!line.isEmpty())
            return line;
    }
    return {};
}

} // namespace

bool needsContext(const QString &question)
{
    static const QSet<QString> pointing = [] {
        QSet<QString> words;
        for (const char *word : { "it", "its", "they", "them", "their", "theirs", "he", "him", "his", "she", "her", "hers", "this", "that",
                 "these", "those", "there", "then", "former", "latter", "same", "above", "such",
                 // German
                 "er", "sie", "es", "ihn", "ihm", "ihr", "ihre", "ihren", "ihrem", "dies", "diese", "dieser", "dieses", "diesen", "davon",
                 "dazu", "dabei", "damit", "dort", "jene", "jener", "jenes",
                 // French, Spanish
                 "il", "elle", "ils", "elles", "cela", "ceci", "celui", "celle", "ceux", "leur", "leurs", "lui", "ello", "ella", "ellos",
                 "ellas", "esto", "eso", "aquello", "este", "esta", "estos", "estas", "ese", "esa", "esos", "esas", "alli" })
            words += QLatin1String(word);
        for (const char *word :
            { "это", "этот", "эта", "эти", "они", "он", "она", "оно", "их", "его", "ее", "هم", "هذا", "هذه", "ذلك", "تلك" })
            words += QString::fromUtf8(word);
        return words;
    }();
    static const QRegularExpression opening(
        QStringLiteral(
            "^\\s*(and|but|or|so|also|what about|how about|why|why not|how so|und|aber|oder|warum|wieso|et|mais|pourquoi|y|pero|e|"
            "那|那么|还有|为什么|和)(\\s|,|\\?|？|$)"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption),
        chinese(QStringLiteral("[它他她]|这[个些种]?|那[个些种]|其[中他]?|上述|前者|后者|これ|それ|あれ|그것"));
    if (chinese.match(question).hasMatch())
        return true;
    int content = 0, ngrams = 0;
    bool points = false;
    const auto &stop = Text::stopWords("en");
    Text::Analyzer::forThisThread().words(question, [&](const Text::Token &token) {
        ngrams += token.ngram ? 1 : 0;
        points = points || pointing.contains(QString::fromStdString(token.term));
        content += stop.contains(token.term) ? 0 : 1;
    });
    if (points)
        return true;
    constexpr int FewWords = 2, FewCharacters = 8;
    if (opening.match(question).hasMatch() && content <= 4)
        return true;
    return ngrams > 0 ? ngrams < FewCharacters : content < FewWords;
}

QString carriedWords(const QString &question, const QList<Exchange> &history)
{
    constexpr int MaxTurns = 3;
    constexpr qsizetype MaxWords = 12, LongestLooked = 2000;
    const QString language = Text::detectLanguage(question + QLatin1Char(' ') + (history.isEmpty() ? QString() : history.last().question));
    const auto &stop = Text::stopWords(language.isEmpty() ? "en" : language.toStdString());
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    QSet<QString> seen;
    analyzer.words(question, [&](const Text::Token &token) { seen += QString::fromStdString(token.term); });
    qsizetype first = history.size();
    for (int turns = 0; first > 0 && turns < MaxTurns; ++turns) {
        if (!needsContext(history[--first].question))
            break;
    }
    QStringList words;
    for (const Exchange &exchange : history.mid(first)) {
        const QString asked = exchange.question.left(LongestLooked);
        qsizetype upTo = 0;
        analyzer.words(asked, [&](const Text::Token &token) {
            const QString term = QString::fromStdString(token.term);
            if (token.start < upTo || stop.contains(token.term) || Evidence::isMetaWord(term) || seen.contains(term)
                || words.size() >= MaxWords)
                return;
            seen += term;
            upTo = token.end;
            words += asked.mid(token.start, token.end - token.start);
        });
    }
    return words.join(QLatin1Char(' '));
}

QCoro::Task<Rewritten> standAlone(ModelPtr model, QString question, QList<Exchange> history, Concurrency::Context context)
{
    constexpr int Turns = 3, Tokens = 200;
    constexpr qsizetype LongestAnswer = 1200;
    QString text;
    for (const Exchange &exchange : history.mid(std::max<qsizetype>(0, history.size() - Turns)))
        text += QStringLiteral("Question: %1\nAnswer: %2\n\n")
                    .arg(exchange.question.left(LongestAnswer), asMaterial(exchange.answer.left(LongestAnswer)));
    text += QLatin1String("Last question: ") + question;
    auto task = askBriefly(model, prompt(QStringLiteral("standalone")), text, QStringLiteral("rewriting"), Tokens, HelperBudget, context);
    Rewritten result = co_await std::move(task);
    QString line = oneLine(result.text);
    static const QRegularExpression label(
        QStringLiteral("^(last |stand-?alone )?question:\\s*"), QRegularExpression::CaseInsensitiveOption);
    line.remove(label);
    result.text = line.size() <= LongestQuestion && !addsFacts(line, question, history) ? line : QString();
    co_return result;
}

bool addsFacts(const QString &rewritten, const QString &question, const QList<Exchange> &history)
{
    Known known;
    known.add(question);
    for (const Exchange &exchange : history) {
        known.add(exchange.question);
        known.add(exchange.answer);
    }
    const bool german = Text::detectLanguage(rewritten) == QLatin1String("de");
    static const QRegularExpression word(
        QStringLiteral("[\\p{L}\\p{M}\\p{Nd}]+(?:[.,'’-][\\p{L}\\p{M}\\p{Nd}]+)*"), QRegularExpression::UseUnicodePropertiesOption);
    QString before; // the word before, and whether a sentence begins
    bool begins = true, nameBefore = false;
    qsizetype end = 0;
    for (auto it = word.globalMatch(rewritten); it.hasNext();) {
        const auto match = it.next();
        const QString text = match.captured();
        static const QString ends = QStringLiteral(".!?:\"“„«");
        const QStringView between = QStringView(rewritten).mid(end, match.capturedStart() - end);
        begins = end == 0 || std::any_of(between.begin(), between.end(), [](QChar c) { return ends.contains(c); });
        end = match.capturedEnd();
        const bool unknown = !known.has(text);
        if (unknown && std::any_of(text.cbegin(), text.cend(), [](QChar c) { return c.isDigit(); }))
            return true;
        const bool name = unknown && looksLikeName(text, begins, german, before, nameBefore);
        if (name)
            return true;
        nameBefore = text.front().isUpper() && unknown;
        before = text.toLower();
    }
    return false;
}

QString withOriginal(const QString &rewritten, const QString &original)
{
    auto &analyzer = Text::Analyzer::forThisThread();
    const std::string language = Text::detectLanguage(rewritten).toStdString();
    const auto &stop = Text::stopWords(language.empty() ? "en" : language);
    QSet<QString> held;
    analyzer.words(rewritten, [&](const Text::Token &token) { held += QString::fromStdString(analyzer.stem(token.term, language)); });
    static const QRegularExpression phrase(QStringLiteral("\"[^\"\\s][^\"]*\"|“[^”]+”|„[^“”]+[“”]|«[^»]+»"));
    bool more = false; // a phrase in quotation marks is to be found as it stands
    for (auto it = phrase.globalMatch(original); it.hasNext();)
        more = !rewritten.contains(it.next().captured()) || more;
    analyzer.words(original, [&](const Text::Token &token) {
        more = more || (!stop.contains(token.term) && !held.contains(QString::fromStdString(analyzer.stem(token.term, language))));
    });
    return more ? rewritten + QLatin1Char('\n') + original : rewritten;
}

QCoro::Task<Rewritten> translated(ModelPtr model, QString question, QStringList languages, Concurrency::Context context)
{
    constexpr int Tokens = 400;
    const QString rules = prompt(QStringLiteral("translate"), { { QStringLiteral("languages"), languages.join(QLatin1String(", ")) } });
    auto task = askBriefly(model, rules, question, QStringLiteral("translation"), Tokens, HelperBudget, context);
    Rewritten result = co_await std::move(task);
    QStringList lines;
    for (const QString &line : result.text.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        if (lines.size() < languages.size() && line.size() <= LongestQuestion)
            lines += line.trimmed();
    }
    result.text = lines.join(QLatin1Char('\n'));
    co_return result;
}

QCoro::Task<Rewritten> keywords(ModelPtr model, QString question, Concurrency::Context context)
{
    constexpr int Tokens = 80;
    auto task = askBriefly(model, prompt(QStringLiteral("keywords")), question, QStringLiteral("keywords"), Tokens, HelperBudget, context);
    Rewritten result = co_await std::move(task);
    result.text = oneLine(result.text).left(LongestQuestion);
    result.text.remove(QLatin1Char('"')); // a phrase must match as a whole; these are only hints
    co_return result;
}

QCoro::Task<Rewritten> title(ModelPtr model, QString question, Concurrency::Context context)
{
    constexpr int Tokens = 40;
    constexpr qsizetype Longest = 80;
    auto task = askBriefly(model, prompt(QStringLiteral("title")), question, QStringLiteral("title"), Tokens, TitleBudget, context);
    Rewritten result = co_await std::move(task);
    QString line = oneLine(result.text);
    static const QRegularExpression label(QStringLiteral("^title:\\s*|[.。]$"), QRegularExpression::CaseInsensitiveOption);
    line.remove(label);
    result.text = line.size() <= Longest ? line : QString();
    co_return result;
}

} // namespace Heddle::Dialog
