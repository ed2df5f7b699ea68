// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/evidence/candidates.h"

namespace Heddle::MindMap {

//! \brief A statement of a passage that becomes a node, with what it announces.
struct Statement {
    qsizetype passage = 0, from = 0; //!< where it begins: UTF-16 units in the passage's text
    QString label; //!< empty: its items stand for themselves
    QStringList items {};
    QStringList chunks {}; //!< of all passages that say so
    QSet<QString> words {}; //!< folded
    double score = 0;
    bool named = false; //!< its section's headings name what is asked
};

//! \brief The statements of the passages that come nearest to answering, in the order of documents as their best ones come, and of their
//! texts. Of a section whose headings name what is asked all statements are taken, as far as there is room; a list is taken with what
//! announces it. What leans on words that are not there, says what another one says, or is no statement, is left out.
//! \param candidates the sentences of the passages, scored
QList<Statement> chooseStatements(
    const Evidence::AskedQuestion &question, const QList<Retrieval::Passage> &passages, const QList<Evidence::Candidate> &candidates,
    std::stop_token stop = {});

} // namespace Heddle::MindMap
