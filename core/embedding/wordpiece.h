// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QString>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace Heddle::Embedding {

//! \brief The tokenizer of BERT's uncased models: lower case, accents dropped, words cut into the longest pieces of a
//! vocabulary (Devlin et al. 2018; equal to the reference on every text, but that «[CLS]» in a text is plain text).
//! Immutable, so any thread may use it.
class WordPiece {
public:
    //! \brief Reads vocab.txt: a piece a line, its number is its line from 0. Error Unreadable.
    static Result<WordPiece> load(const QString &vocabularyFile);

    //! \brief [CLS] pieces [SEP], at most `limit` numbers (2 or more) in all.
    std::vector<std::int64_t> encode(const QString &text, int limit) const;

private:
    void appendWord(std::u16string_view word, std::size_t limit, std::vector<std::int64_t> &ids) const;

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::u16string_view text) const { return std::hash<std::u16string_view>()(text); }
    };
    using Pieces = std::unordered_map<std::u16string, std::int64_t, Hash, std::equal_to<>>;
    Pieces m_pieces; //!< those that begin a word
    Pieces m_inner; //!< those that go on within one, without their «##»
    std::size_t m_longest = 0; //!< in UTF-16 units
    std::int64_t m_unknown = 0, m_begin = 0, m_end = 0;
};

} // namespace Heddle::Embedding
