// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace Heddle::Dialog {

//! \brief What a number counts in: a name that all spellings share, and how many of it one of this spelling is.
//!
//! Times have two units, "s" up to weeks and "month" from months on, since neither is a whole number of the other.
struct Unit {
    QString name; //!< empty: none
    double factor = 1;
};

//! \brief The unit that a folded word or sign names in the languages with a stemmer.
//! \param attached directly behind the digits, where single letters are units too: "5m".
Unit unitOf(const QString &folded, bool attached);
//! \brief The unit that begins a text without blanks, such as "个月"; `length`: how many characters it takes.
Unit ideographicUnit(QStringView text, qsizetype *length);
//! \brief True for a span of time or an amount of money.
bool isTime(const QString &unit);
bool isMoney(const QString &unit);

} // namespace Heddle::Dialog
