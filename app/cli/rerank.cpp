// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/settings/rerankersettings.h"
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace Heddle::Cli {
namespace {

//! {"text": …} a line.
Result<QStringList> readPassages(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error { ErrorCode::Unreadable, QStringLiteral("%1 could not be read: %2.").arg(path, file.errorString()), {}, false };
    QStringList passages;
    for (int number = 1; !file.atEnd(); ++number) {
        const QByteArray line = file.readLine().trimmed();
        if (line.isEmpty())
            continue;
        const QJsonValue text = QJsonDocument::fromJson(line).object()[QLatin1String("text")];
        if (!text.isString())
            return Error { ErrorCode::Unreadable,
                QStringLiteral("%1, line %2: each line must be an object like {\"text\": \"a passage\"}.").arg(path).arg(number), {},
                false };
        passages += text.toString();
    }
    if (passages.isEmpty())
        return Error { ErrorCode::Unreadable, QStringLiteral("%1 holds no passages.").arg(path), {}, false };
    return passages;
}

Outcome rerankFailure(const Error &error, const QString &url)
{
    Outcome outcome = failure(error);
    QJsonObject inner = outcome.json[QLatin1String("error")].toObject();
    inner[QStringLiteral("status")] = error.status;
    inner[QStringLiteral("url")] = url;
    outcome.json[QStringLiteral("error")] = inner;
    return outcome;
}

} // namespace

QCoro::Task<Outcome> rerank(App::App *app, Arguments arguments, std::stop_token stop)
{
    if (arguments.operand(1) == QLatin1String("compare")) {
        auto comparing = compareRerankers(app, arguments, stop);
        co_return co_await std::move(comparing);
    }
    const QString query = arguments.options.value(QStringLiteral("query")), file = arguments.operand(1);
    Rerank::Configuration configuration;
    configuration.endpoint.id = arguments.options.value(QStringLiteral("provider"));
    configuration.endpoint.url = arguments.options.value(QStringLiteral("url"));
    configuration.endpoint.model = arguments.options.value(QStringLiteral("model"));
    if (const QString deadline = arguments.options.value(QStringLiteral("deadline-ms")); !deadline.isEmpty())
        configuration.deadline = std::chrono::milliseconds(std::max(1, deadline.toInt()));
    if (configuration.endpoint.id.isEmpty() || query.isEmpty() || file.isEmpty())
        co_return usage(QStringLiteral("rerank needs --provider ID, --query QUESTION and a file of passages."));
    const Rerank::Provider *provider = Rerank::providerById(configuration.endpoint.id);
    if (!provider) {
        QStringList ids;
        for (const auto &known : Rerank::providers())
            ids += known.id;
        co_return usage(
            QStringLiteral("There is no provider \"%1\". There are: %2.").arg(configuration.endpoint.id, ids.join(QLatin1String(", "))));
    }
    const auto passages = readPassages(file);
    if (!passages)
        co_return failure(passages.error());
    auto secretTask = app->secrets().read(QStringLiteral("rerank.key"), Settings::keyBinding(configuration), stop);
    const auto secret = co_await std::move(secretTask);
    configuration.endpoint.key = secret.value;
    const auto reranker = Rerank::makeReranker(configuration, app->setup().rerankTransports());
    if (!reranker)
        co_return failure(reranker.error());
    const QString url = provider->asynchronous ? Net::redacted(*Rerank::resolvedUrl(configuration)) : QString();
    QElapsedTimer clock;
    clock.start();
    auto scoresTask = Rerank::rerankByModel(*reranker, query, *passages, &app->pools().inference, Concurrency::Context(stop).carrying({}));
    const auto scores = co_await std::move(scoresTask);
    if (!scores)
        co_return rerankFailure(scores.error(), url);
    QJsonArray list;
    QList<QPair<double, int>> order;
    for (int i = 0; i < passages->size(); ++i) {
        const double raw = scores->raw[std::size_t(i)], score = scores->score[std::size_t(i)];
        list += QJsonObject { { QStringLiteral("index"), i }, { QStringLiteral("raw"), raw }, { QStringLiteral("score"), score } };
        order += { -score, i };
    }
    std::sort(order.begin(), order.end());
    QStringList lines;
    for (const auto &[negative, index] : std::as_const(order))
        lines += QStringLiteral("%1  %2").arg(-negative, 0, 'f', 4).arg(passages->at(index).simplified().left(100));
    lines +=
        QStringLiteral("%1 passages in %2 ms, scale: %3.").arg(passages->size()).arg(clock.elapsed()).arg(Rerank::scaleName(scores->scale));
    co_return Outcome { { { QStringLiteral("provider"), provider->id }, { QStringLiteral("url"), url },
                            { QStringLiteral("model"), configuration.endpoint.model },
                            { QStringLiteral("scale"), Rerank::scaleName(scores->scale) }, { QStringLiteral("batches"), scores->batches },
                            { QStringLiteral("ms"), clock.elapsed() }, { QStringLiteral("tokens"), scores->tokens },
                            { QStringLiteral("scores"), list } },
        lines.join(QLatin1Char('\n')), Ok };
}

} // namespace Heddle::Cli
