// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/evaluation/judgement.h"
#include "core/retrieval/retriever.h"
#include "core/storage/libraryrepository.h"

namespace Heddle::Evaluation {

struct Answered {
    QString id, question;
    Score score;
};

//! \brief Means over all questions, and each one's own figures.
struct Report {
    QList<Answered> answered;
    double ndcg10 = 0, recall20 = 0, mrr = 0;
    int found10 = 0; //!< questions with something right among the first 10
    Retrieval::Retrieval::Order order = Retrieval::Retrieval::Order::Text; //!< of the last question
    QStringList notices; //!< each once
    double meanMs = 0;
};

//! \brief What changed for a question between two reports: better, worse by the rank of the first right passage.
struct Change {
    QString id, question;
    int before = 0, after = 0; //!< ranks; 0: not found
    bool isBetter() const { return after > 0 && (before == 0 || after < before); }
};
QList<Change> changes(const Report &before, const Report &after);

//! \brief Asks the retriever every question with the set-up of `request`. `progress` gets the number of questions done. Errors: of
//! the search, NotFound (a collection that a question names), cancelled.
QCoro::Task<Result<Report>> evaluate(QList<Judged> questions, Retrieval::Retriever *retriever, Storage::LibraryRepository library,
    Flow::Pools *pools, Retrieval::RetrievalRequest request, std::function<void(qsizetype)> progress, Concurrency::Context context);

} // namespace Heddle::Evaluation
