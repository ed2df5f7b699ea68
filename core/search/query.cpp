// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/query.h"
#include "core/search/filenames.h"
#include "core/search/quotes.h"
#include "core/text/analyzer.h"
#include "core/text/stopwords.h"
#include <unordered_set>

namespace Heddle::Search {
namespace {

constexpr qsizetype MaxQuestionLength = 20'000; //!< UTF-16 units that are looked at

bool isCharacter(const Text::Token &token)
{
    return token.ngram && QString::fromStdString(token.term).toUcs4().size() == 1;
}

//! The words of a phrase; of a CJK run its bigrams, unless it is a single character.
std::vector<std::string> phraseWords(const std::vector<Text::Token> &tokens)
{
    std::vector<std::string> words;
    for (const Text::Token &token : tokens) {
        if (token.kind == Text::Token::Kind::Word && (!isCharacter(token) || tokens.size() == 1))
            words.push_back(token.term);
    }
    return words;
}

//! Single characters of a CJK run match nearly everything; its bigrams say more. A lone character stays.
bool isInRun(const std::vector<Text::Token> &tokens, std::size_t i)
{
    const Text::Token &token = tokens[i];
    return isCharacter(token)
        && ((i + 1 < tokens.size() && tokens[i + 1].ngram && tokens[i + 1].start <= token.start)
            || (i > 0 && tokens[i - 1].ngram && tokens[i - 1].end >= token.start)
            || (i + 2 < tokens.size() && tokens[i + 1].ngram && tokens[i + 2].ngram && tokens[i + 2].start == token.start));
}

//! The words that a joined token stands for.
std::vector<std::string> partsOf(const std::vector<Text::Token> &tokens, std::size_t joined)
{
    std::vector<std::string> parts;
    for (std::size_t i = joined + 1; i < tokens.size() && tokens[i].start < tokens[joined].end; ++i) {
        if (tokens[i].kind == Text::Token::Kind::Word)
            parts.push_back(tokens[i].term);
    }
    return parts;
}

} // namespace

ParsedQuestion parseQuestion(const QString &asked, const std::vector<std::string> &languages, int limit)
{
    ParsedQuestion parsed;
    const QString question = asked.left(MaxQuestionLength);
    parsed.cut = question.size() < asked.size();
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();

    for (const auto &[from, to] : quotesIn(question)) {
        const QStringView inside = QStringView(question).mid(from, to - from);
        const auto tokens = analyzer.tokens(inside);
        std::vector<std::string> words = phraseWords(tokens);
        if (words.size() > 1 || (!words.empty() && tokens.front().ngram)) {
            parsed.phrases.push_back(std::move(words));
            parsed.phraseTexts += inside.toString().simplified();
        }
    }

    std::unordered_set<std::string> seen;
    const auto tokens = analyzer.tokens(question);
    qsizetype replacedUpTo = 0; // words before it are searched as one
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const Text::Token &token = tokens[i];
        const bool otherSpelling = token.kind == Text::Token::Kind::Joined && token.end == replacedUpTo;
        if (token.kind == Text::Token::Kind::Partial || (token.start < replacedUpTo && !otherSpelling) || isInRun(tokens, i))
            continue;
        if (token.replacesWords)
            replacedUpTo = token.end;
        if (!seen.insert(token.term).second)
            continue;
        if (int(parsed.words.size()) >= limit) {
            parsed.cut = true;
            break;
        }
        ParsedQuestion::Word word { token.term, token.ngram };
        word.symbol = token.kind == Text::Token::Kind::Symbol;
        word.joined = token.kind == Text::Token::Kind::Joined && !token.replacesWords;
        for (const std::string &language : languages)
            word.stop = word.stop || (!token.ngram && Text::stopWords(language).contains(token.term));
        if (token.replacesWords && token.term.find('&') == std::string::npos) // the letters of R&D say nothing
            word.parts = partsOf(tokens, i);
        parsed.words.push_back(std::move(word));
    }

    parsed.names = namesIn(tokens);
    parsed.endings = endingsIn(question);
    return parsed;
}

QString corrected(const QString &question, const QHash<QString, QString> &better)
{
    if (better.isEmpty())
        return {};
    QString result = question;
    const auto tokens = Text::Analyzer::forThisThread().tokens(question);
    for (auto it = tokens.rbegin(); it != tokens.rend(); ++it) {
        if (it->kind != Text::Token::Kind::Word)
            continue;
        const auto replacement = better.constFind(QString::fromStdString(it->term));
        if (replacement != better.cend())
            result.replace(it->start, it->end - it->start, *replacement);
    }
    return result;
}

} // namespace Heddle::Search
