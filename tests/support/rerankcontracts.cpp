// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/rerankcontracts.h"
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <cmath>

namespace Heddle::TestSupport {
namespace {

using Way = FakeReply::Way;

constexpr int UsedTokens = 77;

//! What a provider takes and gives, as it documents it; written down here a second time, on purpose.
struct Contract {
    QByteArray path;
    bool keyNeeded;
    QStringList needed { QStringLiteral("model"), QStringLiteral("query"), QStringLiteral("documents"), QStringLiteral("top_n") };
    QStringList allowed {};
    QJsonObject fixed {}; //!< fields that have one right value
    QJsonObject usage {}; //!< what a reply says of the tokens that were used
    QString documents = QStringLiteral("documents"), list = QStringLiteral("results"), score = QStringLiteral("relevance_score");
    bool textObjects = false; //!< question and documents are objects with a text
    bool logits = false;

    bool isText(const QJsonValue &value) const
    {
        return textObjects ? value.toObject().keys() == QStringList(QStringLiteral("text")) && value[QLatin1String("text")].isString()
                           : value.isString();
    }
};

QJsonObject totalTokens()
{
    return { { QStringLiteral("usage"), QJsonObject { { QStringLiteral("total_tokens"), UsedTokens } } } };
}

const QHash<QString, Contract> &contracts()
{
    const QString model = QStringLiteral("model"), query = QStringLiteral("query"), documents = QStringLiteral("documents"),
                  topN = QStringLiteral("top_n"), give = QStringLiteral("return_documents"), passages = QStringLiteral("passages"),
                  truncate = QStringLiteral("truncate");
    const QJsonObject giveNone { { give, false } };
    static const QHash<QString, Contract> all {
        { QStringLiteral("openai-compatible"), { .path = "/rerank", .keyNeeded = false } },
        { QStringLiteral("jina"),
            { .path = "/v1/rerank",
                .keyNeeded = true,
                .needed = { model, query, documents, topN, give },
                .fixed = giveNone,
                .usage = totalTokens() } },
        { QStringLiteral("xinference"),
            { .path = "/v1/rerank", .keyNeeded = false, .needed = { model, query, documents, give }, .fixed = giveNone } },
        { QStringLiteral("localai"), { .path = "/v1/rerank", .keyNeeded = false } },
        { QStringLiteral("nvidia"),
            { .path = "/v1/ranking",
                .keyNeeded = true,
                .needed = { model, query, passages, truncate },
                .fixed = { { truncate, QStringLiteral("END") } },
                .documents = passages,
                .list = QStringLiteral("rankings"),
                .score = QStringLiteral("logit"),
                .textObjects = true,
                .logits = true } },
        { QStringLiteral("siliconflow"),
            { .path = "/v1/rerank",
                .keyNeeded = true,
                .needed = { model, query, documents, topN, give },
                .allowed = { QStringLiteral("max_chunks_per_doc"), QStringLiteral("overlap_tokens"), QStringLiteral("instruction") },
                .fixed = giveNone,
                .usage = { { QStringLiteral("tokens"),
                    QJsonObject { { QStringLiteral("input_tokens"), UsedTokens - 7 }, { QStringLiteral("output_tokens"), 7 } } } } } },
        { QStringLiteral("gpustack"), { .path = "/v1/rerank", .keyNeeded = false } },
        { QStringLiteral("novita"), { .path = "/v1/rerank", .keyNeeded = true, .usage = totalTokens() } },
        { QStringLiteral("gitee"), { .path = "/v1/rerank", .keyNeeded = true } },
        { QStringLiteral("jiekou"), { .path = "/v1/rerank", .keyNeeded = true, .usage = totalTokens() } },
    };
    return all;
}

const Contract &contractOf(const QString &provider)
{
    const auto found = contracts().constFind(provider);
    if (found == contracts().cend())
        qFatal("no contract for %s: write it into rerankcontracts.cpp", qUtf8Printable(provider));
    return *found;
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
    for (auto field = contract.fixed.begin(); field != contract.fixed.end(); ++field) {
        if (body[field.key()] != field.value())
            return QStringLiteral("value of ") + field.key();
    }
    if (!contract.isText(body[QLatin1String("query")]))
        return QStringLiteral("query");
    const QJsonArray documents = body[contract.documents].toArray();
    if (!std::all_of(documents.begin(), documents.end(), [&contract](const QJsonValue &document) { return contract.isText(document); }))
        return contract.documents;
    if (body.contains(QLatin1String("top_n")) && body[QLatin1String("top_n")].toInt() != documents.size())
        return QStringLiteral("top_n");
    return documentsOf(provider, request.body).isEmpty() ? QStringLiteral("no documents") : QString();
}

//! A right reply with its list changed.
template <class Change>
FakeReply changed(const QString &provider, const FakeRequest &request, Change change)
{
    QJsonObject body = QJsonDocument::fromJson(contractReply(provider, documentsOf(provider, request.body))).object();
    const QString key = contractOf(provider).list;
    QJsonArray list = body[key].toArray();
    change(list);
    body[key] = list;
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
    const Contract &contract = contractOf(provider);
    for (const QJsonValue &document : object[contract.documents].toArray())
        documents += (contract.textObjects ? document[QLatin1String("text")] : document).toString();
    return documents;
}

QByteArray contractPath(const QString &provider)
{
    return contractOf(provider).path;
}

int contractTokens(const QString &provider)
{
    return contractOf(provider).usage.isEmpty() ? 0 : UsedTokens;
}

QByteArray contractReply(const QString &provider, const QStringList &documents)
{
    // Best first, as real servers answer: the index must be used.
    QList<QPair<double, int>> order;
    for (int i = 0; i < documents.size(); ++i)
        order += { -scoreOf(documents[i]), i };
    std::sort(order.begin(), order.end());
    const Contract &contract = contractOf(provider);
    QJsonArray list;
    for (const auto &[negative, index] : std::as_const(order)) {
        const double score = -negative;
        list +=
            QJsonObject { { QStringLiteral("index"), index }, { contract.score, contract.logits ? std::log(score / (1 - score)) : score } };
    }
    QJsonObject body = contract.usage;
    body[contract.list] = list;
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
        return { 200, "{\"" + contractOf(provider).list.toLatin1() + "\":null}", {}, Way::Whole, 0 };
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
        return changed(provider, request, [&](QJsonArray &list) { setFirst(list, contractOf(provider).score, QJsonValue::Null); });
    if (name == QLatin1String("score text"))
        return changed(provider, request, [&](QJsonArray &list) { setFirst(list, contractOf(provider).score, QStringLiteral("0.9")); });
    if (name == QLatin1String("score nan") || name == QLatin1String("score infinite")) {
        FakeReply reply = changed(provider, request, [&](QJsonArray &list) { setFirst(list, contractOf(provider).score, 4711); });
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
