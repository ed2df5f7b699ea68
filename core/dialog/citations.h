// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/citation.h"
#include <stop_token>

namespace Heddle::Dialog {

//! \brief A sentence that is doubted for nothing but the words which its passage lacks.
struct WeakDoubt {
    qsizetype source = 0, use = 0; //!< indexes in CitedAnswer::sources and Source::uses
    QString sentence, passage; //!< passage: the sentence that comes closest
    QString language;
};

//! \brief An answer whose markers are numbered by first use.
struct CitedAnswer {
    QString text;
    QList<Source> sources; //!< cited ones by n, each with its uses; then the other passages with n 0
    int removed = 0; //!< markers of passages that were never given
    int placed = 0; //!< markers that the model forgot and that stand there now
    //! \brief Sentences of `text` that cite nothing and that no passage says: start and end, UTF-16 units.
    QList<std::pair<qsizetype, qsizetype>> unsourced {};
    QList<WeakDoubt> weak {};
};

//! \brief Repairs the model's markers, places those that it forgot, and checks each cited sentence against its passage.
//! `passages`: as numbered in the prompt, from 1. Pure computation, for the inference pool.
CitedAnswer cite(const QString &answer, const QList<Retrieval::Passage> &passages, std::stop_token stop = {});

} // namespace Heddle::Dialog
