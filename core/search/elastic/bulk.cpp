// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/elastic/bulk.h"
#include "core/base/log.h"
#include "core/search/elastic/servererror.h"
#include <QCoreApplication>
#include <condition_variable>

namespace Heddle::Search::Elastic {
namespace {

constexpr qsizetype MinPartBytes = qsizetype(64) << 10, MaxPartBytes = qsizetype(8) << 20;
constexpr std::chrono::milliseconds MinPause { 200 }, MaxPause { 8000 };

bool isBusy(int status)
{
    return status == 429 || status == 503;
}

void pause(std::chrono::milliseconds time, const std::stop_token &stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, time, [] { return false; });
}

QByteArray lineOf(const Write &write)
{
    QJsonObject head { { QStringLiteral("_id"), write.id } };
    if (write.on) {
        head.insert(QStringLiteral("if_seq_no"), write.on->sequence);
        head.insert(QStringLiteral("if_primary_term"), write.on->term);
    }
    const auto named = [&head](const char *name) { return toJson({ { QLatin1String(name), head } }) + '\n'; };
    switch (write.kind) {
    case Write::Kind::Create: return named("create") + toJson(write.fields) + '\n';
    case Write::Kind::Update: return named("update") + toJson({ { QStringLiteral("doc"), write.fields } }) + '\n';
    case Write::Kind::Delete: break;
    }
    return named("delete");
}

} // namespace

Version versionOf(const QJsonObject &document)
{
    return { document[QLatin1String("_seq_no")].toInteger(), document[QLatin1String("_primary_term")].toInteger(),
        document[QLatin1String("_source")].toObject()[QLatin1String("holders")].toArray() };
}

Result<Answer> Bulk::post(const QString &target, bool isAlias, const QByteArray &body, std::stop_token stop)
{
    Call call;
    call.method = "POST";
    // An index that somebody has removed must not come back with fields that the server guesses.
    call.path = QLatin1Char('/') + target + QLatin1String("/_bulk") + QLatin1String(isAlias ? "?require_alias=true" : "");
    call.body = body;
    call.lines = true;
    call.deadline = m_client->configuration().writeDeadline;
    call.expected = { 413, 429, 503 };
    return m_client->call(call, Concurrency::Context(stop));
}

Result<BulkOutcome> Bulk::send(const QString &target, bool isAlias, const QList<Write> &writes, std::stop_token stop)
{
    BulkOutcome outcome;
    std::optional<Error> refused;
    QList<qsizetype> pending;
    for (qsizetype i = 0; i < writes.size(); ++i)
        pending += i;
    auto wait = MinPause;
    auto progress = std::chrono::steady_clock::now();
    while (!pending.isEmpty()) {
        if (stop.stop_requested())
            return Error::cancelled();
        QByteArray body;
        qsizetype taken = 0;
        while (taken < pending.size() && (taken == 0 || body.size() < m_partBytes))
            body += lineOf(writes[pending[taken++]]);
        auto answer = post(target, isAlias, body, stop);
        if (!answer)
            return answer.error();
        QList<qsizetype> again;
        std::optional<Error> busy;
        if (!answer->ok()) {
            if (answer->status == 413 && body.size() <= MinPartBytes)
                return errorFor(m_client->configuration(), 413, answer->body);
            again = pending.mid(0, taken);
            busy = errorFor(m_client->configuration(), answer->status, answer->body);
            if (busy->code == ErrorCode::StorageFull)
                return *busy;
        } else {
            const QJsonArray items = answer->body[QLatin1String("items")].toArray();
            if (items.size() != taken)
                return Error { ErrorCode::Protocol,
                    QCoreApplication::translate("Heddle::Search", "%1 did not say what became of each passage; run the indexing again.")
                        .arg(m_client->host()),
                    QStringLiteral("%1 of %2 items").arg(items.size()).arg(taken), true };
            for (qsizetype i = 0; i < taken; ++i) {
                const QJsonObject action = items[i].toObject();
                const QJsonObject item = action.isEmpty() ? QJsonObject() : action.begin()->toObject();
                const int status = item[QLatin1String("status")].toInt();
                if (status >= 200 && status < 300)
                    continue;
                const qsizetype write = pending[i];
                const Reason reason = reasonOf(item);
                const Error error = errorFor(m_client->configuration(), status, item);
                const bool gone = status == 404 && reason.type != QLatin1String("index_not_found_exception");
                if (status == 409 || gone) {
                    if (writes[write].kind != Write::Kind::Delete || status == 409)
                        outcome.conflicts += write;
                } else if (error.code == ErrorCode::StorageFull || status == 401 || status == 403 || status == 404) {
                    return error; // so it would be with every other
                } else if (isBusy(status)) {
                    again += write;
                    busy = error;
                } else {
                    qCWarning(logSearch) << "the search server refuses a passage:" << error.message << error.detail;
                    ++outcome.refused;
                    outcome.reason = error.message;
                    refused = error;
                }
            }
        }
        const qsizetype before = pending.size();
        pending = again + pending.mid(taken);
        const auto now = std::chrono::steady_clock::now();
        if (pending.size() < before) {
            progress = now;
            if (!busy)
                wait = MinPause;
        }
        if (!busy) {
            m_partBytes = std::min(MaxPartBytes, m_partBytes + m_partBytes / 8);
            continue;
        }
        if (now - progress > m_client->configuration().patience)
            return *busy;
        m_partBytes = std::max(MinPartBytes, m_partBytes / 2);
        pause(wait, stop);
        wait = std::min(MaxPause, wait * 2);
    }
    if (refused && outcome.refused == writes.size())
        return *refused; // it takes none at all
    return outcome;
}

} // namespace Heddle::Search::Elastic
