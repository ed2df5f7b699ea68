// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/filenames.h"
#include <QRegularExpression>

namespace Heddle::Search {
namespace {

constexpr std::size_t MaxNameWords = 16; //!< of a name that is asked for
constexpr std::size_t MaxQuestionWords = 64; //!< that may be the words of a name
constexpr std::size_t MaxKey = 200; //!< bytes; Xapian refuses terms over 245
constexpr qsizetype MaxEndings = 16; //!< in a question; a pasted program has a dot in every line

bool isCharacter(const Text::Token &token)
{
    return token.ngram && QString::fromStdString(token.term).toUcs4().size() == 1;
}

//! The words in order; of a CJK run its characters.
std::vector<std::string> wordsOf(const std::vector<Text::Token> &tokens)
{
    std::vector<std::string> words;
    for (const Text::Token &token : tokens) {
        if (token.kind == Text::Token::Kind::Word && (!token.ngram || isCharacter(token)))
            words.push_back(token.term);
    }
    return words;
}

std::string joined(std::vector<std::string>::const_iterator from, std::vector<std::string>::const_iterator to)
{
    std::string key;
    for (auto word = from; word != to; ++word)
        key += (key.empty() ? "" : " ") + *word;
    return key;
}

//! A name, and once more with blanks in it where it has words without: "leaseMainStreet", "scan2031".
QString withInnerBlanks(const QString &name)
{
    QString parted;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const bool hump = i > 0 && name[i].isUpper() && name[i - 1].isLower();
        const bool number =
            i > 0 && name[i].isDigit() != name[i - 1].isDigit() && name[i].isLetterOrNumber() && name[i - 1].isLetterOrNumber();
        if (hump || number)
            parted += QLatin1Char(' ');
        parted += name[i];
    }
    return parted == name ? name : name + QLatin1Char(' ') + parted;
}

bool isTelling(const std::vector<Text::Token> &tokens)
{
    constexpr qsizetype ManyCharacters = 4, ManyWords = 2;
    qsizetype words = 0, characters = 0;
    for (const Text::Token &token : tokens) {
        if (token.kind != Text::Token::Kind::Word)
            continue;
        const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
        const auto digits = std::count_if(token.term.begin(), token.term.end(), isDigit);
        if (digits > 0 && std::size_t(digits) < token.term.size())
            return true;
        (token.ngram ? characters : words) += !token.ngram || isCharacter(token);
    }
    return words >= ManyWords || characters >= ManyCharacters;
}

} // namespace

std::set<std::string> nameTerms(const QString &path, const std::string &language)
{
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    std::set<std::string> terms;
    const auto add = [&](const QString &name) {
        analyzer.tokenize(name, [&](const Text::Token &token) {
            terms.insert(token.term);
            if (!token.ngram)
                terms.insert(analyzer.stem(token.term, language));
        });
    };
    const qsizetype slash = path.lastIndexOf(QLatin1Char('/'));
    for (const QString &folder : path.left(slash + 1).split(QLatin1Char('/'), Qt::SkipEmptyParts))
        add(withInnerBlanks(folder));
    add(nameWords(path.mid(slash + 1)));
    return terms;
}

QString nameWords(const QString &name)
{
    const qsizetype dot = name.lastIndexOf(QLatin1Char('.'));
    return withInnerBlanks(dot > 0 ? name.left(dot) : name);
}

std::vector<std::string> nameKeys(const QString &path)
{
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    const QString name = path.section(QLatin1Char('/'), -1);
    const qsizetype dot = name.lastIndexOf(QLatin1Char('.'));
    std::vector<std::string> keys;
    const auto add = [&keys](const std::vector<Text::Token> &tokens) {
        const auto words = wordsOf(tokens);
        const std::string key = joined(words.begin(), words.end());
        if (!key.empty() && key.size() <= MaxKey)
            keys.push_back(key);
    };
    add(analyzer.tokens(name));
    if (const auto base = analyzer.tokens(QStringView(name).left(dot > 0 ? dot : 0)); isTelling(base))
        add(base);
    return keys;
}

std::vector<std::string> namesIn(const std::vector<Text::Token> &question)
{
    std::vector<std::string> words = wordsOf(question);
    words.resize(std::min(words.size(), MaxQuestionWords));
    std::set<std::string> names;
    for (std::size_t first = 0; first < words.size(); ++first) {
        std::string key;
        for (std::size_t last = first; last < std::min(words.size(), first + MaxNameWords); ++last) {
            key += (key.empty() ? "" : " ") + words[last];
            if (key.size() > MaxKey)
                break;
            names.insert(key);
        }
    }
    return { names.begin(), names.end() };
}

QStringList endingsIn(const QString &question)
{
    static const QRegularExpression pattern(
        QStringLiteral("(?<![\\w.\\-])\\.((?=\\w*\\p{L})\\w+)\\b"), QRegularExpression::UseUnicodePropertiesOption);
    QStringList endings;
    for (auto it = pattern.globalMatch(question); it.hasNext() && endings.size() < MaxEndings;) {
        const QString ending = it.next().captured(1).toLower();
        if (std::size_t(ending.toUtf8().size()) < MaxKey && !endings.contains(ending))
            endings += ending;
    }
    return endings;
}

} // namespace Heddle::Search
