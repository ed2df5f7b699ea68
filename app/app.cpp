// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/app.h"
#include "core/base/files.h"
#include "core/concurrency/sleep.h"
#include "core/search/local/localengine.h"
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
    const bool ours = !QFileInfo::exists(folder) || QFileInfo::exists(folder + QLatin1String("/library.db"));
    if (!QDir().mkpath(folder)) {
        return Error { ErrorCode::StorageReadOnly,
            tr("The data folder %1 can't be created. Give your user the right to write there, or choose another one (--data).")
                .arg(QDir::toNativeSeparators(folder)),
            {}, false };
    }
    // Whoever could read it could read all the documents. A folder that somebody chose for other things too stays as open as it is.
    if (ours)
        makePrivate(folder);
    for (const char *name : { "library.db", "conversations.db", "window.ini", "index" })
        makePrivate(folder + QLatin1Char('/') + QLatin1String(name));
    std::unique_ptr<App> app(new App);
    app->m_dataFolder = folder;
    app->m_secrets = std::make_unique<Settings::SecretStore>(Settings::systemKeychain());
    app->m_secrets->takeEnvironment(); // before the first thread
    auto library = Storage::Database::open(folder + QLatin1String("/library.db"), Storage::librarySchema());
    if (!library)
        return library.error();
    auto conversations = Storage::Database::open(folder + QLatin1String("/conversations.db"), Storage::conversationsSchema());
    if (!conversations)
        return conversations.error();
    app->m_library = std::make_unique<Storage::LibraryRepository>(*library);
    app->m_conversations = std::make_unique<Storage::ConversationRepository>(*conversations);
    app->m_settings = std::make_unique<Settings::Store>(*conversations);

    HEDDLE_TRY_VALUE(const auto values, app->m_settings->read());
    const QString indexFolder = folder + QLatin1String("/index");
    auto engine = Search::LocalEngine::open(indexFolder, *app->m_library, std::clamp(QThread::idealThreadCount(), 1, 4));
    if (!engine)
        return engine.error();
    app->m_pools = std::make_unique<Flow::Pools>(Setup::poolSizes(values));
    app->m_tasks = std::make_unique<Concurrency::TaskGroup>();
    Flow::Pools *const pools = app->m_pools.get();
    app->m_seals = std::make_unique<Privacy::Seals>(*conversations, *app->m_library);
    app->m_sealKeeper = std::make_unique<Privacy::SealKeeper>(*app->m_seals, &pools->conversations, &pools->conversationsWriter);
    app->m_ledger =
        std::make_unique<Privacy::Ledger>(*conversations, &pools->conversations, &pools->conversationsWriter, app->m_tasks.get());
    app->m_guard = std::make_shared<Net::SendGuard>([seals = *app->m_seals] { return seals.read(); },
        [ledger = app->m_ledger.get()](const Net::SendGuard::Departure &departure) { ledger->note(departure); }, app->m_tasks.get());
    const auto calls = std::make_shared<Net::CallRegistry>(pools->flows);
    app->m_http = std::make_unique<Net::HttpClient>(calls);
    app->m_http->setGuard(app->m_guard);
    app->m_blockingHttp = std::make_unique<Net::BlockingHttp>(calls);
    app->m_blockingHttp->setGuard(app->m_guard);
    app->m_setup = std::make_unique<Setup::SetupService>(Setup::Parts { *app->m_settings, app->m_secrets.get(), *app->m_library,
        app->m_http.get(), app->m_blockingHttp.get(), pools, std::make_shared<Rerank::ScoreCache>(),
        std::shared_ptr<Search::SearchEngine>(std::move(*engine)), indexFolder, embeddingRuntime() });
    const Setup::CurrentSetup *const setup = &app->m_setup->answers();
    app->m_retriever = std::make_unique<Retrieval::Retriever>(pools, app->m_tasks.get());
    app->m_absences = std::make_unique<Retrieval::AbsenceExplainer>(*app->m_library, app->m_retriever.get(), pools);
    app->m_catalog = std::make_unique<Library::Catalog>(*app->m_library, &pools->library);
    app->m_catalog->setAttachments(Storage::AttachmentRepository(*conversations));
    app->m_indexer = std::make_unique<Library::Indexer>(*app->m_library, pools, folder);
    app->m_vectorBuilder = std::make_unique<Library::VectorBuilder>(*app->m_library, pools, folder, app->m_guard);
    app->m_upkeep = std::make_unique<Library::LibraryUpkeep>(
        app->m_setup.get(), app->m_indexer.get(), app->m_vectorBuilder.get(), *app->m_library, pools, app->m_tasks.get());
    // A search server elsewhere holds nothing that is sealed; an embedding server elsewhere makes the vectors of what no longer is.
    QObject::connect(app->m_sealKeeper.get(), &Privacy::SealKeeper::changed, app->m_upkeep.get(),
        [upkeep = app->m_upkeep.get(), setup = app->m_setup.get()] {
            if (!setup->indexing().engine->host().isEmpty())
                upkeep->rescanAll();
            upkeep->embed();
        });
    app->m_dialog = std::make_unique<Dialog::DialogService>(app->m_retriever.get(), *app->m_library, pools);
    app->m_maps = std::make_unique<Conversation::AnswerMaps>(*app->m_conversations, app->m_dialog.get(), setup, pools);
    app->m_service = std::make_unique<Conversation::ConversationService>(
        *app->m_conversations, *app->m_library, app->m_dialog.get(), setup, pools, app->m_tasks.get());
    app->m_service->setSampleFolder(sampleFolder());
    app->m_rerankComparer = std::make_unique<Evaluation::RerankComparer>(app->m_retriever.get(), app->m_setup.get(), app->m_secrets.get());
    app->m_savedQuestions = std::make_unique<Evaluation::SavedQuestions>(
        Storage::EvaluationRepository(*conversations), app->m_retriever.get(), setup, *app->m_library, pools);
    return app;
}

App::~App()
{
    m_pools.reset(); // waits for jobs that still run, while what they work on is there
}

QCoro::Task<void> App::shutdown()
{
    constexpr std::chrono::seconds Limit { 5 };
    constexpr std::chrono::milliseconds Look { 10 };
    const QDeadlineTimer deadline(Limit);
    co_await m_tasks->drain(Limit);
    auto writing = m_ledger->flush(); // what was sent until now
    if (const Status written = co_await std::move(writing); !written)
        qWarning("what was sent could not be recorded: %s", qUtf8Printable(written.error().message));
    // Jobs that nobody waits for any more: they see their token and end, so that the destructors find the pools idle.
    while (!m_pools->areIdle() && !deadline.hasExpired())
        co_await Concurrency::sleepFor(Look, std::stop_token(), m_tasks.get());
}

} // namespace Heddle::App
