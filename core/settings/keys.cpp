// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/keys.h"
#include "core/embedding/httpembedder.h"
#include "core/llm/chatprovider.h"
#include "core/rerank/provider.h"
#include <QCoreApplication>

namespace Heddle::Settings {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Settings", text);
}

Choice choice(const char *id, const QString &label = {})
{
    return { QString::fromLatin1(id), label };
}

} // namespace

QList<Choice> Keys::rerankProviders()
{
    QList<Choice> choices { choice("none", tr("None: passages stay in the order of the search")) };
    for (const Rerank::Provider &provider : Rerank::providers())
        choices += Choice { provider.id, provider.name };
    return choices;
}

QList<Choice> Keys::chatProviders()
{
    QList<Choice> choices { choice("none", tr("None: answers are quoted from your documents")) };
    for (const Llm::Provider &provider : Llm::chatProviders())
        choices += Choice { provider.id, provider.name };
    return choices;
}

QList<Choice> Keys::embeddingKinds()
{
    return { choice("auto"), choice("none"), choice("local"), choice("http") };
}

QList<Choice> Keys::embeddingProviders()
{
    QList<Choice> choices;
    for (const Embedding::Service &service : Embedding::services())
        choices += Choice { service.id, service.name };
    return choices;
}

QList<Choice> Keys::searchPlaces()
{
    return { choice("local", tr("On this computer")), choice("remote", tr("On a search server (Elasticsearch, OpenSearch)")) };
}

QList<Choice> Keys::foreignLanguages()
{
    return { choice("words"), choice("both") };
}

QList<Choice> Keys::themes()
{
    return { choice("system", tr("As the desktop")), choice("light", tr("Light")), choice("dark", tr("Dark")) };
}

const QList<const Definition *> &definitions()
{
    using namespace Keys;
    static const QList<const Definition *> all { &RerankProvider, &RerankUrl, &RerankModel, &RerankWait, &RerankDeadline, &RerankWindow,
        &RerankTokens, &RerankDocuments, &ChatProvider, &ChatUrl, &ChatModel, &ChatSystem, &ChatTemperature, &ChatTopP, &ChatMaxTokens,
        &ChatContext, &ChatWait, &EmbeddingKind, &EmbeddingProvider, &EmbeddingUrl, &EmbeddingModel, &SearchEngine, &SearchUrl,
        &SearchIndex, &SearchUser, &SearchCa, &SearchDepth, &SearchTextWeight, &SearchVectorWeight, &SearchForeignLanguages,
        &AppearanceTheme, &AppearanceTextSize, &PoolConversations, &PoolLibrary, &PoolSearch, &PoolIndexing, &PoolInference, &PoolRender };
    return all;
}

const Definition *definition(const QString &name)
{
    for (const Definition *one : definitions()) {
        if (one->name() == name)
            return one;
    }
    return nullptr;
}

} // namespace Heddle::Settings
