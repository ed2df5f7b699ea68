// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/trial.h"
#include <QElapsedTimer>
#include <numeric>

namespace Heddle::Embedding {

QCoro::Task<Result<Trial>> tryEmbedder(Configuration configuration, Transports transports, Concurrency::Context context)
{
    const auto made = makeEmbedder(configuration, transports);
    if (!made)
        co_return made.error();
    const auto embedder = *made;
    context = context.carrying({});
    Trial trial;
    trial.name = embedder->name();
    trial.host = embedder->host();
    const QString question = QStringLiteral("When does the museum open?");
    const QStringList passages { QStringLiteral("Visitors are let into the gallery from nine in the morning."),
        QStringLiteral("The engine needs new oil every second year.") };
    auto passagesTask = embedder->embedPassages(passages, context);
    const auto vectors = co_await std::move(passagesTask);
    if (!vectors)
        co_return vectors.error();
    auto firstTask = embedder->embedQuery(question, context);
    const auto first = co_await std::move(firstTask);
    if (!first)
        co_return first.error();
    QElapsedTimer clock;
    clock.start();
    auto secondTask = embedder->embedQuery(QStringLiteral("Who wrote the letter?"), context);
    const auto second = co_await std::move(secondTask);
    if (!second)
        co_return second.error();
    trial.questionMs = double(clock.nsecsElapsed()) / 1e6;
    trial.dimension = int(first->size());
    const auto near = [&first](const Vector &other) {
        return first->size() == other.size() ? std::inner_product(first->begin(), first->end(), other.begin(), 0.0) : -1.0;
    };
    trial.sensible = near((*vectors)[0]) > near((*vectors)[1]);
    co_return trial;
}

} // namespace Heddle::Embedding
