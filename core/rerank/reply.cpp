// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rerank/reply.h"
#include "core/net/httperror.h"
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>
#include <cmath>
#include <functional>

namespace Heddle::Rerank {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Rerank", text);
}

//! What a failure means at a reranker, where it is not the usual.
std::optional<Net::OwnMeaning> ownMeaning(const QUrl &url, const Net::HttpReply &reply)
{
    const QString host = Net::originOf(url);
    switch (reply.status) {
    case 404:
    case 405:
        if (reply.body.contains("404 page not found") || reply.header("Server").toLower().contains("ollama"))
            return Net::OwnMeaning { tr(
                "%1 has no reranking: Ollama doesn't support it. Set rerank.url to llama.cpp, Infinity, Xinference or "
                "another server that does.")
                                         .arg(host) };
        return Net::OwnMeaning { tr("There is no reranking at %1. Check rerank.url and rerank.model.").arg(Net::redacted(url)) };
    case 413: return Net::OwnMeaning { tr("%1 finds the passages too long. Set a smaller token limit (rerank.tokens).").arg(host) };
    case 400:
    case 422:
        return Net::OwnMeaning {
            tr("%1 refuses the request. Check the model and the token limit (rerank.model, rerank.tokens).").arg(host)
        };
    default: return {};
    }
}

//! Makes an error of a reply: `own` is what it means, nothing where its status says it all.
using Failing = std::function<Error(const std::optional<Net::OwnMeaning> &own)>;

//! The body of a successful reply, once it is certain that it has a list of scores.
Result<QJsonObject> bodyWithScores(const Provider &provider, const QString &host, const Net::HttpReply &reply, const Failing &fail)
{
    const auto protocol = [&fail](const QString &message) { return fail(Net::OwnMeaning { message, ErrorCode::Protocol }); };
    QJsonParseError syntax;
    const QJsonDocument document = QJsonDocument::fromJson(reply.body, &syntax);
    if (reply.body.trimmed().isEmpty())
        return protocol(tr("%1 sent an empty reply. Check rerank.url.").arg(host));
    if (reply.contentType.startsWith("text/html") || reply.body.trimmed().startsWith('<'))
        return protocol(tr("%1 sent a web page instead of scores. Check rerank.url.").arg(host));
    if (syntax.error != QJsonParseError::NoError || !document.isObject())
        return protocol(tr("%1 sent something that is not a list of scores. Check rerank.url.").arg(host));
    if (document[QLatin1String(provider.wire->list)].isArray())
        return document.object();
    const QString said = Net::serverMessage(document.object());
    if (said.isEmpty())
        return protocol(tr("%1 sent no list \"%2\". Check that it is a server for %3 (rerank.url).")
                            .arg(host, QLatin1String(provider.wire->list), provider.name));
    return fail(Net::OwnMeaning { said.contains(QLatin1String("Unexpected endpoint"), Qt::CaseInsensitive)
            ? tr("%1 has no reranking: LM Studio doesn't support it. Set rerank.url to llama.cpp, Infinity or another server that does.")
                  .arg(host)
            : tr("%1 answered with an error. Check rerank.url and rerank.model.").arg(host) });
}

Failing failing(const Provider &provider, const Net::ServiceEndpoint &endpoint, const QString &host, const Net::HttpReply &reply)
{
    return [&provider, &endpoint, &reply, host](const std::optional<Net::OwnMeaning> &own) {
        return Net::httpError(Net::HttpFailure::of(reply),
            { provider.name, host, endpoint.key, QStringLiteral("rerank.key"), QStringLiteral("rerank.url"),
                QStringLiteral("rerank.model") },
            own);
    };
}

} // namespace

Error errorFor(const Provider &provider, const Net::ServiceEndpoint &endpoint, const QUrl &url, const Net::HttpReply &reply)
{
    return failing(provider, endpoint, Net::originOf(url), reply)(ownMeaning(url, reply));
}

Result<BatchScores> readReply(
    const Provider &provider, const Net::ServiceEndpoint &endpoint, const QUrl &url, const Net::HttpReply &reply, qsizetype documents)
{
    if (!reply.ok())
        return errorFor(provider, endpoint, url, reply);
    const QString host = Net::originOf(url);
    const Failing fail = failing(provider, endpoint, host, reply);
    const auto protocol = [&fail](const QString &message) { return fail(Net::OwnMeaning { message, ErrorCode::Protocol }); };
    HEDDLE_TRY_VALUE(const QJsonObject body, bodyWithScores(provider, host, reply, fail));
    const QJsonArray entries = body[QLatin1String(provider.wire->list)].toArray();
    if (entries.size() != documents)
        return protocol(tr("%1 sent %2 scores for %3 passages.").arg(host).arg(entries.size()).arg(documents));
    BatchScores scores;
    scores.raw.assign(std::size_t(documents), std::nan(""));
    for (const QJsonValue &entry : entries) {
        const QJsonValue index = entry[QLatin1String("index")], score = entry[QLatin1String(provider.wire->score)];
        const double at = index.toDouble(-1);
        if (!index.isDouble() || at < 0 || at >= double(documents) || at != std::floor(at))
            return protocol(tr("%1 sent a score for a passage that is not there.").arg(host));
        if (!score.isDouble() || !std::isfinite(score.toDouble()))
            return protocol(tr("%1 sent a score that is not a number.").arg(host));
        if (!std::isnan(scores.raw[std::size_t(at)]))
            return protocol(tr("%1 sent two scores for one passage.").arg(host));
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
