// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/embedder.h"
#include "core/embedding/localmodel.h"
#include "core/flow/pools.h"
#include <QCache>

namespace Heddle::Embedding {

//! \brief A model in this process: questions in the inference pool, passages in the indexing pool (whose threads stand
//! behind all others) on at most half of the cores. A text's vector does not depend on what is embedded beside it.
class LocalEmbedder : public Embedder {
public:
    LocalEmbedder(std::shared_ptr<LocalModel> model, Flow::Pools *pools) : m_model(std::move(model)), m_pools(pools) { }

    QString model() const override { return QLatin1String("local ") + m_model->card().id; }
    QString name() const override { return m_model->card().name; }
    QStringList languages() const override { return m_model->card().languages; }
    int batchSize() const override { return 8; } // less than a second a job: a stop or a pause is soon seen
    int lanes() const override;
    QCoro::Task<Result<Vector>> embedQuery(QString question, Concurrency::Context context) override;
    QCoro::Task<Result<QList<Vector>>> embedPassages(QStringList texts, Concurrency::Context context) override;
    QCoro::Task<Result<QList<Vector>>> embedSentences(QStringList texts, Concurrency::Context context) override;
    void releaseMemory() override { m_model->releasePassages(); }

private:
    std::shared_ptr<LocalModel> m_model;
    Flow::Pools *m_pools;
    QCache<QString, Vector> m_sentences { 4096 }; //!< by their texts
};

} // namespace Heddle::Embedding
