// SPDX-License-Identifier: GPL-3.0-or-later
//! \file How good spelling suggestions are, on questions that others wrote.
//!
//! bench_spelling DATA TOPICS.tsv           slips are made in the questions by rule, one a question and kind; which are mended?
//! bench_spelling DATA TOPICS.tsv untouched what is suggested for questions as they are
//!
//! DATA is a data folder that heddle-cli has indexed; a line of TOPICS is an id, a tab and a question.
#include "core/search/local/localengine.h"
#include "core/storage/schemas.h"
#include "core/text/analyzer.h"
#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>
#include <cstdio>
#include <random>

using namespace Heddle;

namespace {

enum class Slip { Missing, Extra, Swapped, Neighbour, Doubled };
constexpr std::pair<Slip, const char *> Slips[] = { { Slip::Missing, "a letter missing" }, { Slip::Extra, "a letter too much" },
    { Slip::Swapped, "two letters swapped" }, { Slip::Neighbour, "the key beside it" }, { Slip::Doubled, "doubled or not" } };

//! The keys beside a key.
QString beside(QChar letter)
{
    static const QStringList rows { QStringLiteral("qwertyuiop"), QStringLiteral("asdfghjkl"), QStringLiteral("zxcvbnm") };
    for (const QString &row : rows) {
        if (const qsizetype at = row.indexOf(letter); at >= 0)
            return row.mid(std::max<qsizetype>(0, at - 1), at > 0 ? 1 : 0) + row.mid(at + 1, 1);
    }
    return letter;
}

//! The word with one slip, never at its first letter; empty where it has no place for it.
QString slipped(const QString &word, Slip slip, std::mt19937 &random)
{
    const qsizetype at = std::uniform_int_distribution<qsizetype>(1, word.size() - 1)(random);
    QString result = word;
    const QString near = beside(word[at].toLower());
    switch (slip) {
    case Slip::Missing: return result.remove(at, 1);
    case Slip::Extra: return near.isEmpty() ? QString() : result.insert(at, near.front());
    case Slip::Swapped:
        if (at + 1 >= word.size() || word[at] == word[at + 1])
            return {};
        std::swap(result[at], result[at + 1]);
        return result;
    case Slip::Neighbour: result[at] = near.isEmpty() ? word[at] : near.back(); return result == word ? QString() : result;
    case Slip::Doubled: break;
    }
    for (qsizetype i = 1; i < word.size(); ++i) {
        if (word[i] == word[i - 1])
            return result.remove(i, 1);
    }
    return result.insert(at, word[at]);
}

Search::SearchResult ask(Search::LocalEngine &engine, const QString &question)
{
    Search::SearchRequest request;
    request.question = question;
    request.legs = Search::Leg::Text;
    request.depth = request.limit = 1;
    const auto result = engine.search(request, {});
    return result ? *result : Search::SearchResult();
}

//! Words of a question that may be misspelled: of four letters and more, found in the index.
QList<Text::Token> wordsOf(const QString &question, const QList<Search::QueryTerm> &terms)
{
    QSet<QString> known;
    for (const Search::QueryTerm &term : terms) {
        if (term.known)
            known += term.word;
    }
    QList<Text::Token> words;
    for (const Text::Token &token : Text::Analyzer::forThisThread().tokens(question)) {
        const QString word = QString::fromStdString(token.term);
        const bool letters = std::all_of(word.begin(), word.end(), [](QChar c) { return c.isLetter(); });
        if (token.kind == Text::Token::Kind::Word && !token.ngram && letters && word.size() >= 4 && known.contains(word))
            words += token;
    }
    return words;
}

QStringList questionsIn(const QString &path)
{
    QFile file(path);
    QStringList questions;
    if (file.open(QIODevice::ReadOnly)) {
        while (!file.atEnd())
            questions += QString::fromUtf8(file.readLine()).trimmed().section(QLatin1Char('\t'), 1);
    }
    return questions;
}

void countMended(Search::LocalEngine &engine, const QStringList &questions)
{
    std::mt19937 random(1); // NOLINT: the same slips each time
    for (const auto &[slip, name] : Slips) {
        int right = 0, wrong = 0, none = 0, shown = 0;
        for (const QString &question : questions) {
            const auto words = wordsOf(question, ask(engine, question).terms);
            if (words.isEmpty())
                continue;
            const Text::Token word = words[std::uniform_int_distribution<qsizetype>(0, words.size() - 1)(random)];
            const QString written = slipped(question.mid(word.start, word.end - word.start), slip, random);
            if (written.isEmpty())
                continue;
            const QString typed = QString(question).replace(word.start, word.end - word.start, written);
            const auto found = ask(engine, typed);
            const QString folded = written.toLower();
            const bool unknown =
                std::any_of(found.terms.begin(), found.terms.end(), [&](const auto &term) { return !term.known && term.word == folded; });
            if (!unknown)
                continue; // the slip made another word of it, or a letter with an accent is in the way
            // What is suggested for other words is counted with questions as they are.
            const QString suggested = found.suggestion.mid(word.start);
            const QString meant = question.mid(word.start, word.end - word.start);
            const bool same = !suggested.isEmpty() && suggested.startsWith(meant, Qt::CaseInsensitive)
                && !suggested.mid(meant.size(), 1).contains(QRegularExpression(QStringLiteral("\\w")));
            const bool left = suggested.isEmpty() || suggested.startsWith(written);
            ++(left ? none : same ? right : wrong);
            if (!left && !same && ++shown <= 4)
                std::printf("    %s for %s\n", qUtf8Printable(found.suggestion), qUtf8Printable(typed));
        }
        const int all = std::max(1, right + wrong + none);
        std::printf("%-20s right %4d (%.1f %%)  wrong %4d (%.1f %%)  none %4d (%.1f %%)\n", name, right, 100.0 * right / all, wrong,
            100.0 * wrong / all, none, 100.0 * none / all);
    }
}

void countUntouched(Search::LocalEngine &engine, const QStringList &questions)
{
    int unknown = 0, suggested = 0;
    for (const QString &question : questions) {
        const auto found = ask(engine, question);
        unknown += int(
            std::count_if(found.terms.begin(), found.terms.end(), [](const auto &term) { return !term.known && term.word.size() >= 4; }));
        if (found.suggestion.isEmpty())
            continue;
        ++suggested;
        std::printf("    %s for %s\n", qUtf8Printable(found.suggestion), qUtf8Printable(question));
    }
    std::printf("%d questions, %d words that occur nowhere, %d suggestions\n", int(questions.size()), unknown, suggested);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 3) {
        std::fprintf(stderr, "bench_spelling DATA TOPICS.tsv [untouched]\n");
        return 2;
    }
    auto database = Storage::Database::open(arguments[1] + QLatin1String("/library.db"), Storage::librarySchema());
    if (!database)
        return 4;
    const Storage::LibraryRepository library(*database);
    auto engine = Search::LocalEngine::open(arguments[1] + QLatin1String("/index"), library, 2);
    if (!engine)
        return 4;
    const QStringList questions = questionsIn(arguments[2]);
    if (arguments.value(3) == QLatin1String("untouched"))
        countUntouched(**engine, questions);
    else
        countMended(**engine, questions);
    return 0;
}
