// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/checking/evidence.h"
#include "core/dialog/checking/outcome.h"

namespace Heddle::Dialog {

//! \brief What one kind of evidence found against a sentence.
struct Finding {
    Outcome outcome = Outcome::NotFound;
    QString reason; //!< in words, as the end of a sentence
    QString passageSays, answerSays; //!< both sides, where it is contradicted
};

//! \brief A sentence of an answer beside the sentences of a passage that it rests on.
class Pairing {
public:
    Pairing(const Statement &said, const Evidence &evidence);

    const Statement &said() const { return m_said; }
    const Evidence &evidence() const { return m_evidence; }
    //! \brief The share of the sentence's content words that the sentences which it rests on have, 0…1; words of one root or of one
    //! meaning count, too.
    double share() const { return m_share; }
    //! \brief Of one sentence of the passage.
    double share(qsizetype sentence) const { return m_shares.value(sentence); }
    //! \brief Indexes of the passage's sentences that it rests on, the closest one first; empty: no word is shared.
    const QList<qsizetype> &support() const { return m_support; }
    const Statement *closest() const { return m_support.isEmpty() ? nullptr : &m_evidence.sentences()[m_support.first()]; }
    //! \brief How far a word of the sentence means the same as one of the passage, 0…1.
    double likeness(const StatedWord &said, const StatedWord &passage) const;
    double likeness(const QString &term, const QString &other) const;

private:
    double shareOf(const Statement &sentence, QSet<QString> *covered) const;

    const Statement &m_said;
    const Evidence &m_evidence;
    QList<double> m_shares;
    QList<qsizetype> m_support;
    double m_share = 0;
};

} // namespace Heddle::Dialog
