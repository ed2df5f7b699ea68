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

namespace Heddle::Text {

//! \brief A word of a text, as it is indexed. start, end: UTF-16 units in the text it came from.
struct Token {
    enum class Kind {
        Word, //!< the next word of the text, or a character or pair of characters of a CJK run
        Joined, //!< several words as one, before the first of them: "wifi" for Wi-Fi, "15.3.2024", ".net"
        Partial, //!< a part of what is joined: "10.0" of 10.0.0.7
        Symbol, //!< an emoji, a currency, a note mark; phrases take no notice of it
    };
    std::string term; //!< UTF-8, case folded, accents removed where they are no letters of their own
    qsizetype start = 0, end = 0;
    bool ngram = false; //!< part of a CJK run: single characters and bigrams, not stemmed
    Kind kind = Kind::Word;
    //! \brief Joined: the words between start and end say nothing by themselves, such as the numbers of a date. A question
    //! searches this token in their place.
    bool replacesWords = false;
};

//! \brief Cuts texts into words for index, query, snippets, quoted answers and checks alike.
//!
//! The text is normalized first (normalizer.h). Words are folded with Unicode's rules and the table of foldings.h; CJK runs are single
//! characters and bigrams; Thai, Lao, Khmer and Burmese are cut by dictionary. Numbers and words that are joined by a sign are found in
//! parts and as a whole, however they are joined. One object per thread.
class Analyzer {
public:
    using Sink = std::function<void(const Token &)>;

    Analyzer();
    ~Analyzer();
    Analyzer(const Analyzer &) = delete;
    Analyzer &operator=(const Analyzer &) = delete;

    //! \brief All tokens in the order of their starts.
    void tokenize(QStringView text, const Sink &sink);
    std::vector<Token> tokens(QStringView text);
    //! \brief Tokens of the kind Word alone, for whoever counts or compares words.
    void words(QStringView text, const Sink &sink);
    //! \brief The stem of a folded word in a language (ISO 639-1). A language without a stemmer of its own takes the
    //! English one, which only changes Latin words: they are mostly English in a Chinese or an unrecognised text.
    const std::string &stem(const std::string &term, const std::string &language);
    //! \brief True when Xapian has a stemmer for the language.
    static bool hasStemmer(const std::string &language);

    //! \brief This thread's analyzer.
    static Analyzer &forThisThread();

private:
    friend class Tokenizer;
    struct Language;
    std::string fold(QStringView word);
    //! \brief The words that a dictionary finds in a run of Thai, Lao, Khmer or Burmese, as ends of parts.
    std::vector<qsizetype> dictionaryBreaks(QStringView run);

    QHash<QString, std::string> m_folded;
    std::vector<std::unique_ptr<Language>> m_languages;
    struct Breaks;
    std::unique_ptr<Breaks> m_breaks;
};

} // namespace Heddle::Text
