// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/text/analyzer.h"
#include "core/text/normalizer.h"

namespace Heddle::Text {

//! \brief Cuts one text into the tokens of an Analyzer.
class Tokenizer {
public:
    Tokenizer(Analyzer &analyzer, QStringView text, const Analyzer::Sink &sink)
        : m_analyzer(analyzer), m_normalized(text), m_text(m_normalized.text()), m_sink(sink)
    { }
    void run();

private:
    //! \brief A word between two signs; `from` and `to` in the normalized text.
    struct Part {
        qsizetype from = 0, to = 0; //!< with its signs
        std::string term;
        std::size_t signs = 0; //!< bytes at the end of `term`, as in "C++" and "m²"
        bool raised = false; //!< the signs are raised digits
        bool digits = false; //!< nothing but digits
        char16_t joiner = 0; //!< the sign that joins it to the part before

        bool isMark() const { return signs > 0 && term.size() == signs + 1; } //!< one letter, which says nothing without its signs
    };

    char32_t codePoint(qsizetype i) const;
    bool isWordAt(qsizetype i) const;
    bool isDigitAt(qsizetype i) const;
    bool isLetterAt(qsizetype i) const;

    void readCjk();
    void readDictionaryRun();
    void readSuperscript();
    void readSymbol();
    void readCompound();
    Part readPart(char16_t joiner);
    qsizetype endOfPart() const;
    bool apostropheJoins(qsizetype at) const;
    //! \brief How many signs such as those of "C++" stand behind the part.
    qsizetype signsBehind(const Part &part) const;
    //! \brief The sign at m_at that joins the part before it to the next word, or 0.
    char16_t joinerBehind(const Part &part) const;
    bool groupsDigits(const Part &part) const;
    std::string foldPart(QStringView word);

    void emitDotted(const Part &first);
    void emitCompound(const std::vector<Part> &parts);
    void emitJoinedFrom(const std::vector<Part> &parts, std::size_t first);
    void emitPart(const Part &part);
    void emit(Token::Kind kind, std::string term, qsizetype from, qsizetype to, bool replacesWords = false);

    Analyzer &m_analyzer;
    const NormalizedText m_normalized;
    const QStringView m_text;
    const Analyzer::Sink &m_sink;
    qsizetype m_at = 0;
    Token m_token;
};

} // namespace Heddle::Text
