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

Result<Answer> Bulk::post(const QString &target, bool isAlias, const QByteArray &body, Concurrency::Context context)
{
    Call call;
    call.method = "POST";
    // An index that somebody has removed must not come back with fields that the server guesses.
    call.path = QLatin1Char('/') + target + QLatin1String("/_bulk") + QLatin1String(isAlias ? "?require_alias=true" : "");
    call.body = body;
    call.lines = true;
    call.holdsText = true;
    call.deadline = m_client->configuration().writeDeadline;
    call.expected = { 413, 429, 503 };
    return m_client->call(call, std::move(context));
}

//! What one part of the writes came to.
struct Bulk::Part {
    QList<qsizetype> again; //!< writes that the server was too busy for
    std::optional<Error> busy; //!< why
};

Result<Bulk::Part> Bulk::sendPart(Sending &sending, qsizetype *taken)
{
    QByteArray body;
    *taken = 0;
    while (*taken < sending.pending.size() && (*taken == 0 || body.size() < m_partBytes))
        body += lineOf(sending.writes[sending.pending[(*taken)++]]);
    HEDDLE_TRY_VALUE(const Answer answer, post(sending.target, sending.isAlias, body, sending.context));
    if (answer.ok())
        return readItems(answer, sending, *taken);
    const Error error = m_client->errorFor(answer.status, answer.body);
    if (error.code == ErrorCode::StorageFull || (answer.status == 413 && body.size() <= MinPartBytes))
        return error;
    return Part { sending.pending.mid(0, *taken), error };
}

Result<Bulk::Part> Bulk::readItems(const Answer &answer, Sending &sending, qsizetype taken) const
{
    const QJsonArray items = answer.body[QLatin1String("items")].toArray();
    if (items.size() != taken)
        return Error { ErrorCode::Protocol,
            QCoreApplication::translate("Heddle::Search", "%1 did not say what became of each passage. Run the indexing again.")
                .arg(m_client->host()),
            QStringLiteral("%1 of %2 items").arg(items.size()).arg(taken), true };
    Part part;
    for (qsizetype i = 0; i < taken; ++i) {
        const QJsonObject action = items[i].toObject();
        const QJsonObject item = action.isEmpty() ? QJsonObject() : action.begin()->toObject();
        const int status = item[QLatin1String("status")].toInt();
        if (status >= 200 && status < 300)
            continue;
        const qsizetype write = sending.pending[i];
        const Error error = m_client->errorFor(status, item);
        const bool gone = status == 404 && reasonOf(item).type != QLatin1String("index_not_found_exception");
        if (status == 409 || gone) {
            if (sending.writes[write].kind != Write::Kind::Delete || status == 409)
                sending.outcome.conflicts += write;
        } else if (error.code == ErrorCode::StorageFull || status == 401 || status == 403 || status == 404) {
            return error; // so it would be with every other
        } else if (isBusy(status)) {
            part.again += write;
            part.busy = error;
        } else {
            qCWarning(logSearch) << "the search server refuses a passage:" << error.message << error.detail;
            ++sending.outcome.refused;
            sending.outcome.reason = error.message;
            sending.refused = error;
        }
    }
    return part;
}

Result<BulkOutcome> Bulk::send(const QString &target, bool isAlias, const QList<Write> &writes, Concurrency::Context context)
{
    Sending sending { target, isAlias, writes, context, {}, {}, {} };
    for (qsizetype i = 0; i < writes.size(); ++i)
        sending.pending += i;
    auto wait = MinPause;
    auto progress = std::chrono::steady_clock::now();
    while (!sending.pending.isEmpty()) {
        if (context.stop_requested())
            return Error::cancelled();
        qsizetype taken = 0;
        HEDDLE_TRY_VALUE(const Part part, sendPart(sending, &taken));
        const bool progressed = part.again.size() < taken;
        sending.pending = part.again + sending.pending.mid(taken);
        const auto now = std::chrono::steady_clock::now();
        if (progressed) {
            progress = now;
            if (!part.busy)
                wait = MinPause;
        }
        if (!part.busy) {
            m_partBytes = std::min(MaxPartBytes, m_partBytes + m_partBytes / 8);
            continue;
        }
        if (now - progress > m_client->configuration().patience)
            return *part.busy;
        m_partBytes = std::max(MinPartBytes, m_partBytes / 2);
        pause(wait, context.stop);
        wait = std::min(MaxPause, wait * 2);
    }
    if (sending.refused && sending.outcome.refused == writes.size())
        return *sending.refused; // it takes none at all
    return sending.outcome;
}

} // namespace Heddle::Search::Elastic
