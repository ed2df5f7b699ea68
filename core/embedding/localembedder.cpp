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

QCoro::Task<Result<QList<Vector>>> Embedder::embedSentences(QStringList, Concurrency::Context)
{
    co_return QList<Vector>();
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

QCoro::Task<Result<QList<Vector>>> LocalEmbedder::embedSentences(QStringList texts, Concurrency::Context context)
{
    QStringList fresh;
    for (const QString &text : std::as_const(texts)) {
        if (!m_sentences.contains(text) && !fresh.contains(text))
            fresh += text;
    }
    QHash<QString, Vector> made;
    if (!fresh.isEmpty()) {
        auto task = m_pools->inference.submit(
            [model = m_model, fresh](std::stop_token stop) -> Result<QHash<QString, Vector>> {
                QHash<QString, Vector> vectors;
                for (const QString &text : fresh) {
                    if (stop.stop_requested())
                        return Error::cancelled();
                    auto vector = model->embedSentence(text);
                    if (!vector)
                        return vector.error();
                    vectors.insert(text, std::move(*vector));
                }
                return vectors;
            },
            context, QStringLiteral("embed sentences"));
        HEDDLE_CO_TRY_VALUE(made, co_await std::move(task));
    }
    QList<Vector> vectors;
    for (const QString &text : std::as_const(texts)) {
        const Vector *cached = m_sentences.object(text);
        vectors += cached ? *cached : made.value(text);
    }
    for (auto it = made.cbegin(); it != made.cend(); ++it)
        m_sentences.insert(it.key(), new Vector(it.value()));
    co_return vectors;
}

} // namespace Heddle::Embedding
