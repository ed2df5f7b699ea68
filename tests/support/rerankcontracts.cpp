// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/rerankcontracts.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <cmath>

namespace Heddle::TestSupport {
namespace {

using Way = FakeReply::Way;

//! What a provider takes and gives, as it documents it; written down here a second time, on purpose.
struct Contract {
    QByteArray path;
    QStringList needed, allowed;
    bool keyNeeded;
};

Contract contractOf(const QString &provider)
{
    const QString model = QStringLiteral("model"), query = QStringLiteral("query"), documents = QStringLiteral("documents"),
                  topN = QStringLiteral("top_n"), give = QStringLiteral("return_documents");
    const QStringList basic { model, query, documents };
    if (provider == QLatin1String("openai-compatible"))
        return { "/rerank", basic + QStringList { topN }, {}, false };
    if (provider == QLatin1String("jina"))
        return { "/v1/rerank", basic + QStringList { topN, give }, {}, true };
    if (provider == QLatin1String("xinference"))
        return { "/v1/rerank", basic + QStringList { give }, {}, false };
    if (provider == QLatin1String("localai") || provider == QLatin1String("gpustack"))
        return { "/v1/rerank", basic + QStringList { topN }, {}, false };
    if (provider == QLatin1String("nvidia"))
        return { "/v1/ranking", { model, query, QStringLiteral("passages"), QStringLiteral("truncate") }, {}, true };
    if (provider == QLatin1String("siliconflow"))
        return { "/v1/rerank", basic + QStringList { topN, give },
            { QStringLiteral("max_chunks_per_doc"), QStringLiteral("overlap_tokens"), QStringLiteral("instruction") }, true };
    if (provider == QLatin1String("novita") || provider == QLatin1String("gitee") || provider == QLatin1String("jiekou"))
        return { "/v1/rerank", basic + QStringList { topN }, {}, true };
    qFatal("no contract for %s", qUtf8Printable(provider));
}

double scoreOf(const QString &document)
{
    static const QRegularExpression said(QStringLiteral("score=([-\\d.]+)"));
    const auto match = said.match(document);
    return match.hasMatch() ? match.captured(1).toDouble() : 0.5;
}

QString problem(const QString &provider, const QByteArray &key, const FakeRequest &request)
{
    const Contract contract = contractOf(provider);
    if (request.method != "POST")
        return QStringLiteral("method");
    if (!request.path.endsWith(contract.path))
        return QStringLiteral("path ") + QString::fromUtf8(request.path);
    if (request.headers.value("content-type") != "application/json")
        return QStringLiteral("content type");
    const QByteArray authorization = request.headers.value("authorization");
    if (key.isEmpty() ? !authorization.isNull() : authorization != "Bearer " + key)
        return QStringLiteral("authorization");
    if (key.isEmpty() && contract.keyNeeded)
        return QStringLiteral("no key");
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    for (const QString &field : contract.needed) {
        if (!body.contains(field))
            return QStringLiteral("missing ") + field;
    }
    for (const QString &field : body.keys()) {
        if (!contract.needed.contains(field) && !contract.allowed.contains(field))
            return QStringLiteral("unknown ") + field;
    }
    if (!body[QLatin1String("model")].isString())
        return QStringLiteral("type of model");
    if (provider == QLatin1String("nvidia")) {
        const QJsonObject query = body[QLatin1String("query")].toObject();
        if (query.keys() != QStringList(QStringLiteral("text")) || !query[QLatin1String("text")].isString())
            return QStringLiteral("query");
        for (const QJsonValue &passage : body[QLatin1String("passages")].toArray()) {
            if (passage.toObject().keys() != QStringList(QStringLiteral("text")) || !passage[QLatin1String("text")].isString())
                return QStringLiteral("passages");
        }
        if (body[QLatin1String("truncate")] != QLatin1String("END"))
            return QStringLiteral("truncate");
    } else {
        if (!body[QLatin1String("query")].isString())
            return QStringLiteral("query");
        for (const QJsonValue &document : body[QLatin1String("documents")].toArray()) {
            if (!document.isString())
                return QStringLiteral("documents");
        }
        if (body.contains(QLatin1String("return_documents")) && body[QLatin1String("return_documents")] != false)
            return QStringLiteral("return_documents");
        if (body.contains(QLatin1String("top_n")) && body[QLatin1String("top_n")].toInt() != documentsOf(provider, request.body).size())
            return QStringLiteral("top_n");
    }
    return documentsOf(provider, request.body).isEmpty() ? QStringLiteral("no documents") : QString();
}

QString listKey(const QString &provider)
{
    return provider == QLatin1String("nvidia") ? QStringLiteral("rankings") : QStringLiteral("results");
}

QString scoreKey(const QString &provider)
{
    return provider == QLatin1String("nvidia") ? QStringLiteral("logit") : QStringLiteral("relevance_score");
}

//! A right reply with its list changed.
template <class Change>
FakeReply changed(const QString &provider, const FakeRequest &request, Change change)
{
    QJsonObject body = QJsonDocument::fromJson(contractReply(provider, documentsOf(provider, request.body))).object();
    QJsonArray list = body[listKey(provider)].toArray();
    change(list);
    body[listKey(provider)] = list;
    return { 200, QJsonDocument(body).toJson(), {}, Way::Whole, 0 };
}

void setFirst(QJsonArray &list, const QString &key, const QJsonValue &value)
{
    QJsonObject first = list.first().toObject();
    first[key] = value;
    list[0] = first;
}

} // namespace

QStringList documentsOf(const QString &provider, const QByteArray &body)
{
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    QStringList documents;
    if (provider == QLatin1String("nvidia")) {
        for (const QJsonValue &passage : object[QLatin1String("passages")].toArray())
            documents += passage[QLatin1String("text")].toString();
    } else {
        for (const QJsonValue &document : object[QLatin1String("documents")].toArray())
            documents += document.toString();
    }
    return documents;
}

QByteArray contractReply(const QString &provider, const QStringList &documents)
{
    // Best first, as real servers answer: the index must be used.
    QList<QPair<double, int>> order;
    for (int i = 0; i < documents.size(); ++i)
        order += { -scoreOf(documents[i]), i };
    std::sort(order.begin(), order.end());
    QJsonArray list;
    for (const auto &[negative, index] : std::as_const(order)) {
        const double score = -negative;
        list += QJsonObject { { QStringLiteral("index"), index },
            { scoreKey(provider), provider == QLatin1String("nvidia") ? std::log(score / (1 - score)) : score } };
    }
    QJsonObject body { { listKey(provider), list } };
    if (provider == QLatin1String("siliconflow"))
        body[QStringLiteral("tokens")] = QJsonObject { { QStringLiteral("input_tokens"), 70 }, { QStringLiteral("output_tokens"), 7 } };
    if (provider == QLatin1String("jina") || provider == QLatin1String("novita") || provider == QLatin1String("jiekou"))
        body[QStringLiteral("usage")] = QJsonObject { { QStringLiteral("total_tokens"), 77 } };
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

FakeReply playContract(const QString &provider, const QByteArray &key, const FakeRequest &request)
{
    if (const QString wrong = problem(provider, key, request); !wrong.isEmpty())
        return { 400, QJsonDocument(QJsonObject { { QStringLiteral("error"), wrong } }).toJson(), {}, Way::Whole, 0 };
    return { 200, contractReply(provider, documentsOf(provider, request.body)), {}, Way::Whole, 0 };
}

QStringList badReplies()
{
    return { QStringLiteral("401"), QStringLiteral("403"), QStringLiteral("404"), QStringLiteral("422"), QStringLiteral("429"),
        QStringLiteral("429 retry after"), QStringLiteral("500"), QStringLiteral("503"), QStringLiteral("redirect"), QStringLiteral("html"),
        QStringLiteral("empty"), QStringLiteral("error in 200"), QStringLiteral("lm studio"), QStringLiteral("ollama"),
        QStringLiteral("list missing"), QStringLiteral("list null"), QStringLiteral("fewer"), QStringLiteral("more"),
        QStringLiteral("index repeated"), QStringLiteral("index negative"), QStringLiteral("index past the end"),
        QStringLiteral("index half"), QStringLiteral("score null"), QStringLiteral("score text"), QStringLiteral("score nan"),
        QStringLiteral("score infinite"), QStringLiteral("hang"), QStringLiteral("drip"), QStringLiteral("short"), QStringLiteral("reset"),
        QStringLiteral("2 GB") };
}

FakeReply badReply(const QString &name, const QString &provider, const FakeRequest &request)
{
    const QByteArray error = R"({"error":{"message":"no luck today"}})";
    bool number = false;
    if (const int status = name.toInt(&number); number)
        return { status, error, {}, Way::Whole, 0 };
    if (name == QLatin1String("429 retry after"))
        return { 429, error, { { "Retry-After", "3600" } }, Way::Whole, 0 };
    if (name == QLatin1String("redirect"))
        return { 307, {}, { { "Location", "http://127.0.0.2:9/elsewhere" } }, Way::Whole, 0 };
    if (name == QLatin1String("html"))
        return { 200, "<!DOCTYPE html><p>Welcome to nginx", { { "Content-Type", "text/html" } }, Way::Whole, 0 };
    if (name == QLatin1String("empty"))
        return { 200, {}, {}, Way::Whole, 0 };
    if (name == QLatin1String("error in 200"))
        return { 200, error, {}, Way::Whole, 0 };
    if (name == QLatin1String("lm studio"))
        return { 200, R"({"error":"Unexpected endpoint or method. (POST /v1/rerank). Returning 200 anyway"})", {}, Way::Whole, 0 };
    if (name == QLatin1String("ollama"))
        return { 404, "404 page not found", { { "Content-Type", "text/plain" } }, Way::Whole, 0 };
    if (name == QLatin1String("list missing"))
        return { 200, R"({"object":"list"})", {}, Way::Whole, 0 };
    if (name == QLatin1String("list null"))
        return { 200, "{\"" + listKey(provider).toLatin1() + "\":null}", {}, Way::Whole, 0 };
    if (name == QLatin1String("fewer"))
        return changed(provider, request, [](QJsonArray &list) { list.removeLast(); });
    if (name == QLatin1String("more"))
        return changed(provider, request, [](QJsonArray &list) { list += list.first(); });
    if (name == QLatin1String("index repeated"))
        return changed(provider, request, [](QJsonArray &list) { list[0] = list.last(); });
    if (name == QLatin1String("index negative"))
        return changed(provider, request, [](QJsonArray &list) { setFirst(list, QStringLiteral("index"), -1); });
    if (name == QLatin1String("index past the end"))
        return changed(provider, request, [](QJsonArray &list) { setFirst(list, QStringLiteral("index"), list.size()); });
    if (name == QLatin1String("index half"))
        return changed(provider, request, [](QJsonArray &list) { setFirst(list, QStringLiteral("index"), 0.5); });
    if (name == QLatin1String("score null"))
        return changed(provider, request, [&](QJsonArray &list) { setFirst(list, scoreKey(provider), QJsonValue::Null); });
    if (name == QLatin1String("score text"))
        return changed(provider, request, [&](QJsonArray &list) { setFirst(list, scoreKey(provider), QStringLiteral("0.9")); });
    if (name == QLatin1String("score nan") || name == QLatin1String("score infinite")) {
        FakeReply reply = changed(provider, request, [&](QJsonArray &list) { setFirst(list, scoreKey(provider), 4711); });
        reply.body.replace("4711", name.endsWith(QLatin1String("nan")) ? "NaN" : "1e999");
        return reply;
    }
    const QByteArray whole = contractReply(provider, documentsOf(provider, request.body));
    if (name == QLatin1String("hang"))
        return { 200, {}, {}, Way::Hang, 0 };
    if (name == QLatin1String("drip"))
        return { 200, {}, {}, Way::Drip, 0 };
    if (name == QLatin1String("short"))
        return { 200, whole, {}, Way::Short, 0 };
    if (name == QLatin1String("reset"))
        return { 200, {}, {}, Way::Reset, 0 };
    if (name == QLatin1String("2 GB"))
        return { 200, {}, {}, Way::Endless, 0 };
    qFatal("no bad reply \"%s\"", qUtf8Printable(name));
}

} // namespace Heddle::TestSupport
