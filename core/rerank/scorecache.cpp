// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rerank/scorecache.h"
#include <QCryptographicHash>

namespace Heddle::Rerank {

QByteArray ScoreCache::question(const QString &provider, const QString &url, const QString &model, int tokens, const QString &query)
{
    QByteArray all;
    for (const QString &part : { provider, url, model, QString::number(tokens), query }) {
        const QByteArray bytes = part.toUtf8();
        all += QByteArray::number(bytes.size()) + ':' + bytes;
    }
    return QCryptographicHash::hash(all, QCryptographicHash::Sha256);
}

QByteArray ScoreCache::key(const QByteArray &question, const QString &passage)
{
    return QCryptographicHash::hash(question + passage.toUtf8(), QCryptographicHash::Sha256);
}

std::optional<double> ScoreCache::find(const QByteArray &key)
{
    const std::lock_guard lock(m_mutex);
    const double *score = m_scores.object(key);
    return score ? std::optional(*score) : std::nullopt;
}

void ScoreCache::insert(const QByteArray &key, double raw)
{
    const std::lock_guard lock(m_mutex);
    m_scores.insert(key, new double(raw));
}

} // namespace Heddle::Rerank
