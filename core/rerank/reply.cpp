// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rerank/reply.h"
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>
#include <cmath>

namespace Heddle::Rerank {
namespace {

constexpr qsizetype ShownOfReply = 300;

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Rerank", text);
}

Error statusError(const Provider &provider, const QUrl &url, const Net::HttpReply &reply, const QString &said, const QString &detail)
{
    const QString host = Net::originOf(url);
    const auto error = [&](const QString &message, bool retryable) {
        return Error { ErrorCode::Provider, said.isEmpty() ? message : tr("%1 (it said: %2)").arg(message, said.left(ShownOfReply)), detail,
            retryable, reply.status };
    };
    switch (reply.status) {
    case 404:
    case 405:
        if (reply.body.contains("404 page not found") || reply.header("Server").toLower().contains("ollama"))
            return error(
                tr("%1 has no reranking (Ollama has none); use llama.cpp, Infinity, Xinference or another server that has").arg(host),
                false);
        return error(tr("there is no reranking at %1; check the address and the model").arg(Net::redacted(url)), false);
    case 413: return error(tr("%1 finds the passages too long; set a smaller token limit").arg(host), false);
    case 400:
    case 422: return error(tr("%1 refuses the request; check the model and the token limit").arg(host), false);
    default: break;
    }
    if (const QString refusal = Net::refusalText(reply, host); !refusal.isEmpty())
        return error(refusal, reply.status == 429 || reply.status >= 500);
    return error(tr("%1 answered with status %2; is it a server for %3?").arg(host).arg(reply.status).arg(provider.name), false);
}

} // namespace

Result<BatchScores> readReply(const Provider &provider, const QUrl &url, const Net::HttpReply &reply, qsizetype documents)
{
    const QString host = Net::originOf(url);
    const QString detail =
        QStringLiteral("HTTP %1: %2").arg(reply.status).arg(QString::fromUtf8(reply.body.left(ShownOfReply)).simplified());
    const auto protocol = [&](const QString &message) { return Error { ErrorCode::Protocol, message, detail, false, reply.status }; };
    QJsonParseError syntax;
    const QJsonDocument document = QJsonDocument::fromJson(reply.body, &syntax);
    const QJsonObject body = document.object();
    if (!reply.ok())
        return statusError(provider, url, reply, Net::serverMessage(body), detail);
    if (reply.body.trimmed().isEmpty())
        return protocol(tr("%1 sent an empty reply; check the address").arg(host));
    if (reply.contentType.startsWith("text/html") || reply.body.trimmed().startsWith('<'))
        return protocol(tr("%1 sent a web page, no scores; check the address").arg(host));
    if (syntax.error != QJsonParseError::NoError || !document.isObject())
        return protocol(tr("%1 sent something that is no list of scores").arg(host));
    const QJsonValue list = body[QLatin1String(provider.wire->list)];
    if (!list.isArray()) {
        const QString said = Net::serverMessage(body);
        if (said.contains(QLatin1String("Unexpected endpoint"), Qt::CaseInsensitive))
            return Error { ErrorCode::Provider,
                tr("%1 has no reranking (LM Studio has none); use llama.cpp, Infinity or another server that has").arg(host), detail,
                false };
        return said.isEmpty()
            ? protocol(tr("%1 sent no list \"%2\"; is it a server for %3?").arg(host, QLatin1String(provider.wire->list), provider.name))
            : Error { ErrorCode::Provider, tr("%1 answered with an error: %2").arg(host, said.left(ShownOfReply)), detail, false,
                  reply.status };
    }
    const QJsonArray entries = list.toArray();
    if (entries.size() != documents)
        return protocol(tr("%1 sent %2 scores for %3 passages").arg(host).arg(entries.size()).arg(documents));
    BatchScores scores;
    scores.raw.assign(std::size_t(documents), std::nan(""));
    for (const QJsonValue &entry : entries) {
        const QJsonValue index = entry[QLatin1String("index")], score = entry[QLatin1String(provider.wire->score)];
        const double at = index.toDouble(-1);
        if (!index.isDouble() || at < 0 || at >= double(documents) || at != std::floor(at))
            return protocol(tr("%1 sent a score for a passage that is not there").arg(host));
        if (!score.isDouble() || !std::isfinite(score.toDouble()))
            return protocol(tr("%1 sent a score that is no number").arg(host));
        if (!std::isnan(scores.raw[std::size_t(at)]))
            return protocol(tr("%1 sent two scores for one passage").arg(host));
        scores.raw[std::size_t(at)] = score.toDouble();
    }
    const QJsonObject usage = body[QLatin1String("usage")].toObject(), tokens = body[QLatin1String("tokens")].toObject();
    scores.tokens = usage[QLatin1String("total_tokens")].toInt(
        tokens[QLatin1String("input_tokens")].toInt() + tokens[QLatin1String("output_tokens")].toInt());
    scores.server = QString::fromLatin1(reply.header("Server").left(80));
    return scores;
}

void applyScale(Scores &scores, Scale declared)
{
    constexpr double Rounding = 1e-6;
    const bool outside =
        std::any_of(scores.raw.cbegin(), scores.raw.cend(), [](double score) { return score < -Rounding || score > 1 + Rounding; });
    scores.scale = declared == Scale::Probability && outside ? Scale::Unknown : declared;
    const bool logits = scores.scale == Scale::Logit || (scores.scale == Scale::Unknown && outside);
    scores.score = scores.raw;
    if (logits) {
        for (double &score : scores.score)
            score = 1 / (1 + std::exp(-score));
    }
}

} // namespace Heddle::Rerank
