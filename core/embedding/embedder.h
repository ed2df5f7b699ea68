// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include "core/concurrency/context.h"
#include "core/embedding/encoder.h"
#include <QCoroTask>
#include <QList>
#include <QString>
#include <QStringList>

namespace Heddle::Embedding {

//! \brief Turns texts into vectors of length 1. Having no embedder is a normal state: words alone are then searched.
//! Lives on the event loop's thread.
class Embedder {
public:
    virtual ~Embedder() = default;
    //! \brief Returns what its vectors are stored under. Vectors of different models are never compared.
    virtual QString model() const = 0;
    //! \brief Returns its display name.
    virtual QString name() const = 0;
    //! \brief Returns the server that texts are sent to; empty: they stay on this computer.
    virtual QString host() const { return {}; }
    //! \brief Whether texts leave this computer.
    virtual bool sendsElsewhere() const { return false; }
    //! \brief Returns the ISO codes of the languages it was trained for; empty: all, or unknown. For texts in other languages its
    //! vectors mislead.
    virtual QStringList languages() const { return {}; }
    //! \brief The largest number of texts in a call of embedPassages(), and how many calls at once are worthwhile.
    virtual int batchSize() const = 0;
    virtual int lanes() const = 0;

    virtual QCoro::Task<Result<Vector>> embedQuery(QString question, Concurrency::Context context) = 0;
    //! \brief Returns a vector for each text, in their order. A model in this process runs in the indexing pool.
    virtual QCoro::Task<Result<QList<Vector>>> embedPassages(QStringList texts, Concurrency::Context context) = 0;
    //! \brief Returns vectors of some sentences of passages, comparable with that of a question that somebody waits for. Only a model
    //! in this process does that, in the inference pool; others return no vectors.
    virtual QCoro::Task<Result<QList<Vector>>> embedSentences(QStringList texts, Concurrency::Context context);
    //! \brief Frees what passages needed; called when none are to come for a while.
    virtual void releaseMemory() { }
};

//! \brief Returns what is embedded of a passage: the title of its document and its heading, once each, before its text.
QString passageText(const QString &title, const QString &heading, const QString &text);

} // namespace Heddle::Embedding
