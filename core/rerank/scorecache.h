// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QCache>
#include <mutex>
#include <optional>

namespace Heddle::Rerank {

//! \brief Keeps the most recently used raw scores in memory. Thread-safe.
class ScoreCache {
public:
    explicit ScoreCache(int maxScores = 50'000) : m_scores(maxScores) { }

    //! \brief Returns a hash of everything that a score depends on except the passage; computed once for a question.
    static QByteArray question(const QString &provider, const QString &url, const QString &model, int tokens, const QString &query);
    static QByteArray key(const QByteArray &question, const QString &passage);
    std::optional<double> find(const QByteArray &key);
    void insert(const QByteArray &key, double raw);

private:
    std::mutex m_mutex;
    QCache<QByteArray, double> m_scores;
};

} // namespace Heddle::Rerank
