// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settings.h"
#include "core/embedding/httpembedder.h"
#include "core/llm/chatprovider.h"
#include "core/rerank/provider.h"
#include "core/settings/searchsettings.h"
#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

namespace Heddle::Settings {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Settings", text);
}

const Definition *find(const QString &key)
{
    for (const Definition &definition : definitions()) {
        if (definition.key == key)
            return &definition;
    }
    return nullptr;
}

Error unknown(const QString &key)
{
    QStringList keys;
    for (const Definition &definition : definitions())
        keys += definition.key;
    return Error::input(tr("There is no setting \"%1\". There are: %2").arg(key, keys.join(QLatin1String(", "))));
}

} // namespace

const QList<Definition> &definitions()
{
    static const QList<Definition> table = [] {
        QStringList rerankers { QStringLiteral("none") };
        for (const auto &provider : Rerank::providers())
            rerankers += provider.id;
        QStringList chats { QStringLiteral("none") };
        for (const auto &provider : Llm::chatProviders())
            chats += provider.id;
        QStringList embeddings;
        for (const auto &service : Embedding::services())
            embeddings += service.id;
        const auto text = [](const char *key) { return Definition { QString::fromLatin1(key), {}, {}, {}, 0, 0 }; };
        const auto decimal = [](const char *key, int from, int to) {
            return Definition { QString::fromLatin1(key), {}, {}, {}, from, to, true };
        };
        const auto choice = [](const char *key, const QStringList &choices) {
            return Definition { QString::fromLatin1(key), choices.first(), {}, choices, 0, 0 };
        };
        const auto number = [](const char *key, const char *fallback, int from, int to) {
            return Definition { QString::fromLatin1(key), QString::fromLatin1(fallback), {}, {}, from, to };
        };
        const auto weight = [](const char *key, const char *fallback, int from, int to) {
            return Definition { QString::fromLatin1(key), QString::fromLatin1(fallback), {}, {}, from, to, true };
        };
        return QList<Definition> {
            choice("rerank.provider", rerankers),
            text("rerank.url"),
            text("rerank.model"),
            number("rerank.wait_ms", "3000", 0, 30000),
            number("rerank.deadline_ms", "30000", 100, 600000),
            number("rerank.window", "64", 1, 1000),
            number("rerank.tokens", "0", 0, 1000000),
            number("rerank.documents", "0", 0, 100000),
            choice("chat.provider", chats),
            text("chat.url"),
            text("chat.model"),
            text("chat.system"),
            decimal("chat.temperature", 0, 2),
            decimal("chat.top_p", 0, 1),
            number("chat.max_tokens", "0", 0, 1000000),
            number("chat.context", "0", 0, 10000000),
            number("chat.wait_ms", "300000", 100, 3600000),
            choice("embedding.kind", { QStringLiteral("none"), QStringLiteral("local"), QStringLiteral("http") }),
            choice("embedding.provider", embeddings),
            text("embedding.url"),
            text("embedding.model"),
            choice("search.engine", { QStringLiteral("local"), QStringLiteral("remote") }),
            text("search.url"),
            text("search.index"),
            text("search.user"),
            text("search.ca"),
            number("search.depth", "256", 10, 10000),
            weight("search.text_weight", "1", 0, 100),
            weight("search.vector_weight", "1", 0, 100),
            choice("search.foreign_languages", { QStringLiteral("words"), QStringLiteral("both") }),
            number("pools.conversations", "2", 1, 64),
            number("pools.library", "2", 1, 64),
            number("pools.search", "4", 1, 64),
            number("pools.indexing", "0", 0, 64),
            number("pools.inference", "0", 0, 64),
            number("pools.render", "1", 1, 16),
        };
    }();
    return table;
}

const QMap<QString, QString> &secretVariables()
{
    static const QMap<QString, QString> table {
        { QStringLiteral("rerank.key"), QStringLiteral("HEDDLE_RERANK_KEY") },
        { QStringLiteral("chat.key"), QStringLiteral("HEDDLE_CHAT_KEY") },
        { QStringLiteral("embedding.key"), QStringLiteral("HEDDLE_EMBEDDING_KEY") },
        { QStringLiteral("search.password"), QStringLiteral("HEDDLE_SEARCH_PASSWORD") },
    };
    return table;
}

Result<QString> Settings::get(const QString &key) const
{
    const Definition *definition = find(key);
    if (!definition)
        return unknown(key);
    auto query = m_db.run(QStringLiteral("SELECT value FROM setting WHERE key=?"), { key });
    if (!query)
        return query.error();
    return query->next() ? query->value(0).toString() : definition->fallback;
}

//! The model's name means something else for a model in this program than for a server.
Status Settings::fitLocalModel(const QString &key, const QString &value) const
{
    const QString kindKey = QStringLiteral("embedding.kind"), modelKey = QStringLiteral("embedding.model"), local = QStringLiteral("local");
    QStringList ids;
    for (const Embedding::LocalModelCard &card : Embedding::localModels())
        ids += card.id;
    if (key == modelKey && !value.isEmpty() && !ids.contains(value) && get(kindKey).valueOr({}) == local)
        return Error::input(
            tr("%1 can't be \"%2\" while %3 is local. It may be: %4").arg(key, value, kindKey, ids.join(QLatin1String(", "))));
    if (key == kindKey && value == local) {
        const QString model = get(modelKey).valueOr({});
        if (!model.isEmpty() && !ids.contains(model))
            return set(modelKey, QString()); // a server's model: the default of this program takes its place
    }
    return Done {};
}

Status Settings::set(const QString &key, const QString &value) const
{
    const Definition *definition = find(key);
    if (!definition)
        return unknown(key);
    if (!definition->choices.isEmpty() && !definition->choices.contains(value))
        return Error::input(tr("%1 can't be \"%2\". It may be: %3").arg(key, value, definition->choices.join(QLatin1String(", "))));
    if (definition->decimal) {
        bool fine = false;
        const double d = value.toDouble(&fine);
        if (!value.isEmpty() && (!fine || d < definition->smallest || d > definition->largest))
            return Error::input(tr("%1 can't be \"%2\". It may be a number from %3 to %4, or empty: then the model's own is used")
                                    .arg(key, value)
                                    .arg(definition->smallest)
                                    .arg(definition->largest));
    }
    bool number = false;
    const int n = value.toInt(&number);
    if (definition->largest > 0 && !definition->decimal && (!number || n < definition->smallest || n > definition->largest))
        return Error::input(tr("%1 can't be \"%2\". It may be a whole number from %3 to %4")
                                .arg(key, value)
                                .arg(definition->smallest)
                                .arg(definition->largest));
    static const QRegularExpression indexName(QStringLiteral("^[a-z0-9][a-z0-9._-]{0,100}$"));
    if (key == QLatin1String("search.index") && !value.isEmpty() && !indexName.match(value).hasMatch())
        return Error::input(
            tr("%1 can't be \"%2\". It may have small letters, digits, dots, hyphens and underscores, and begins with a letter or digit")
                .arg(key, value));
    const bool severalNodes = key == QLatin1String("search.url");
    for (const QString &address :
        key.endsWith(QLatin1String(".url")) ? (severalNodes ? nodesOf(value) : QStringList(value)) : QStringList()) {
        if (address.isEmpty())
            continue;
        const QUrl url(address, QUrl::StrictMode);
        const bool web = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
        if (!web || url.host().isEmpty())
            return Error::input(tr("%1 needs an address that starts with http:// or https://").arg(key));
        if (!url.userInfo().isEmpty())
            return Error::input(tr("%1 can't hold a name or password; keys have a setting of their own (config secret)").arg(key));
    }
    HEDDLE_TRY(fitLocalModel(key, value));
    auto stored =
        m_db.run(QStringLiteral("INSERT INTO setting(key, value) VALUES(?,?) ON CONFLICT(key) DO UPDATE SET value=excluded.value"),
            { key, value.isNull() ? QStringLiteral("") : value });
    if (!stored)
        return stored.error();
    return Done {};
}

Result<QMap<QString, QString>> Settings::all() const
{
    QMap<QString, QString> values;
    for (const Definition &definition : definitions()) {
        auto value = get(definition.key);
        if (!value)
            return value.error();
        values.insert(definition.key, *value);
    }
    return values;
}

} // namespace Heddle::Settings
