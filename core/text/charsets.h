// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QByteArrayList>
#include <QString>
#include <span>

namespace Heddle::Text {

//! \brief A character set older than Unicode, and what is known of the texts in it.
struct LegacyCharset {
    const char *name; //!< as ICU knows it
    const char *languages; //!< that it was made for, separated by blanks
    double prior; //!< bits that a text in it needs beside its letters: the rarer the set, the more
};

std::span<const LegacyCharset> legacyCharsets();

//! \brief The decoder for the name of a character set as a page or a user gives it: what is meant by it, which is a larger set for
//! some ("iso-8859-1" is read as windows-1252, "euc-kr" as windows-949). Empty where there is none.
QByteArray charsetFor(const QByteArray &label);

//! \brief A character set in words ("Central European, windows-1250").
QString charsetTitle(const QByteArray &name);

//! \brief Every character set that can be chosen by hand, in the order of its title.
QByteArrayList allCharsets();

} // namespace Heddle::Text
