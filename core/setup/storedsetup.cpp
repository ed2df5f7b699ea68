// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/setup/storedsetup.h"
#include "core/settings/chatsettings.h"
#include "core/settings/embeddingsettings.h"
#include "core/settings/rerankersettings.h"
#include "core/settings/searchsettings.h"

namespace Heddle::Setup {
namespace {

namespace Keys = Settings::Keys;

Tuning tuningFrom(const Settings::Values &values)
{
    Tuning tuning;
    tuning.textWeight = values.get(Keys::SearchTextWeight);
    tuning.vectorWeight = values.get(Keys::SearchVectorWeight);
    tuning.foreignLanguages = values.get(Keys::SearchForeignLanguages) == Settings::ForeignLanguages::Both;
    tuning.depth = values.get(Keys::SearchDepth);
    tuning.rerankWindow = values.get(Keys::RerankWindow);
    tuning.rerankWait = values.get(Keys::RerankWait);
    tuning.systemPrompt = values.get(Keys::ChatSystem);
    if (const int tokens = values.get(Keys::ChatMaxTokens); tokens > 0)
        tuning.answerReserve = tokens;
    return tuning;
}

} // namespace

QMap<QString, int> poolSizes(const Settings::Values &values)
{
    QMap<QString, int> sizes;
    for (const auto *key :
        { &Keys::PoolConversations, &Keys::PoolLibrary, &Keys::PoolSearch, &Keys::PoolIndexing, &Keys::PoolInference, &Keys::PoolRender })
        sizes.insert(key->name().section(QLatin1Char('.'), 1), values.get(*key));
    return sizes;
}

Result<StoredSetup> readStoredSetup(const Settings::Store &settings, const Embedding::LocalRuntime &runtime)
{
    HEDDLE_TRY_VALUE(const auto values, settings.read());
    StoredSetup stored;
    stored.searchServer = Settings::searchServerFrom(values);
    stored.embedder = Settings::embedderFrom(values, runtime);
    stored.reranker = Settings::rerankerFrom(values);
    stored.chatModel = Settings::chatModelFrom(values);
    stored.tuning = tuningFrom(values);
    stored.pools = poolSizes(values);
    stored.notices = values.notices();
    return stored;
}

} // namespace Heddle::Setup
