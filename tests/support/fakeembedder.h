// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/embedder.h"
#include <QRegularExpression>
#include <cmath>

namespace Heddle::TestSupport {

//! \brief Knows what a few words mean: words of one group point in the same direction. Counts what it is asked.
class FakeEmbedder : public Embedding::Embedder {
public:
    explicit FakeEmbedder(QString id = QStringLiteral("fake one")) : m_id(std::move(id)) { }
    QString model() const override { return m_id; }
    QString name() const override { return m_id; }
    QStringList languages() const override { return known; }
    int batchSize() const override { return batch; }
    int lanes() const override { return 2; }
    QCoro::Task<Result<Embedding::Vector>> embedQuery(QString question, Concurrency::Context context) override
    {
        ++questions;
        if (context.stop_requested())
            co_return Error::cancelled();
        if (broken)
            co_return Error { ErrorCode::Provider, QStringLiteral("the model is out of order"), {}, false };
        co_return vectorOf(question);
    }
    QCoro::Task<Result<QList<Embedding::Vector>>> embedPassages(QStringList texts, Concurrency::Context context) override
    {
        QList<Embedding::Vector> vectors;
        for (const QString &text : texts) {
            if (context.stop_requested())
                co_return Error::cancelled();
            if (failAfter >= 0 && passages >= failAfter)
                co_return Error { ErrorCode::Provider, QStringLiteral("the model is out of order"), {}, false };
            ++passages;
            vectors += vectorOf(text);
            if (onPassage)
                onPassage();
        }
        co_return vectors;
    }

    static Embedding::Vector vectorOf(const QString &text)
    {
        static const QList<QStringList> groups { { QStringLiteral("car"), QStringLiteral("automobile"), QStringLiteral("vehicle") },
            { QStringLiteral("doctor"), QStringLiteral("physician") }, { QStringLiteral("ship"), QStringLiteral("boat") },
            { QStringLiteral("museum"), QStringLiteral("gallery") } };
        Embedding::Vector vector(16, 0.01F);
        static const QRegularExpression word(QStringLiteral("\\w+"));
        for (auto it = word.globalMatch(text.toLower()); it.hasNext();) {
            const QString one = it.next().captured();
            std::size_t number = 7;
            for (const QChar c : one)
                number = number * 31 + c.unicode();
            std::size_t at = 4 + number % 12;
            float weight = 0.2F;
            for (qsizetype group = 0; group < groups.size(); ++group) {
                if (groups[group].contains(one)) {
                    at = std::size_t(group);
                    weight = 3;
                }
            }
            vector[at] += weight;
        }
        double norm = 0;
        for (const float value : vector)
            norm += double(value) * double(value);
        for (float &value : vector)
            value = float(double(value) / std::sqrt(norm));
        return vector;
    }

    QStringList known; //!< languages
    int questions = 0, passages = 0, batch = 8;
    int failAfter = -1; //!< passages; below 0: never
    bool broken = false; //!< for questions
    std::function<void()> onPassage;

private:
    const QString m_id;
};

} // namespace Heddle::TestSupport
