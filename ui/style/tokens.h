// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QColor>
#include <QPalette>
#include <array>

namespace Heddle::Ui::Style {

//! \brief The colours of one theme by what they are for; no other place of the window names a colour.
struct Tokens {
    bool dark;
    QColor window, page, raised; //!< grounds: rail, lists and panels; what is read; what lies on either
    QColor subtle, hover, selected; //!< grounds: questions and code; what the pointer is over; what is chosen
    QColor border, strongBorder;
    QColor text, secondText, thirdText;
    QColor accent, onAccent; //!< actions and citations, and text on them
    QColor signal, signalGround; //!< what isn't borne out, and problems
    QColor good, goodGround;
    QColor mark; //!< ground of the words that support a citation
    std::array<QColor, 5> stages; //!< of a question: save, words, meaning, rerank, answer
};

const Tokens &lightTokens();
const Tokens &darkTokens();
bool isDark(const QPalette &palette);
//! \brief The tokens that a widget's palette was made from.
const Tokens &tokensOf(const QPalette &palette);
//! \brief The ground of marked words on a page of a PDF, which is white in both themes; it is multiplied with what is printed there.
QColor pageMark();
//! \brief What floats casts this on what is below it.
QColor shadow(const Tokens &tokens);
//! \brief A palette with every role and group set.
QPalette paletteOf(const Tokens &tokens);

//! \brief The contrast of two opaque colours as WCAG 2.1 defines it, 1…21.
double contrast(const QColor &one, const QColor &other);

} // namespace Heddle::Ui::Style
