// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/elastic/refusal.h"
#include "core/net/httpmessage.h"
#include <QCoreApplication>
#include <QJsonArray>

namespace Heddle::Search::Elastic {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Search", text);
}

QString withReason(const QString &text, const Reason &reason)
{
    return reason.text.isEmpty() ? text : tr("%1 (%2)").arg(text, reason.text.left(300));
}

} // namespace

Reason reasonOf(const QJsonObject &body)
{
    const QJsonValue error = body[QLatin1String("error")];
    if (error.isString())
        return { {}, error.toString() };
    QJsonObject cause = error.isObject() ? error.toObject() : body;
    // "all shards failed" says less than why the first of them did.
    const QJsonArray shards = cause[QLatin1String("failed_shards")].toArray(), roots = cause[QLatin1String("root_cause")].toArray();
    if (!shards.isEmpty())
        cause = shards.first().toObject()[QLatin1String("reason")].toObject();
    else if (!roots.isEmpty() && roots.first().toObject().contains(QLatin1String("reason")))
        cause = roots.first().toObject();
    while (cause[QLatin1String("caused_by")].isObject())
        cause = cause[QLatin1String("caused_by")].toObject();
    return { cause[QLatin1String("type")].toString(), cause[QLatin1String("reason")].toString() };
}

Error foreignIndex(const Configuration &configuration, const QString &what)
{
    return { ErrorCode::IndexUnavailable,
        tr("%1: the index \"%2\" can't be used: %3. Choose another name for Heddle's index (search.index), or remove it on the server.")
            .arg(Net::originOf(QUrl(configuration.nodes.value(0))), configuration.index, what),
        {}, false };
}

Error refusal(const Configuration &configuration, int status, const QJsonObject &body)
{
    const QString host = Net::originOf(QUrl(configuration.nodes.value(0)));
    const Reason reason = reasonOf(body);
    const QString types = reason.type + QLatin1Char(' ') + body[QLatin1String("error")].toObject()[QLatin1String("type")].toString()
        + QLatin1Char(' ') + body[QLatin1String("type")].toString();
    const auto is = [&types](const char *type) { return types.contains(QLatin1String(type)); };
    const auto error = [&](ErrorCode code, const QString &message, bool retryable) {
        return Error { code, message, types.simplified() + QLatin1String(": ") + reason.text, retryable, status };
    };
    if (status == 401) {
        return error(ErrorCode::Provider,
            configuration.secret.isEmpty()
                ? tr("%1 asks for a name and password, or an API key: enter them in the search settings (search.user, search.password).")
                      .arg(host)
                : configuration.user.isEmpty()
                ? tr("%1 does not accept the API key: enter it again in the search settings.").arg(host)
                : tr("%1 does not accept the password of \"%2\": enter it again in the search settings.").arg(host, configuration.user),
            false);
    }
    if (is("cluster_block_exception")) {
        const bool disk = reason.text.contains(QLatin1String("read-only")) || reason.text.contains(QLatin1String("flood"))
            || reason.text.contains(QLatin1String("disk"));
        if (disk)
            return error(ErrorCode::StorageFull,
                tr("%1: the server's disk is nearly full, so the index takes no more documents. Free space on the server; then run the "
                   "indexing again, it goes on where it stopped.")
                    .arg(host),
                true);
        return error(ErrorCode::IndexUnavailable,
            withReason(tr("%1 has closed the index or blocked it; open it on the server.").arg(host), reason), true);
    }
    if (status == 403)
        return error(ErrorCode::Provider,
            tr("%1 does not allow it: the user needs the rights to read, write and manage the indices \"%2*\" and the alias \"%2\".")
                .arg(host, configuration.index),
            false);
    if (status == 429 || is("es_rejected_execution_exception") || is("rejected_execution_exception") || is("circuit_breaking_exception"))
        return error(ErrorCode::Provider, tr("%1 has too much to do at the moment; try again in a while.").arg(host), true);
    if (is("index_not_found_exception"))
        return error(ErrorCode::IndexUnavailable,
            tr("%1 has no index \"%2\" yet, or lost it. Index your folders again: Heddle then fills it from the library, without reading "
               "files again.")
                .arg(host, configuration.index),
            true);
    if (is("parsing_exception") || is("mapper_exception") || is("strict_dynamic_mapping_exception") || is("illegal_argument_exception")) {
        Error conflict = foreignIndex(configuration,
            reason.text.isEmpty() ? tr("its fields are not Heddle's") : tr("its fields are not Heddle's: %1").arg(reason.text.left(300)));
        conflict.status = status;
        conflict.detail = types.simplified();
        return conflict;
    }
    if (status == 413)
        return error(ErrorCode::Provider,
            tr("%1 does not take requests of this size; raise http.max_content_length there, or the proxy's limit.").arg(host), false);
    if (status == 503 || is("no_shard_available_action_exception") || is("unavailable_shards_exception")
        || is("search_phase_execution_exception") || is("cluster_manager_not_discovered") || is("master_not_discovered")
        || is("process_cluster_event_timeout"))
        return error(ErrorCode::IndexUnavailable,
            tr("%1: parts of the index are not available (the cluster is red, or has just started). Look at _cluster/health and the "
               "server's log, and try again.")
                .arg(host),
            true);
    if (status >= 500)
        return error(
            ErrorCode::Provider, withReason(tr("%1 has an error of its own (%2); look into its log.").arg(host).arg(status), reason), true);
    return error(ErrorCode::Provider, withReason(tr("%1 refused a request of Heddle (%2).").arg(host).arg(status), reason), false);
}

} // namespace Heddle::Search::Elastic
