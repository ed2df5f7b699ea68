// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/dialogservice.h"
#include "core/evidence/findings.h"

namespace Heddle::Dialog {

//! The evidence for one question while it is collected.
struct DialogService::EvidenceWork {
    EvidenceWork(const QString &question, const Retrieval::Retrieval &found, std::shared_ptr<Embedding::Embedder> sentences)
        : searched(question), passages(found.passages.mid(0, Evidence::SearchedPassages)), terms(found.terms), vector(found.vector),
          embedder(std::move(sentences))
    { }
    QString searched;
    QList<Retrieval::Passage> passages; //!< the answer's passages and some more
    QList<Search::QueryTerm> terms;
    Embedding::Vector vector; //!< of the question; empty where it wasn't embedded
    std::shared_ptr<Embedding::Embedder> embedder; //!< of sentences; may be null
    qsizetype embedded = 16; //!< sentences that are compared with the question by meaning; each takes some milliseconds
    Evidence::AskedQuestion asked;
    QList<Evidence::Candidate> candidates;
};

} // namespace Heddle::Dialog
