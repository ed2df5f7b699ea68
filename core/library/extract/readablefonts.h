// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/pagelayout.h"
#include <vector>

namespace Heddle::Library {

//! \brief Tells fonts whose letters are no text: a PDF that doesn't say which letter a drawing stands for, or says it wrong,
//! yields something like «7HQDQWV PXVW JLYH QRWLFH». Words are held against a model of pairs of letters, the same for all
//! languages with Latin letters; other scripts pass.
class ReadableFonts {
public:
    void see(const PageWord &word);
    //! \brief Fonts of which little was seen are readable.
    bool isReadable(int font) const;

private:
    struct Seen {
        qint64 bits = 0; //!< in tenths
        qint64 pairs = 0;
        qint64 letters = 0, otherLetters = 0;
        qint64 fixedPitch = 0, doubtful = 0; //!< letters
    };
    std::vector<Seen> m_fonts;
};

} // namespace Heddle::Library
