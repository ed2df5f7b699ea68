// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include "core/concurrency/workpool.h"
#include <QCoroTask>
#include <QStringList>
#include <memory>
#include <stop_token>
#include <vector>

namespace Heddle::Rerank {

enum class Scale { Unknown, Probability, Logit };
//! \brief The word for it in JSON and in the window.
QString scaleName(Scale scale);

//! \brief One score per passage, in the passages' order.
struct Scores {
    std::vector<double> raw;
    std::vector<double> score; //!< what orders and thresholds: a logit through the sigmoid, a probability as it is
    Scale scale = Scale::Unknown;
    int tokens = 0; //!< 0: the model did not say
    int batches = 0; //!< requests that it took
    QString server; //!< as it calls itself; often empty
};

class AsyncReranker;

//! \brief Scores passages against a question; blocks. An upgrade, never a gate: its failure changes nothing.
class Reranker {
public:
    virtual ~Reranker() = default;
    virtual QString name() const = 0;
    //! \brief Where the passages go, host and port; empty where they stay on this computer.
    virtual QString host() const { return {}; }
    virtual Result<Scores> similarity(const QString &query, const QStringList &passages, Concurrency::Context context) = 0;
    //! \brief The asynchronous side of this reranker, or null.
    virtual AsyncReranker *asAsync() { return nullptr; }
};

//! \brief A reranker whose model is reached over HTTP: awaiting it holds no thread.
class AsyncReranker : public Reranker {
public:
    virtual QCoro::Task<Result<Scores>> asyncSimilarity(QString query, QStringList passages, Concurrency::Context context) = 0;
    AsyncReranker *asAsync() override { return this; }
};

//! \brief Takes the asynchronous way where there is one, otherwise runs the blocking one in `inference`; the caller
//! can't tell. A reply with another number of scores than passages is a Protocol error.
QCoro::Task<Result<Scores>> rerankByModel(std::shared_ptr<Reranker> reranker, QString query, QStringList passages,
    Concurrency::WorkPool *inference, Concurrency::Context context);

//! \brief Two passages, one of which answers: does the reranker work, and does it prefer that one?
struct Trial {
    Scores scores;
    bool sensible = false;
};
QCoro::Task<Result<Trial>> tryReranker(std::shared_ptr<Reranker> reranker, Concurrency::WorkPool *inference, std::stop_token stop);

} // namespace Heddle::Rerank
