// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/mainwindow.h"
#include "core/conversation/conversationservice.h"
#include "core/evaluation/savedquestions.h"
#include "core/library/catalog.h"
#include "core/library/libraryupkeep.h"
#include "core/setup/setupservice.h"
#include "ui/activity/activitypanel.h"
#include "ui/chat/chatpage.h"
#include "ui/chat/welcome.h"
#include "ui/common/deliver.h"
#include "ui/common/heartbeat.h"
#include "ui/common/plaintext.h"
#include "ui/library/librarypage.h"
#include "ui/passages/passagespage.h"
#include "ui/settings/settingspage.h"
#include "ui/style/appearance.h"
#include "ui/style/metrics.h"
#include "ui/widgets/iconbutton.h"
#include "ui/window/banner.h"
#include "ui/window/conversationlist.h"
#include "ui/window/conversationsmodel.h"
#include "ui/window/mapplaces.h"
#include "ui/window/rail.h"
#include <QAction>
#include <QCloseEvent>
#include <QDir>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int SmallWindow = 640; //!< pixels; below it rail and list hide, and a bar leads to both
constexpr int SmallestPage = 300; //!< pixels
constexpr int LineHeight = 3;
constexpr int LookMs = 2000; //!< between two looks for what the terminal program has written

} // namespace

MainWindow::MainWindow(Services services)
    : m_services(std::move(services)), m_heartbeat(new Heartbeat(this)), m_parts(makePages(m_services)), m_chat(m_parts.chat),
      m_library(m_parts.library), m_passages(m_parts.passages), m_settings(m_parts.settings), m_list(m_parts.conversations),
      m_activity(m_parts.activity), m_pages(new QStackedWidget), m_splitter(new QSplitter(Qt::Horizontal)),
      m_dock(new QDockWidget(tr("Activity"))), m_map(new MapPlaces(this, m_parts.map, m_chat)), m_places(makePlaces()),
      m_commands(makeCommands()), m_rail(makeRail()), m_gap(plainLabel()), m_banner(new Banner), m_line(new QProgressBar)
{
    setWindowTitle(tr("Heddle"));
    setAcceptDrops(true);
    for (QWidget *widget : QWidgetList { m_library, m_passages, m_settings, m_chat, m_splitter, m_map->page() })
        widget->setMinimumWidth(SmallestPage); // below their usual least width they hide parts
    makeStatus();
    layOut();
    connectPages();
    connectServices();
    makeActivity();
    makeMap();
    makeShortcuts();
    purge(QDateTime::currentDateTime().addSecs(-60));
    restoreState();
    m_chat->focusQuestion();
    m_list->refresh();
    refresh();
}

void MainWindow::makeStatus()
{
    m_gap->setObjectName(QStringLiteral("gap"));
    m_gap->hide();
    m_line->setTextVisible(false);
    m_line->setFixedHeight(LineHeight);
    m_line->setAccessibleName(tr("Progress of reading"));
    m_line->hide();
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addPermanentWidget(m_gap);
    statusBar()->hide();
}

void MainWindow::layOut()
{
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_chat);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({ Metrics::ListWidth, 900 });
    m_list->setMinimumWidth(Metrics::ListWidth - Metrics::RailWidth); // shown again after a narrow window it would have no width
    m_splitter->setChildrenCollapsible(false);
    m_pages->setObjectName(QStringLiteral("windowPages"));
    for (const Place &place : m_places)
        m_pages->addWidget(place.widget);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_narrowBar = makeNarrowBar());
    right->addWidget(m_banner);
    right->addWidget(m_pages, 1);
    right->addWidget(m_line);
    auto *central = new QWidget;
    auto *row = new QHBoxLayout(central);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addLayout(right, 1);
    setCentralWidget(central);
    resize(1280, 800);
}

void MainWindow::connectPages()
{
    connect(m_rail, &Rail::placeChosen, this, [this](int place) { goTo(Page(place)); });
    connect(m_chat->welcome(), &Welcome::chooseFolder, this, &MainWindow::chooseFolder);
    connect(m_chat->welcome(), &Welcome::trySample, this, &MainWindow::addSample);
    connect(m_library, &LibraryPage::chooseFolder, this, &MainWindow::chooseFolder);
    connect(m_library, &LibraryPage::changed, this, &MainWindow::refresh);
    connect(m_library, &LibraryPage::failed, m_banner, &Banner::showMessage);
    connect(m_library, &LibraryPage::collectionRenamed, this, [this](const QString &name, const QString &newName) {
        deliver(m_services.tasks, this, m_services.savedQuestions->renameCollection(name, newName, m_services.tasks->token()),
            [this](const Status &renamed) {
                if (!renamed && !renamed.error().isCancelled())
                    m_banner->showMessage(renamed.error().message);
            });
    });
    connect(m_list, &ConversationList::opened, this, [this](const QString &conversation, const QString &message, const QString &words) {
        m_drawer = false;
        showRoom();
        if (!message.isEmpty())
            m_chat->openFound(conversation, message, words);
        else if (conversation != m_chat->conversation())
            m_chat->openConversation(conversation);
    });
    connect(m_list, &ConversationList::newConversation, this, [this] {
        m_drawer = false;
        showRoom();
        m_chat->newConversation();
    });
    connect(m_list, &ConversationList::shown, this, &MainWindow::showRoom);
    connect(m_list, &ConversationList::failed, m_banner, &Banner::showMessage);
    connect(m_list, &ConversationList::deleted, this, [this](const QString &conversation) {
        if (conversation == m_chat->conversation())
            m_chat->newConversation();
        m_map->forget(conversation);
    });
    connect(m_chat, &ChatPage::conversationChanged, this, [this] {
        m_list->setCurrent(m_chat->conversation());
        m_list->refresh();
    });
    connect(m_chat, &ChatPage::folderGiven, this, &MainWindow::offerFolder);
    connect(m_chat, &ChatPage::answeringChanged, this, &MainWindow::showHeartbeat);
    connect(m_chat, &ChatPage::listRequested, this, &MainWindow::toggleList);
    connect(m_chat, &ChatPage::modelSettingsRequested, this, [this] {
        goTo(SettingsPlace);
        m_settings->showPage(m_settings->findChild<QWidget *>(QStringLiteral("chatProvider")));
    });
    connect(m_settings, &SettingsPage::saved, this, [this] { m_services.tasks->add(m_services.setup->apply(m_services.tasks->token())); });
    if (m_services.appearance)
        connect(m_settings, &SettingsPage::appearanceChosen, m_services.appearance, &Style::Appearance::set);
    connect(m_heartbeat, &Heartbeat::measured, this, &MainWindow::showHeartbeat);
}

void MainWindow::connectServices()
{
    connect(m_services.upkeep, &Library::LibraryUpkeep::started, this, &MainWindow::showProgress);
    connect(m_services.upkeep, &Library::LibraryUpkeep::progressed, this, &MainWindow::showProgress);
    connect(m_services.upkeep, &Library::LibraryUpkeep::finished, this, [this](const QString &message) {
        if (!message.isEmpty())
            m_banner->showMessage(message);
        showProgress();
        refresh();
    });
    connect(m_services.upkeep, &Library::LibraryUpkeep::troubleChanged, this, [this](const QString &trouble) {
        m_banner->withdraw(std::exchange(m_trouble, trouble));
        if (!trouble.isEmpty())
            m_banner->showMessage(trouble);
    });
    connect(m_services.conversations, &Conversation::ConversationService::titleChanged, m_list, &ConversationList::refresh);
    m_look.setInterval(LookMs);
    connect(&m_look, &QTimer::timeout, this, &MainWindow::lookForChanges);
    m_look.start();
}

MainWindow::~MainWindow()
{
    m_activity->disconnect(this); // it is still hidden after this, and says so
    m_map->disconnect(this);
}

void MainWindow::makeActivity()
{
    m_dock->setObjectName(QStringLiteral("activityDock"));
    m_dock->setWidget(m_activity);
    addDockWidget(Qt::BottomDockWidgetArea, m_dock);
    m_dock->hide();
    connect(m_dock->toggleViewAction(), &QAction::toggled, m_rail, &Rail::setActivityShown);
    connect(m_rail, &Rail::activityToggled, m_dock, &QWidget::setVisible);
    connect(m_activity, &ActivityPanel::watched, this, &MainWindow::showHeartbeat);
    connect(m_activity, &ActivityPanel::failed, m_banner, &Banner::showMessage);
    connect(m_chat, &ChatPage::flowRequested, this, [this](quint64 flow, const Concurrency::FlowTrace &kept) {
        m_dock->show();
        if (flow != 0)
            m_activity->showFlow(flow);
        else
            m_activity->showKept(kept);
        m_activity->setFocus();
    });
    connect(m_heartbeat, &Heartbeat::measured, m_activity, [this] { m_activity->showStall(m_heartbeat->lastSecond()); });
}

void MainWindow::makeMap()
{
    connect(m_map, &MapPlaces::failed, m_banner, &Banner::showMessage);
    connect(m_map, &MapPlaces::pageRequested, this, [this] { goTo(MapPlace); });
    connect(m_map, &MapPlaces::chatRequested, this, [this] { goTo(ChatPlace); });
}

void MainWindow::bringToFront()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::showProgress()
{
    const Library::IndexProgress &progress = m_services.upkeep->progress();
    m_line->setVisible(m_services.upkeep->isRunning() && progress.files > 0);
    m_line->setRange(0, int(std::max<qint64>(1, progress.files)));
    m_line->setValue(int(progress.done));
    showHeartbeat();
}

void MainWindow::showHeartbeat()
{
    const bool reads = m_services.upkeep->isRunning() && !m_services.upkeep->isPaused();
    m_heartbeat->setBeating(!m_gap->isHidden() || m_activity->isVisible() || reads || m_chat->isAnswering());
    if (m_gap->isHidden())
        return;
    double hour = 0;
    for (const double gap : m_heartbeat->gaps())
        hour = std::max(hour, gap);
    m_gap->setText(tr("Longest UI stall: %1 ms this minute, %2 ms this hour")
                       .arg(QLocale().toString(m_heartbeat->longestGap(), 'f', 0), QLocale().toString(hour, 'f', 0)));
}

void MainWindow::lookForChanges()
{
    if (!isVisible() || isMinimized() || std::exchange(m_looking, true))
        return;
    deliver(m_services.tasks, this, m_services.conversations->changedByOthers(m_services.tasks->token()), &MainWindow::showChanges);
}

void MainWindow::showChanges(bool changed)
{
    m_looking = false;
    if (!changed)
        return;
    m_list->refresh();
    m_chat->reload();
}

//! What was deleted is gone once nobody can undo it any more; the window may be gone by then as well.
void MainWindow::purge(const QDateTime &before)
{
    deliver(
        m_services.tasks, m_services.conversations, m_services.conversations->purge(before, std::stop_token()), [](const Status &purged) {
            if (!purged)
                qWarning("purge: %s", qUtf8Printable(purged.error().message));
        });
}

void MainWindow::refresh()
{
    deliver(m_services.tasks, this, m_services.catalog->collections(m_services.tasks->token()), &MainWindow::showCollections);
}

void MainWindow::showCollections(const Result<QList<Library::Collection>> &collections)
{
    if (collections)
        showLibrary(*collections);
    else if (!collections.error().isCancelled())
        m_banner->showMessage(collections.error().message);
}

void MainWindow::showLibrary(const QList<Library::Collection> &collections)
{
    int documents = 0;
    bool sample = false;
    m_collections = collections;
    for (const auto &collection : collections) {
        documents += collection.readyDocuments;
        sample = sample || collection.name == tr("Sample library");
    }
    m_chat->welcome()->setLibrary(documents, !sample && !m_services.sampleFolder.isEmpty());
    m_library->setCollections(collections);
    m_passages->setCollections(collections);
    m_chat->setCollections(collections);
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    showRoom();
}

//! What there is room for: rail, list and page; page alone under a bar that leads to the others; or those in place of the page.
void MainWindow::showRoom()
{
    const bool small = width() < SmallWindow, chat = currentPlace().page == ChatPlace;
    m_rail->setVisible(!small || m_drawer);
    // A narrow conversation has a button of its own for that.
    m_narrowBar->setVisible(small && (!chat || m_drawer || width() >= Metrics::NarrowChat));
    m_list->setVisible(small ? m_drawer && chat : m_listWanted);
    m_chat->setVisible(!small || !m_list->isVisibleTo(m_splitter));
    const QString title = chat ? m_list->titleOf(m_chat->conversation()) : currentPlace().title;
    m_narrowTitle->setText(title.isEmpty() ? tr("New conversation") : title);
}

//! Popovers and toasts take the key before.
void MainWindow::closeTop()
{
    if (std::exchange(m_drawer, false))
        showRoom();
    else if (currentPlace().page == ChatPlace)
        m_chat->stop();
    else if (currentPlace().page == PassagesPlace)
        m_passages->closeTop();
    else if (currentPlace().page == LibraryPlace)
        m_library->closeTop();
}

void MainWindow::toggleList()
{
    if (width() < SmallWindow) {
        m_drawer = !m_drawer;
    } else {
        m_listWanted = !m_listWanted;
    }
    showRoom();
}

QWidget *MainWindow::makeNarrowBar()
{
    auto *bar = new QWidget;
    bar->setObjectName(QStringLiteral("narrowBar"));
    bar->setProperty("pageHead", true);
    bar->setFixedHeight(Metrics::HeaderHeight);
    auto *open = new IconButton(QStringLiteral("panel-left"), tr("Pages and conversations"), QKeySequence(Qt::CTRL | Qt::Key_B));
    open->setObjectName(QStringLiteral("openDrawer"));
    auto *more = new IconButton(QStringLiteral("ellipsis"), tr("More"));
    more->setObjectName(QStringLiteral("narrowMore"));
    more->setPopupMode(QToolButton::InstantPopup);
    more->setMenu(makeMenu());
    m_narrowTitle = plainLabel();
    m_narrowTitle->setProperty("textRole", QStringLiteral("section"));
    m_narrowTitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(Metrics::Gap, 0, Metrics::Gap, 1);
    row->setSpacing(Metrics::Gap);
    row->addWidget(open);
    row->addWidget(m_narrowTitle, 1);
    row->addWidget(more);
    connect(open, &QToolButton::clicked, this, &MainWindow::toggleList);
    return bar;
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveState();
    m_look.stop();
    purge(QDateTime::currentDateTime());
    event->accept();
    Q_EMIT closed();
}

} // namespace Heddle::Ui
