// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QSet>
#include <QString>
#include <QStringView>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace Xapian {
class Stem;
}

namespace Heddle::Text {

//! \brief A word of a text, as it is indexed. start, end: UTF-16 units in the text it came from.
struct Token {
    std::string term; //!< UTF-8, case folded, accents removed where they are no letters of their own
    qsizetype start = 0, end = 0;
    bool ngram = false; //!< part of a CJK run: single characters and bigrams, not stemmed
};

//! \brief Cuts texts into words for index, query, snippets and quoted answers alike: folded with Unicode's rules,
//! CJK runs as single characters and bigrams, Thai, Lao, Khmer and Burmese by dictionary. One object per thread.
class Analyzer {
public:
    Analyzer();
    ~Analyzer();
    Analyzer(const Analyzer &) = delete;
    Analyzer &operator=(const Analyzer &) = delete;

    void tokenize(QStringView text, const std::function<void(const Token &)> &sink);
    std::vector<Token> tokens(QStringView text);
    //! \brief The stem of a folded word in a language (ISO 639-1). A language without a stemmer of its own takes the
    //! English one, which only changes Latin words: they are mostly English in a Chinese or an unrecognised text.
    const std::string &stem(const std::string &term, const std::string &language);
    //! \brief True when Xapian has a stemmer for the language.
    static bool hasStemmer(const std::string &language);

    //! \brief This thread's analyzer.
    static Analyzer &forThisThread();

private:
    struct Language;
    std::string fold(QStringView word);
    void emitCjk(QStringView text, qsizetype from, qsizetype to, const std::function<void(const Token &)> &sink);
    void emitDictionary(QStringView text, qsizetype from, qsizetype to, const std::function<void(const Token &)> &sink);

    QHash<QString, std::string> m_folded;
    std::vector<std::unique_ptr<Language>> m_languages;
    struct Breaks;
    std::unique_ptr<Breaks> m_breaks;
};

} // namespace Heddle::Text
