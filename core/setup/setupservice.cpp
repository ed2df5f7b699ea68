// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/setup/setupservice.h"
#include "core/concurrency/settledawaiter.h"
#include "core/llm/httpchatmodel.h"
#include "core/settings/chatsettings.h"
#include "core/settings/embeddingsettings.h"
#include "core/settings/rerankersettings.h"
#include "core/settings/searchsettings.h"
#include <QCoreApplication>

namespace Heddle::Setup {

//! A set-up on its way, beside the one that is in use.
struct SetupService::Build {
    StoredSetup stored;
    AnswerSetup answers;
    IndexSetup indexing;

    void notice(Notice::About about, const QString &text) { answers.notices += Notice { about, text }; }
};

SetupService::SetupService(Parts parts, QObject *parent)
    : QObject(parent), m_parts(std::move(parts)),
      m_answers(std::make_shared<const AnswerSetup>(AnswerSetup { m_parts.localEngine })), m_indexing { m_parts.localEngine }
{ }

QCoro::Task<void> SetupService::apply(std::stop_token stop)
{
    const quint64 wanted = ++m_requested;
    while (m_applied < wanted && !stop.stop_requested()) {
        if (m_building) { // it may have read the settings before they were changed for this call
            const auto over = std::make_shared<Concurrency::SettleOnce<bool>>();
            m_waiting.push_back(over);
            const std::stop_callback onStop(stop, [over] { over->settle(false); });
            co_await Concurrency::SettledAwaiter<bool>(over, this);
            continue;
        }
        m_building = true;
        const quint64 served = m_requested;
        auto building = build(stop);
        if (co_await std::move(building))
            m_applied = served;
        m_building = false;
        wakeWaiters();
    }
}

QCoro::Task<Status> SetupService::save(Settings::Changes changes, std::stop_token stop)
{
    auto saving = m_parts.pools->conversationsWriter.submit(
        [settings = m_parts.settings, changes](std::stop_token) { return settings.save(changes); }, stop, QStringLiteral("save settings"));
    HEDDLE_CO_TRY(co_await std::move(saving));
    auto applying = apply(stop);
    co_await std::move(applying);
    co_return Done {};
}

void SetupService::wakeWaiters()
{
    for (const auto &waiting : std::exchange(m_waiting, {}))
        waiting->settle(true);
}

//! False where it was stopped, or where settings were changed again meanwhile: then this set-up is not used at all.
QCoro::Task<bool> SetupService::build(std::stop_token stop)
{
    const quint64 served = m_requested;
    const auto building = std::make_shared<Build>();
    auto reading = stored(stop);
    auto read = co_await std::move(reading);
    if (stop.stop_requested())
        co_return false;
    if (!read) { // what is in use goes on, and says so
        building->answers = *m_answers.take();
        building->answers.notices = { Notice { Notice::About::Settings, read.error().message } };
        m_answers.swap(std::make_shared<const AnswerSetup>(std::move(building->answers)));
        co_return true;
    }
    building->stored = std::move(*read);
    building->answers.tuning = building->stored.tuning;
    building->answers.guard = m_parts.http ? m_parts.http->guard() : nullptr;
    for (const QString &notice : std::as_const(building->stored.notices))
        building->notice(Notice::About::Settings, notice);
    m_parts.pools->resize(building->stored.pools); // first of all: what follows may have to wait for a pool
    auto engine = addEngine(building, stop);
    co_await std::move(engine);
    auto embedder = addEmbedder(building, stop);
    co_await std::move(embedder);
    auto reranker = addReranker(building, stop);
    co_await std::move(reranker);
    auto chatModel = addChatModel(building, stop);
    co_await std::move(chatModel);
    if (stop.stop_requested() || m_requested != served)
        co_return false;
    use(*building);
    co_return true;
}

QCoro::Task<Result<StoredSetup>> SetupService::stored(std::stop_token stop)
{
    return m_parts.pools->conversations.submit(
        [settings = m_parts.settings, runtime = m_parts.embeddingRuntime](std::stop_token) { return readStoredSetup(settings, runtime); },
        stop, QStringLiteral("read settings"));
}

QCoro::Task<QByteArray> SetupService::secret(const char *name, QString binding, std::shared_ptr<Build> build, std::stop_token stop)
{
    if (binding.isEmpty())
        co_return QByteArray();
    auto task = m_parts.secrets->read(QLatin1String(name), binding, stop);
    const auto found = co_await std::move(task);
    if (build && !found.withheld.isEmpty())
        build->notice(Notice::About::Keys, found.withheld);
    const QString origin = found.value.isEmpty() ? QString() : Net::unencryptedOrigin(binding);
    if (build && !origin.isEmpty()) {
        auto &told = m_told[QLatin1String(name) + QLatin1Char(' ') + origin];
        if (!told)
            told = std::make_shared<std::atomic_bool>(false);
        build->answers.notices += Notice { Notice::About::Keys,
            tr("The key for %1 is sent unencrypted: everyone on the way can read it. Use https:// if the server offers it (%2).")
                .arg(origin, QLatin1String(name)),
            told };
    }
    co_return found.value;
}

QCoro::Task<void> SetupService::addEngine(std::shared_ptr<Build> build, std::stop_token stop)
{
    build->indexing.engine = m_parts.localEngine;
    auto &server = build->stored.searchServer;
    if (!server) {
        build->indexing.engineProblem =
            tr("The search server is not used. %1 The index on this computer is searched.").arg(server.error().message);
        build->notice(Notice::About::Search, build->indexing.engineProblem);
    } else if (*server) {
        Search::Elastic::Configuration &configuration = **server;
        auto password = secret("search.password", Settings::keyBinding(configuration), build, stop);
        configuration.secret = co_await std::move(password);
        const bool same = m_serverConfiguration == configuration;
        build->indexing.engine = same ? m_indexing.engine
                                      : std::make_shared<Search::ElasticEngine>(
                                          configuration, m_parts.blockingHttp, m_parts.library, m_parts.indexFolder, m_parts.localEngine);
    }
    build->answers.engine = build->indexing.engine;
}

QCoro::Task<Result<std::shared_ptr<Embedding::Embedder>>> SetupService::makeEmbedder(
    Embedding::Configuration configuration, std::shared_ptr<Build> build, std::stop_token stop)
{
    auto key = secret("embedding.key", Settings::keyBinding(configuration), build, stop);
    configuration.endpoint.key = co_await std::move(key);
    const std::shared_ptr<Embedding::Embedder> inUse = m_indexing.embedder; // GCC 12 would move a member out of co_return
    if (inUse && m_embedderConfiguration == configuration)
        co_return inUse;
    if (configuration.kind == Embedding::Configuration::Kind::Local) { // loaded once, whatever it is used for
        for (const auto &known : { inUse, m_answers.take()->embedder }) {
            if (known && known->model() == configuration.id())
                co_return known;
        }
    }
    co_return Embedding::makeEmbedder(configuration, embeddingTransports());
}

QCoro::Task<void> SetupService::addEmbedder(std::shared_ptr<Build> build, std::stop_token stop)
{
    if (!build->stored.embedder)
        co_return;
    auto lookup = m_parts.pools->search.submit(
        [engine = build->indexing.engine](std::stop_token) -> Result<QString> { return engine->vectorModel(); }, stop,
        QStringLiteral("look at the index"));
    const auto found = co_await std::move(lookup);
    const QString indexed = found ? *found : QString();
    build->answers.hasVectors = !found || !indexed.isEmpty(); // a server that doesn't answer now may have some
    auto making = makeEmbedder(*build->stored.embedder, build, stop);
    auto made = co_await std::move(making);
    if (made)
        build->indexing.embedder = build->answers.embedder = *made;
    else
        build->indexing.embedderProblem = made.error().message;
    // While the vectors of another model are made, those of the model before it are searched.
    const auto before = Embedding::Configuration::fromId(indexed);
    if (before && (!build->indexing.embedder || build->indexing.embedder->model() != indexed)) {
        auto makingBefore = makeEmbedder(*before, build, stop);
        auto old = co_await std::move(makingBefore);
        if (old)
            build->answers.embedder = *old;
    }
    if (!build->indexing.embedderProblem.isEmpty())
        build->notice(Notice::About::Embedding,
            (build->answers.embedder ? tr("New passages are not embedded. %1") : tr("Meaning is not searched. %1"))
                .arg(build->indexing.embedderProblem));
}

QCoro::Task<void> SetupService::addReranker(std::shared_ptr<Build> build, std::stop_token stop)
{
    if (!build->stored.reranker)
        co_return;
    Rerank::Configuration &configuration = *build->stored.reranker;
    auto key = secret("rerank.key", Settings::keyBinding(configuration), build, stop);
    configuration.endpoint.key = co_await std::move(key);
    const AnswerSetupPtr current = m_answers.take();
    if (current->reranker && m_rerankerConfiguration == configuration) {
        build->answers.reranker = current->reranker;
        co_return;
    }
    auto made = Rerank::makeReranker(configuration, rerankTransports());
    if (made)
        build->answers.reranker = *made;
    else
        build->notice(Notice::About::Rerank,
            tr("The reranker can't be used. %1 The passages are in the order of the search.").arg(made.error().message));
}

QCoro::Task<void> SetupService::addChatModel(std::shared_ptr<Build> build, std::stop_token stop)
{
    if (!build->stored.chatModel)
        co_return;
    Llm::Configuration &configuration = *build->stored.chatModel;
    auto key = secret("chat.key", Settings::keyBinding(configuration), build, stop);
    configuration.endpoint.key = co_await std::move(key);
    const AnswerSetupPtr current = m_answers.take();
    if (current->chatModel && m_chatConfiguration == configuration) {
        build->answers.chatModel = current->chatModel;
        co_return;
    }
    auto made = Llm::HttpChatModel::make(configuration, m_parts.http);
    if (made)
        build->answers.chatModel = *made;
    else
        build->notice(Notice::About::Chat,
            tr("The chat model can't be used. %1 The answer is quoted from your documents.").arg(made.error().message));
}

//! One swap: from here on questions begin with the new set-up.
void SetupService::use(Build &build)
{
    const auto modelOf = [](const auto &embedder) { return embedder ? embedder->model() : QString(); };
    const bool engine = !std::exchange(m_ever, true) || build.indexing.engine != m_indexing.engine;
    const bool embedder = modelOf(build.indexing.embedder) != modelOf(m_indexing.embedder);
    m_serverConfiguration = build.stored.searchServer ? *build.stored.searchServer : std::nullopt;
    m_embedderConfiguration = build.stored.embedder;
    m_rerankerConfiguration = build.stored.reranker;
    m_chatConfiguration = build.stored.chatModel;
    m_indexing = std::move(build.indexing);
    m_answers.swap(std::make_shared<const AnswerSetup>(std::move(build.answers)));
    if (engine || embedder)
        Q_EMIT changed(engine, embedder);
}

template <class Configuration>
QCoro::Task<Result<std::optional<Configuration>>> SetupService::withKey(
    std::optional<Configuration> StoredSetup::*part, const char *secretName, std::stop_token stop)
{
    auto reading = stored(stop);
    HEDDLE_CO_TRY_VALUE(const auto read, co_await std::move(reading));
    std::optional<Configuration> configuration = read.*part;
    if (configuration) {
        auto key = secret(secretName, Settings::keyBinding(*configuration), nullptr, stop);
        configuration->endpoint.key = co_await std::move(key);
    }
    co_return configuration;
}

QCoro::Task<Result<std::optional<Rerank::Configuration>>> SetupService::rerankerConfiguration(std::stop_token stop)
{
    return withKey(&StoredSetup::reranker, "rerank.key", stop);
}

QCoro::Task<Result<std::optional<Llm::Configuration>>> SetupService::chatConfiguration(std::stop_token stop)
{
    return withKey(&StoredSetup::chatModel, "chat.key", stop);
}

QCoro::Task<Result<std::optional<Embedding::Configuration>>> SetupService::embedderConfiguration(std::stop_token stop)
{
    return withKey(&StoredSetup::embedder, "embedding.key", stop);
}

} // namespace Heddle::Setup
