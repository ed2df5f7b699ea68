// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/pages.h"
#include "core/concurrency/stopscope.h"
#include "core/conversation/conversationservice.h"
#include "core/net/httpmessage.h"
#include "core/setup/setupservice.h"
#include "ui/activity/activitypanel.h"
#include "ui/chat/absencewindow.h"
#include "ui/chat/chatpage.h"
#include "ui/chat/chatsession.h"
#include "ui/chat/questionbar.h"
#include "ui/chat/welcome.h"
#include "ui/common/deliver.h"
#include "ui/evaluation/evaluationpage.h"
#include "ui/library/librarypage.h"
#include "ui/mindmap/mappanel.h"
#include "ui/passages/passagespage.h"
#include "ui/settings/appearancepage.h"
#include "ui/settings/chatsettingspage.h"
#include "ui/settings/embeddingsettingspage.h"
#include "ui/settings/privacypage.h"
#include "ui/settings/rerankersettingspage.h"
#include "ui/settings/searchsettingspage.h"
#include "ui/settings/settingspage.h"
#include "ui/viewer/documentwindows.h"
#include "ui/viewer/sourcepanel.h"
#include "ui/window/conversationlist.h"
#include <QListWidget>

namespace Heddle::Ui {
namespace {

//! Shows questions that the documents answer; they are asked in the background before.
void connectStarters(ChatPage *page, const Services &services)
{
    const auto run = std::make_shared<Concurrency::StopScope>(); // the library changes while it is read
    QObject::connect(page, &ChatPage::startersRequested, page,
        [page, run, conversations = services.conversations, tasks = services.tasks](qint64 collection) {
            constexpr qsizetype Shown = 4;
            const std::stop_token stop = run->restart(tasks->token());
            deliver(tasks, page, conversations->startingQuestions(collection, Shown, stop), [page, stop](const QStringList &questions) {
                if (!stop.stop_requested())
                    page->welcome()->setStarters(questions);
            });
        });
}

//! Shared by the pages that open documents, and gone with them.
std::shared_ptr<DocumentWindows> makeDocumentWindows(const Services &services)
{
    return std::make_shared<DocumentWindows>([catalog = services.catalog, saved = services.savedQuestions, render = &services.pools->render,
                                                 tasks = services.tasks](DocumentWindows *windows) {
        // Not its owner: the window is gone before it.
        return new SourcePanel(catalog, saved, render, tasks, std::shared_ptr<DocumentWindows>(std::shared_ptr<void>(), windows));
    });
}

ChatPage *makeChat(const Services &services, const std::shared_ptr<DocumentWindows> &windows)
{
    auto *source = new SourcePanel(services.catalog, services.savedQuestions, &services.pools->render, services.tasks, windows);
    auto *page = new ChatPage(new ChatSession(services.conversations, services.tasks), source, [setup = services.setup]() -> AnswerModel {
        const auto model = setup->answers().take()->chatModel;
        if (!model)
            return {};
        const QUrl host(model->host());
        return { model->model().isEmpty() ? model->name() : model->model(), Net::isLoopback(host) ? QString() : host.host() };
    });
    QObject::connect(services.setup, &Setup::SetupService::changed, page, &ChatPage::showModel);
    connectStarters(page, services);
    QObject::connect(page, &ChatPage::absenceRequested, page,
        [page, setup = services.setup, absences = services.absences, tasks = services.tasks, conversations = services.conversations](
            const QString &question, const QStringList &used) {
            Retrieval::AbsenceRequest request;
            request.setup = setup->answers().take();
            request.question = question;
            request.contents = conversations->suggested(question);
            request.answerPassages = Dialog::DialogService::AnswerPassages;
            request.used = used;
            auto *window = new AbsenceWindow(absences, tasks, request, page);
            window->setAttribute(Qt::WA_DeleteOnClose);
            window->show();
        });
    return page;
}

std::function<SourcePanel *()> sourceMaker(const Services &services, const std::shared_ptr<DocumentWindows> &windows)
{
    return [catalog = services.catalog, saved = services.savedQuestions, render = &services.pools->render, tasks = services.tasks, windows] {
        return new SourcePanel(catalog, saved, render, tasks, windows);
    };
}

PassagesPage *makePassages(const Services &services, const std::shared_ptr<DocumentWindows> &windows)
{
    return new PassagesPage(services.retriever, &services.setup->answers(), { services.catalog->repository(), &services.pools->library },
        sourceMaker(services, windows), services.tasks);
}

SettingsPage *makeSettings(const Services &services)
{
    const Settings::AsyncStore store(*services.settings, &services.pools->conversations, &services.pools->conversationsWriter);
    Settings::SecretStore &secrets = *services.secrets;
    Concurrency::TaskGroup &tasks = *services.tasks;
    const SearchServerAccess servers { &services.pools->search, services.blockingHttp, services.catalog };
    auto *page = new SettingsPage;
    page->addPage(new AppearancePage(store, services.tasks), SettingsPage::tr("Appearance"), QStringLiteral("palette"));
    page->addPage(new ChatSettingsPage(store, secrets, tasks, *services.http, services.setup->embeddingTransports().runtime),
        SettingsPage::tr("Models"), QStringLiteral("sparkles"));
    page->addPage(new EmbeddingSettingsPage(store, secrets, tasks, services.setup->embeddingTransports()),
        SettingsPage::tr("Search by meaning"), QStringLiteral("brain"));
    page->addPage(new SearchSettingsPage(store, secrets, tasks, servers), SettingsPage::tr("Search"), QStringLiteral("search"));
    page->addPage(new RerankerSettingsPage(store, secrets, tasks, services.setup->rerankTransports(), services.comparer),
        SettingsPage::tr("Reranking"), QStringLiteral("arrow-up-down"));
    page->addPage(
        new PrivacyPage(services.seals, services.ledger, services.tasks), SettingsPage::tr("Privacy"), QStringLiteral("shield-check"));
    page->addPage(
        new EvaluationPage(services.savedQuestions, services.tasks), SettingsPage::tr("Saved questions"), QStringLiteral("bookmark-check"));
    page->list()->setCurrentRow(1); // models come first for whoever sets something up
    return page;
}

ActivityPanel *makeActivity(const Services &services)
{
    const PoolResizer resize = [setup = services.setup, tasks = services.tasks](const QString &pool, int threads) {
        Settings::Changes changes;
        changes.set(QLatin1String("pools.") + pool, QString::number(threads));
        return setup->save(changes, tasks->token());
    };
    return new ActivityPanel(services.pools, services.http, services.tasks, resize);
}

} // namespace

Pages makePages(const Services &services)
{
    const std::shared_ptr<DocumentWindows> windows = makeDocumentWindows(services);
    return { makeChat(services, windows), new ConversationList(services.conversations, &services.pools->render, services.tasks),
        new LibraryPage(services.catalog, services.upkeep, services.seals, sourceMaker(services, windows), services.tasks), makePassages(services, windows),
        new MapPanel(services.maps, &services.pools->render, services.tasks), makeSettings(services), makeActivity(services) };
}

} // namespace Heddle::Ui
