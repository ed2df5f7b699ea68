// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/checking/pieces.h"
#include <QHash>
#include <memory>

namespace Heddle::Dialog {

//! \brief The numbers of a language in words ("twenty-three", "dreiundzwanzig", "двадцати трёх"), from Unicode's rules for it, and the
//! names of its months. Immutable and shared between threads.
class NumberWords {
public:
    //! \brief Those of a language (ISO 639-1); English ones where it is empty.
    static std::shared_ptr<const NumberWords> of(const QString &language);

    //! \brief A number that begins at a piece. count 0: none does.
    struct Found {
        qsizetype count = 0; //!< of pieces
        double value = 0;
        bool ordinal = false;
        bool one = false; //!< no more than "one", which is an article in many languages
    };
    Found at(const QList<Piece> &pieces, qsizetype i) const;
    //! \brief 1…12; 0: no month.
    int month(const QString &folded) const { return m_months.value(folded); }
    //! \brief 1,000 for "thousand" and "tausend", 1,000,000 for "million" and "Mio"; 0: no such word.
    static double scale(const QString &folded);
    //! \brief The value of a number in Han numerals; below 0 where it is none.
    static double hanValue(const QString &numerals);

    explicit NumberWords(const QString &language);

private:
    void addSpelledOut(const QString &language);
    void addMonths(const QString &language);
    Found below100(const QList<Piece> &pieces, qsizetype i) const;

    QHash<QString, int> m_cardinals, m_ordinals; //!< by folded words with blanks between them
    QHash<QString, int> m_months;
    QHash<QString, bool> m_joiners; //!< "and", "und", "y" inside of numbers
};

} // namespace Heddle::Dialog
