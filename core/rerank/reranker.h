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
//! \brief Returns the name of a scale for JSON and the window.
QString scaleName(Scale scale);

//! \brief One score per passage, in the order of the passages.
struct Scores {
    std::vector<double> raw;
    std::vector<double> score; //!< for ordering and thresholds: sigmoid of a logit, a probability as it is
    Scale scale = Scale::Unknown;
    int tokens = 0; //!< that were used; 0: the model did not say
    int batches = 0; //!< requests that were needed
    QString server; //!< as it names itself; often empty
};

class AsyncReranker;

//! \brief Scores passages against a question. Blocking. It only ever improves an order: if it fails, the order of the search
//! stands.
class Reranker {
public:
    virtual ~Reranker() = default;
    virtual QString name() const = 0;
    //! \brief Returns host and port that passages are sent to; empty where they stay on this computer.
    virtual QString host() const { return {}; }
    //! \brief Whether passages leave this computer.
    virtual bool sendsElsewhere() const { return false; }
    virtual Result<Scores> similarity(const QString &query, const QStringList &passages, Concurrency::Context context) = 0;
    //! \brief Returns the asynchronous interface of this reranker, or null.
    virtual AsyncReranker *asAsync() { return nullptr; }
};

//! \brief A reranker whose model is reached over HTTP, so that awaiting it blocks no thread.
class AsyncReranker : public Reranker {
public:
    virtual QCoro::Task<Result<Scores>> asyncSimilarity(QString query, QStringList passages, Concurrency::Context context) = 0;
    AsyncReranker *asAsync() override { return this; }
};

//! \brief Reranks asynchronously where the reranker can, otherwise blocking in the pool `inference`. Error Protocol where the
//! number of scores isn't that of the passages, or a score isn't finite.
QCoro::Task<Result<Scores>> rerankByModel(std::shared_ptr<Reranker> reranker, QString query, QStringList passages,
    Concurrency::WorkPool *inference, Concurrency::Context context);

//! \brief The outcome of trying a reranker on eight passages, one of which has the answer.
struct Trial {
    Scores scores;
    bool sensible = false; //!< the passage with the answer has the highest score
};
QCoro::Task<Result<Trial>> tryReranker(std::shared_ptr<Reranker> reranker, Concurrency::WorkPool *inference, std::stop_token stop);

} // namespace Heddle::Rerank
