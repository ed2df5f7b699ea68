// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/app.h"
#include "core/concurrency/sleep.h"
#include "core/llm/httpchatmodel.h"
#include "core/settings/chatsettings.h"
#include "core/settings/embeddingsettings.h"
#include "core/settings/rerankersettings.h"
#include "core/settings/searchsettings.h"
#include "core/storage/schemas.h"
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace Heddle::App {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::App", text);
}

Result<QMap<QString, int>> poolSizes(const Settings::Settings &settings)
{
    const auto values = settings.all();
    if (!values)
        return values.error();
    QMap<QString, int> sizes;
    for (auto it = values->cbegin(); it != values->cend(); ++it) {
        if (it.key().startsWith(QLatin1String("pools.")))
            sizes.insert(it.key().section(QLatin1Char('.'), 1), it->toInt());
    }
    return sizes;
}

//! What the settings say of a question on its way; read in the conversations pool.
struct FlowSettings {
    std::optional<Rerank::Configuration> reranker;
    int rerankWindow = 64;
    std::chrono::milliseconds rerankWait { 3000 };
    std::optional<Llm::Configuration> chatModel;
    std::optional<Embedding::Configuration> embedder;
    Retrieval::SearchTuning tuning;
    QString systemPrompt;
    QMap<QString, int> pools;
};

Result<Retrieval::SearchTuning> readTuning(const Settings::Settings &settings)
{
    auto depth = settings.get(QStringLiteral("search.depth")), text = settings.get(QStringLiteral("search.text_weight")),
         vector = settings.get(QStringLiteral("search.vector_weight")), foreign = settings.get(QStringLiteral("search.foreign_languages"));
    for (const auto *value : { &depth, &text, &vector, &foreign }) {
        if (!*value)
            return value->error();
    }
    const auto weight = [](const QString &value) { return value.isEmpty() ? 1 : value.toDouble(); };
    return Retrieval::SearchTuning { weight(*text), weight(*vector), *foreign == QLatin1String("both"), depth->toInt() };
}

Result<FlowSettings> readFlowSettings(const Settings::Settings &settings)
{
    auto reranker = Settings::rerankerFrom(settings);
    if (!reranker)
        return reranker.error();
    auto window = settings.get(QStringLiteral("rerank.window")), wait = settings.get(QStringLiteral("rerank.wait_ms"));
    if (!window || !wait)
        return window ? wait.error() : window.error();
    auto chatModel = Settings::chatModelFrom(settings);
    auto system = settings.get(QStringLiteral("chat.system"));
    if (!chatModel || !system)
        return chatModel ? system.error() : chatModel.error();
    auto pools = poolSizes(settings);
    if (!pools)
        return pools.error();
    auto embedder = Settings::embedderFrom(settings);
    if (!embedder)
        return embedder.error();
    auto tuning = readTuning(settings);
    if (!tuning)
        return tuning.error();
    return FlowSettings { *reranker, window->toInt(), std::chrono::milliseconds(wait->toInt()), *chatModel, *embedder, *tuning, *system,
        *pools };
}

} // namespace

QString App::defaultDataFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QLatin1String("/heddle");
}

QString App::sampleFolder()
{
    const QString here = QCoreApplication::applicationDirPath();
    for (const char *place : { "/../share/heddle/sample", "/../../../resources/sample", "/../../../../resources/sample" }) {
        if (const QFileInfo folder(here + QLatin1String(place)); folder.isDir())
            return folder.canonicalFilePath();
    }
    return {};
}

Embedding::LocalRuntime App::embeddingRuntime()
{
    const QString here = QCoreApplication::applicationDirPath();
    Embedding::LocalRuntime runtime;
    for (const char *place : { "/heddle-openvino.so", "/../lib/heddle/heddle-openvino.so", "/../../app/heddle-openvino.so" }) {
        if (const QFileInfo file(here + QLatin1String(place)); runtime.plugin.isEmpty() && file.isFile())
            runtime.plugin = file.canonicalFilePath();
    }
    for (const char *place : { "/../share/heddle/models", "/../models", "/../../models" }) {
        if (const QFileInfo folder(here + QLatin1String(place)); runtime.models.isEmpty() && folder.isDir())
            runtime.models = folder.canonicalFilePath();
    }
    return runtime;
}

Result<std::unique_ptr<App>> App::open(const QString &dataFolder)
{
    const QString folder = QFileInfo(dataFolder).absoluteFilePath();
    if (!QDir().mkpath(folder)) {
        return Error { ErrorCode::StorageReadOnly,
            tr("The data folder %1 can't be created. Give your user the right to write there, or choose another one (--data).")
                .arg(QDir::toNativeSeparators(folder)),
            {}, false };
    }
    std::unique_ptr<App> app(new App);
    app->m_dataFolder = folder;
    auto library = Storage::Database::open(folder + QLatin1String("/library.db"), Storage::librarySchema());
    if (!library)
        return library.error();
    auto conversations = Storage::Database::open(folder + QLatin1String("/conversations.db"), Storage::conversationsSchema());
    if (!conversations)
        return conversations.error();
    app->m_library = std::make_unique<Storage::LibraryRepository>(*library);
    app->m_conversations = std::make_unique<Storage::ConversationRepository>(*conversations);
    app->m_settings = std::make_unique<Settings::Settings>(*conversations);

    auto sizes = poolSizes(*app->m_settings);
    if (!sizes)
        return sizes.error();
    auto engine =
        Search::LocalEngine::open(folder + QLatin1String("/index"), *app->m_library, std::clamp(QThread::idealThreadCount(), 1, 4));
    if (!engine)
        return engine.error();
    app->m_localEngine = std::shared_ptr<Search::LocalEngine>(std::move(*engine));
    app->m_engine = app->m_localEngine;
    app->m_pools = std::make_unique<Flow::Pools>(*sizes);
    app->m_tasks = std::make_unique<Concurrency::TaskGroup>();
    const auto calls = std::make_shared<Net::CallRegistry>(app->m_pools->flows);
    app->m_http = std::make_unique<Net::HttpClient>(calls);
    app->m_blockingHttp = std::make_unique<Net::BlockingHttp>(calls);
    app->m_secrets = std::make_unique<Settings::SecretStore>(Settings::systemKeychain());
    app->m_retriever = std::make_unique<Retrieval::Retriever>(app->m_engine, app->m_pools.get(), app->m_tasks.get());
    app->m_catalog = std::make_unique<Library::Catalog>(*app->m_library, &app->m_pools->library);
    app->m_indexer = std::make_unique<Library::Indexer>(*app->m_library, app->m_engine, app->m_pools.get(), folder);
    app->m_vectorBuilder = std::make_unique<Library::VectorBuilder>(*app->m_library, app->m_engine, app->m_pools.get(), folder);
    app->m_dialog = std::make_unique<Dialog::DialogService>(app->m_retriever.get(), app->m_pools.get());
    app->m_maps = std::make_unique<Conversation::AnswerMaps>(*app->m_conversations, app->m_dialog.get(), app->m_pools.get());
    app->m_service = std::make_unique<Conversation::ConversationService>(
        *app->m_conversations, *app->m_library, app->m_dialog.get(), app->m_pools.get(), app->m_tasks.get());
    app->m_savedQuestions = std::make_unique<Evaluation::SavedQuestions>(
        Storage::EvaluationRepository(*conversations), app->m_retriever.get(), *app->m_library, app->m_pools.get());
    app->m_savedQuestions->setSetup([raw = app.get()] { return raw->searchSetup(); });
    return app;
}

QString App::searchSetup() const
{
    const Retrieval::SearchTuning &tuning = m_retriever->tuning();
    const auto embedder = m_retriever->embedder();
    QStringList parts;
    parts +=
        embedder ? tr("words %1 and meaning %2 (%3)").arg(tuning.textWeight).arg(tuning.vectorWeight).arg(embedder->name()) : tr("words");
    parts += tr("%1 passages of each").arg(tuning.depth);
    const auto reranker = m_retriever->reranker();
    parts += reranker ? tr("%1 reranks %2").arg(reranker->name()).arg(m_retriever->rerankWindow()) : tr("no reranker");
    if (!engineIsLocal())
        parts += m_remoteEngine->configuration().nodes.value(0);
    return parts.join(QLatin1String(", "));
}

App::~App()
{
    m_pools.reset(); // waits for jobs that still run, while what they work on is there
}

QCoro::Task<Result<std::shared_ptr<Embedding::Embedder>>> App::makeEmbedder(Embedding::Configuration configuration, std::stop_token stop)
{
    // A model in this process is loaded once.
    if (configuration.kind == Embedding::Configuration::Kind::Local) {
        for (const auto &known : { m_embedder, m_retriever->embedder() }) {
            if (known && known->model() == configuration.id())
                co_return known;
        }
    }
    if (const QString binding = Settings::keyBinding(configuration); !binding.isEmpty()) {
        auto secretTask = m_secrets->read(QStringLiteral("embedding.key"), binding, stop);
        const auto secret = co_await std::move(secretTask);
        configuration.key = secret.value;
    }
    co_return Embedding::makeEmbedder(configuration, embeddingWays());
}

QCoro::Task<QString> App::applyEngine(std::stop_token stop)
{
    auto reading = m_pools->conversations.submit(
        [settings = *m_settings](std::stop_token) { return Settings::searchServerFrom(settings); }, stop, QStringLiteral("read settings"));
    auto read = co_await std::move(reading);
    std::shared_ptr<Search::ElasticEngine> remote;
    if (read && *read) {
        Search::Elastic::Configuration &configuration = **read;
        auto secretTask = m_secrets->read(QStringLiteral("search.password"), Settings::keyBinding(configuration), stop);
        const auto secret = co_await std::move(secretTask);
        configuration.secret = secret.value;
        remote = m_remoteEngine && m_remoteEngine->configuration() == configuration
            ? m_remoteEngine
            : std::make_shared<Search::ElasticEngine>(
                configuration, m_blockingHttp.get(), *m_library, m_dataFolder + QLatin1String("/index"), m_localEngine);
    }
    if (stop.stop_requested())
        co_return QString();
    m_remoteEngine = remote;
    m_engine = m_localEngine;
    if (remote)
        m_engine = remote;
    m_retriever->setEngine(m_engine);
    m_indexer->setEngine(m_engine);
    m_vectorBuilder->setEngine(m_engine);
    co_return read ? QString() : tr("The search server is not used: %1. The index on this computer is searched.").arg(read.error().message);
}

QCoro::Task<void> App::applySettings(std::stop_token stop)
{
    auto reading = m_pools->conversations.submit(
        [settings = *m_settings](std::stop_token) { return readFlowSettings(settings); }, stop, QStringLiteral("read settings"));
    auto read = co_await std::move(reading);
    if (read)
        m_pools->resize(read->pools); // first of all: what follows may have to wait for a pool
    const auto engineBefore = m_engine;
    auto engineTask = applyEngine(stop);
    const QString engineNotice = co_await std::move(engineTask);
    QString vectorModel;
    if (read && read->embedder) {
        auto modelTask = m_pools->search.submit([engine = m_engine](std::stop_token) -> Result<QString> { return engine->vectorModel(); },
            stop, QStringLiteral("look at the index"));
        const auto model = co_await std::move(modelTask);
        vectorModel = model ? *model : QString();
    }
    std::shared_ptr<Rerank::Reranker> reranker;
    QString notice = engineNotice;
    if (!read) {
        notice = read.error().message;
    } else {
        m_retriever->setRerankWindow(read->rerankWindow);
        m_retriever->setRerankWait(read->rerankWait);
        if (read->reranker) {
            Rerank::Configuration &configuration = *read->reranker;
            auto secretTask = m_secrets->read(QStringLiteral("rerank.key"), Settings::keyBinding(configuration), stop);
            const auto secret = co_await std::move(secretTask);
            configuration.key = secret.value;
            auto made = Rerank::makeReranker(configuration, rerankWays());
            if (made)
                reranker = *made;
            else
                notice = tr("The reranker can't be used: %1. The passages are in the order of the search.").arg(made.error().message);
        }
    }
    std::shared_ptr<Llm::ChatModel> chatModel;
    QString chatNotice;
    if (read && read->chatModel) {
        Llm::Configuration &configuration = *read->chatModel;
        auto secretTask = m_secrets->read(QStringLiteral("chat.key"), Settings::keyBinding(configuration), stop);
        const auto secret = co_await std::move(secretTask);
        configuration.key = secret.value;
        auto made = Llm::HttpChatModel::make(configuration, m_http.get());
        if (made)
            chatModel = *made;
        else
            chatNotice = tr("The chat model can't be used: %1. The answer is quoted from your documents.").arg(made.error().message);
    }
    std::shared_ptr<Embedding::Embedder> embedder, queryEmbedder;
    QString embedderNotice;
    if (read && read->embedder) {
        auto task = makeEmbedder(*read->embedder, stop);
        auto made = co_await std::move(task);
        if (made)
            embedder = queryEmbedder = *made;
        else
            embedderNotice = made.error().message;
        // While the vectors of another model are made, the ones of the model before are searched.
        const auto before = Embedding::Configuration::fromId(vectorModel);
        if (before && (!embedder || embedder->model() != vectorModel)) {
            auto beforeTask = makeEmbedder(*before, stop);
            auto old = co_await std::move(beforeTask);
            if (old)
                queryEmbedder = *old;
        }
    }
    if (stop.stop_requested())
        co_return;
    const bool changed = (embedder ? embedder->model() : QString()) != (m_embedder ? m_embedder->model() : QString());
    m_embedder = embedder;
    m_embedderNotice = embedderNotice;
    if (!embedderNotice.isEmpty())
        notice += (notice.isEmpty() ? QString() : QStringLiteral(" "))
            + (queryEmbedder ? tr("New passages are not embedded: %1") : tr("Meaning is not searched: %1")).arg(embedderNotice);
    m_retriever->setEmbedder(queryEmbedder);
    if (read)
        m_retriever->setTuning(read->tuning);
    m_dialog->setChatModel(chatModel);
    m_dialog->setStandingNotice(chatNotice);
    m_dialog->setSystemPrompt(read ? read->systemPrompt : QString());
    constexpr int DefaultReserve = 1024;
    m_dialog->setAnswerReserve(read && read->chatModel && read->chatModel->maxTokens > 0 ? read->chatModel->maxTokens : DefaultReserve);
    m_retriever->setReranker(reranker);
    m_retriever->setStandingNotice(notice);
    const bool otherEngine = !std::exchange(m_settingsApplied, true) || m_engine != engineBefore;
    if ((changed || otherEngine) && m_indexChanged)
        m_indexChanged(otherEngine);
}

QCoro::Task<void> App::shutdown()
{
    constexpr std::chrono::seconds Limit { 5 };
    constexpr std::chrono::milliseconds Look { 10 };
    const QDeadlineTimer deadline(Limit);
    co_await m_tasks->drain(Limit);
    // Jobs that nobody waits for any more: they see their token and end, so that the destructors find the pools idle.
    while (!m_pools->areIdle() && !deadline.hasExpired())
        co_await Concurrency::sleepFor(Look, std::stop_token(), m_tasks.get());
}

} // namespace Heddle::App
