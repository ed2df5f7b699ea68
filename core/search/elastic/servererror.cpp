// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/elastic/servererror.h"
#include "core/net/httperror.h"
#include <QCoreApplication>
#include <QJsonArray>

namespace Heddle::Search::Elastic {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Search", text);
}

QString hostOf(const Configuration &configuration)
{
    return Net::originOf(QUrl(configuration.nodes.value(0)));
}

//! A failure as both servers describe it: the reason in words, and the types that tell kinds of failures apart.
struct Description {
    Description(int httpStatus, const QJsonObject &body)
        : status(httpStatus), reason(reasonOf(body)),
          types(reason.type + QLatin1Char(' ') + body[QLatin1String("error")].toObject()[QLatin1String("type")].toString()
              + QLatin1Char(' ') + body[QLatin1String("type")].toString())
    { }
    bool is(std::initializer_list<const char *> names) const
    {
        return std::any_of(names.begin(), names.end(), [this](const char *name) { return types.contains(QLatin1String(name)); });
    }

    int status;
    Reason reason;
    QString types;
};

using Meaning = std::optional<Net::OwnMeaning>;

Meaning login(const Configuration &configuration, const Description &failure)
{
    if (failure.status != 401)
        return {};
    const QString host = hostOf(configuration);
    if (configuration.secret.isEmpty())
        return Net::OwnMeaning { tr(
            "%1 asks for a name and password, or an API key. Enter them in the search settings (search.user, search.password).")
                                     .arg(host) };
    if (configuration.user.isEmpty())
        return Net::OwnMeaning { tr("%1 does not accept the API key. Enter it again in the search settings (search.password).").arg(host) };
    return Net::OwnMeaning { tr("%1 does not accept the password of \"%2\". Enter it again in the search settings (search.password).")
                                 .arg(host, configuration.user) };
}

Meaning blocked(const Configuration &configuration, const Description &failure)
{
    if (!failure.is({ "cluster_block_exception" }))
        return {};
    const QString host = hostOf(configuration);
    const auto says = [&failure](const char *word) { return failure.reason.text.contains(QLatin1String(word)); };
    if (says("read-only") || says("flood") || says("disk"))
        return Net::OwnMeaning {
            tr("The server's disk is nearly full, so the index at %1 takes no more documents. Free space on the server, "
               "then run the indexing again: it goes on where it stopped.")
                .arg(host),
            ErrorCode::StorageFull, true
        };
    return Net::OwnMeaning { tr("%1 has closed the index or blocked it. Please open it on the server.").arg(host),
        ErrorCode::IndexUnavailable, true };
}

Meaning rights(const Configuration &configuration, const Description &failure)
{
    if (failure.status != 403)
        return {};
    return Net::OwnMeaning { tr(
        "%1 does not allow it. The user (search.user) needs the rights to read, write and manage the indices \"%2*\" and the alias \"%2\".")
                                 .arg(hostOf(configuration), configuration.index) };
}

Meaning busy(const Configuration &configuration, const Description &failure)
{
    if (failure.status != 429
        && !failure.is({ "es_rejected_execution_exception", "rejected_execution_exception", "circuit_breaking_exception" }))
        return {};
    return Net::OwnMeaning { tr("%1 has too much to do at the moment. Try again in a while.").arg(hostOf(configuration)),
        ErrorCode::Provider, true };
}

Meaning missingIndex(const Configuration &configuration, const Description &failure)
{
    if (!failure.is({ "index_not_found_exception" }))
        return {};
    return Net::OwnMeaning {
        tr("%1 has no index \"%2\" yet, or has lost it. Index your folders again: Heddle then fills it from the library, "
           "without reading files again.")
            .arg(hostOf(configuration), configuration.index),
        ErrorCode::IndexUnavailable, true
    };
}

Meaning foreignFields(const Configuration &configuration, const Description &failure)
{
    if (!failure.is({ "parsing_exception", "mapper_exception", "strict_dynamic_mapping_exception", "illegal_argument_exception" })
        && !failure.reason.text.contains(QLatin1String("No mapping found for")))
        return {};
    return Net::OwnMeaning { foreignIndex(configuration, tr("its fields are not Heddle's")).message, ErrorCode::IndexUnavailable, false };
}

Meaning tooLarge(const Configuration &configuration, const Description &failure)
{
    if (failure.status != 413)
        return {};
    return Net::OwnMeaning { tr(
        "%1 does not take requests of this size. Raise http.max_content_length there, or the limit of the proxy that search.url names.")
                                 .arg(hostOf(configuration)) };
}

Meaning missingShards(const Configuration &configuration, const Description &failure)
{
    if (failure.status != 503
        && !failure.is({ "no_shard_available_action_exception", "unavailable_shards_exception", "search_phase_execution_exception",
            "cluster_manager_not_discovered", "master_not_discovered", "process_cluster_event_timeout" }))
        return {};
    return Net::OwnMeaning {
        tr("Parts of the index at %1 are not available: the cluster is red, or has just started. Look at _cluster/health "
           "and the server's log, and try again.")
            .arg(hostOf(configuration)),
        ErrorCode::IndexUnavailable, true
    };
}

//! What a failure means at a search server, where it is not the usual. The types tell more than the status, and a full disk
//! comes as 403 or 429: hence the order.
Meaning ownMeaning(const Configuration &configuration, const Description &failure)
{
    for (const auto meaning : { login, blocked, rights, busy, missingIndex, foreignFields, tooLarge, missingShards }) {
        if (Meaning own = meaning(configuration, failure))
            return own;
    }
    return {};
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
        tr("The index \"%2\" on %1 can't be used: %3. Choose another name for Heddle's index (search.index), or remove it on the server.")
            .arg(hostOf(configuration), configuration.index, what),
        {}, false };
}

Error errorFor(const Configuration &configuration, int status, const QJsonObject &body)
{
    const Description failure(status, body);
    return Net::httpError({ status, failure.reason.text, failure.types.simplified() + QLatin1String(": ") + failure.reason.text, {} },
        { QStringLiteral("Elasticsearch or OpenSearch"), hostOf(configuration), configuration.secret, QStringLiteral("search.password"),
            QStringLiteral("search.url"), QStringLiteral("search.index") },
        ownMeaning(configuration, failure));
}

} // namespace Heddle::Search::Elastic
