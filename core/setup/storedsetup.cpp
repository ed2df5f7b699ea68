// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/setup/storedsetup.h"
#include "core/settings/chatsettings.h"
#include "core/settings/embeddingsettings.h"
#include "core/settings/rerankersettings.h"
#include "core/settings/searchsettings.h"

namespace Heddle::Setup {
namespace {

Result<Tuning> readTuning(const Settings::Settings &settings)
{
    HEDDLE_TRY_VALUE(const auto values, settings.all());
    const auto value = [&values](const char *key) { return values.value(QLatin1String(key)); };
    const auto weight = [&value](const char *key) { return value(key).isEmpty() ? 1 : value(key).toDouble(); };
    Tuning tuning;
    tuning.textWeight = weight("search.text_weight");
    tuning.vectorWeight = weight("search.vector_weight");
    tuning.foreignLanguages = value("search.foreign_languages") == QLatin1String("both");
    tuning.depth = value("search.depth").toInt();
    tuning.rerankWindow = value("rerank.window").toInt();
    tuning.rerankWait = std::chrono::milliseconds(value("rerank.wait_ms").toInt());
    tuning.systemPrompt = value("chat.system");
    return tuning;
}

} // namespace

Result<QMap<QString, int>> readPoolSizes(const Settings::Settings &settings)
{
    HEDDLE_TRY_VALUE(const auto values, settings.all());
    QMap<QString, int> sizes;
    for (auto it = values.cbegin(); it != values.cend(); ++it) {
        if (it.key().startsWith(QLatin1String("pools.")))
            sizes.insert(it.key().section(QLatin1Char('.'), 1), it->toInt());
    }
    return sizes;
}

Result<StoredSetup> readStoredSetup(const Settings::Settings &settings)
{
    StoredSetup stored;
    HEDDLE_TRY_VALUE(stored.pools, readPoolSizes(settings));
    HEDDLE_TRY_VALUE(stored.tuning, readTuning(settings));
    HEDDLE_TRY_VALUE(stored.embedder, Settings::embedderFrom(settings));
    HEDDLE_TRY_VALUE(stored.reranker, Settings::rerankerFrom(settings));
    HEDDLE_TRY_VALUE(stored.chatModel, Settings::chatModelFrom(settings));
    stored.searchServer = Settings::searchServerFrom(settings);
    if (stored.chatModel && stored.chatModel->maxTokens > 0)
        stored.tuning.answerReserve = stored.chatModel->maxTokens;
    return stored;
}

} // namespace Heddle::Setup
