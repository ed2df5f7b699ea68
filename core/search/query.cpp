// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/query.h"
#include "core/text/analyzer.h"
#include "core/text/stopwords.h"
#include <QRegularExpression>
#include <unordered_set>

namespace Heddle::Search {
namespace {

constexpr qsizetype MaxQuestionLength = 20'000; //!< UTF-16 units that are looked at
constexpr qsizetype MaxFileNames = 16; //!< in a question; a pasted program has a dot in every line
constexpr qsizetype MaxFileName = 200; //!< bytes; longer names are not in the index

struct Quote {
    qsizetype from, to; //!< inside the quotes
};

std::vector<Quote> quotesIn(const QString &text)
{
    std::vector<Quote> quotes;
    static const QRegularExpression pattern(QStringLiteral("\"([^\"\\n]+)\"|\u201c([^\u201d\\n]+)\u201d|\u201e([^\u201c\u201d\\n]+)["
                                                           "\u201c\u201d]|\u00ab([^\u00bb\\n]+)\u00bb|\u300c([^\u300d\\n]+)\u300d"));
    for (auto it = pattern.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        for (int group = 1; group <= match.lastCapturedIndex(); ++group) {
            if (match.capturedStart(group) >= 0)
                quotes.push_back({ match.capturedStart(group), match.capturedEnd(group) });
        }
    }
    return quotes;
}

//! What looks like the name of a file: words with a dot in between or before them. Which endings there are is up to the
//! index, where a name that no document has finds nothing.
QStringList fileNamesIn(const QString &text)
{
    static const QRegularExpression pattern(
        QStringLiteral("(?<![\\w.\\-])[\\w\\-]*(?:\\.[\\w\\-]+)*\\.(?=\\w*\\p{L})\\w+\\b"), QRegularExpression::UseUnicodePropertiesOption);
    QStringList names;
    for (auto it = pattern.globalMatch(text); it.hasNext() && names.size() < MaxFileNames;) {
        const QString name = it.next().captured().toLower();
        if (name.toUtf8().size() < MaxFileName && !names.contains(name))
            names += name;
    }
    return names;
}

} // namespace

ParsedQuestion parseQuestion(const QString &asked, const std::vector<std::string> &languages, int limit)
{
    ParsedQuestion parsed;
    const QString question = asked.left(MaxQuestionLength);
    parsed.cut = question.size() < asked.size();
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();

    for (const Quote quote : quotesIn(question)) {
        const QStringView inside = QStringView(question).mid(quote.from, quote.to - quote.from);
        std::vector<std::string> words;
        bool ngrams = false;
        const auto tokens = analyzer.tokens(inside);
        const bool single = tokens.size() == 1;
        for (const Text::Token &token : tokens) {
            ngrams = ngrams || token.ngram;
            const int characters = QString::fromStdString(token.term).toUcs4().size();
            if (!token.ngram || characters > 1 || single)
                words.push_back(token.term);
        }
        if (words.size() > 1 || (ngrams && !words.empty())) {
            parsed.phrases.push_back(std::move(words));
            parsed.phraseTexts += inside.toString().simplified();
        }
    }

    std::unordered_set<std::string> seen;
    const auto tokens = analyzer.tokens(question);
    // Single characters of a CJK run match nearly everything; its bigrams say more. A lone character stays.
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const Text::Token &token = tokens[i];
        if (token.ngram && QString::fromStdString(token.term).toUcs4().size() == 1) {
            const bool inRun = (i + 1 < tokens.size() && tokens[i + 1].ngram && tokens[i + 1].start <= token.start)
                || (i > 0 && tokens[i - 1].ngram && tokens[i - 1].end >= token.start)
                || (i + 2 < tokens.size() && tokens[i + 1].ngram && tokens[i + 2].ngram && tokens[i + 2].start == token.start);
            if (inRun)
                continue;
        }
        if (!seen.insert(token.term).second)
            continue;
        if (int(parsed.words.size()) >= limit) {
            parsed.cut = true;
            break;
        }
        bool stop = false;
        for (const std::string &language : languages)
            stop = stop || Text::stopWords(language).contains(token.term);
        parsed.words.push_back({ token.term, token.ngram, stop && !token.ngram });
    }

    parsed.fileNames = fileNamesIn(question);
    return parsed;
}

QString corrected(const QString &question, const QHash<QString, QString> &better)
{
    if (better.isEmpty())
        return {};
    QString result = question;
    const auto tokens = Text::Analyzer::forThisThread().tokens(question);
    for (auto it = tokens.rbegin(); it != tokens.rend(); ++it) {
        const auto replacement = better.constFind(QString::fromStdString(it->term));
        if (replacement != better.cend())
            result.replace(it->start, it->end - it->start, *replacement);
    }
    return result;
}

} // namespace Heddle::Search
