// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/checking/quantities.h"

namespace Heddle::Dialog {

//! \brief Reads the quantities of one text, piece by piece; see quantitiesIn(). For one run().
class QuantityReader {
public:
    QuantityReader(QStringView text, const QString &language, const Lexicon &lexicon)
        : m_text(text), m_language(language), m_lexicon(lexicon), m_words(NumberWords::of(language)), m_pieces(piecesOf(text))
    { }

    QList<Quantity> run();

private:
    //! A number in digits, as it is written.
    struct Digits {
        qsizetype count = 0; //!< pieces
        double value = 0, other = 0, step = 1;
    };

    const Piece *piece(qsizetype i) const { return i >= 0 && i < m_pieces.size() ? &m_pieces[i] : nullptr; }
    bool isSign(qsizetype i, QStringView signs) const
    {
        const Piece *one = piece(i);
        return one && one->kind == Piece::Kind::Sign && signs.contains(one->folded.front());
    }
    // Each takes what begins at m_at; false: no such thing does.
    bool readDate();
    bool readFraction();
    bool readDigits();
    bool readHan();
    bool readWords();

    bool belongsToWord() const;
    Digits digitsAt(qsizetype i) const;
    bool isNarrowBlank(qsizetype i) const;
    bool countsOne(qsizetype behind) const;
    bool isWholeScale(qsizetype i, double scale) const;

    void finish(Quantity quantity, qsizetype count);
    qsizetype readScale(Quantity &quantity, qsizetype end) const;
    qsizetype readUnit(Quantity &quantity, qsizetype end);
    int powerAt(qsizetype i) const;
    bool isAmbiguousUnit(const QString &folded) const;

    void take(Quantity quantity, qsizetype from, qsizetype count);
    Bound boundOf(qsizetype from, qsizetype to) const;

    const QStringView m_text;
    const QString m_language;
    const Lexicon &m_lexicon;
    const std::shared_ptr<const NumberWords> m_words;
    const QList<Piece> m_pieces;
    qsizetype m_at = 0;
    QList<Quantity> m_quantities;
};

} // namespace Heddle::Dialog
