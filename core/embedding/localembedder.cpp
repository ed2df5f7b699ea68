// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/localembedder.h"

namespace Heddle::Embedding {

QString passageText(const QString &title, const QString &heading, const QString &text)
{
    QString whole;
    for (const QString &part : { title, heading }) {
        if (!part.isEmpty() && !text.startsWith(part) && !whole.contains(part))
            whole += part + QLatin1Char('\n');
    }
    return whole + text;
}

int LocalEmbedder::lanes() const
{
    return std::max(1, std::min(QThread::idealThreadCount() / 2, m_pools->indexing.threads()));
}

QCoro::Task<Result<Vector>> LocalEmbedder::embedQuery(QString question, Concurrency::Context context)
{
    auto task = m_pools->inference.submit([model = m_model, question](std::stop_token) { return model->embedQuery(question); }, context,
        QStringLiteral("embed the question"));
    co_return co_await std::move(task);
}

QCoro::Task<Result<QList<Vector>>> LocalEmbedder::embedPassages(QStringList texts, Concurrency::Context context)
{
    auto task = m_pools->indexing.submit(
        [model = m_model, texts, lanes = lanes()](std::stop_token stop) -> Result<QList<Vector>> {
            QList<Vector> vectors;
            for (const QString &text : texts) {
                if (stop.stop_requested())
                    return Error::cancelled();
                auto vector = model->embedPassage(text, lanes);
                if (!vector)
                    return vector.error();
                vectors += std::move(*vector);
            }
            return vectors;
        },
        context, QStringLiteral("embed passages"));
    co_return co_await std::move(task);
}

} // namespace Heddle::Embedding
