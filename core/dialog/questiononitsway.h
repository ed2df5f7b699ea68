// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/dialogservice.h"

namespace Heddle::Dialog {

//! A question on its way: what was asked, what is searched for, what was found, what comes of it.
struct DialogService::Question {
    DialogRequest request;
    QString searched; //!< the question as it is searched for
    Concurrency::Contents contents; //!< whose text that has in it
    Retrieval::Retrieval found;
    QList<Retrieval::Passage> window; //!< the answer's passages
    QList<Retrieval::Passage> offered; //!< the same, those first that the model may get
    std::optional<QuotedSources> quoted; //!< once it was made
    double quoteMs = 0; //!< what making it took
    QList<UnreadFile> unread; //!< files that may answer by their names
    Turn turn;

    const Setup::AnswerSetup &setup() const { return *request.setup; }
    void sent(const ModelPtr &model, const QString &purpose, qint64 bytes)
    {
        if (bytes > 0)
            turn.sent += Retrieval::Sent { model->host(), purpose, bytes };
    }
    //! The quoted answer becomes the turn's.
    void takeQuoted();
};

} // namespace Heddle::Dialog
