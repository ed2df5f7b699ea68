// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/mainwindow.h"
#include "ui/activity/activitypanel.h"
#include "ui/chat/chatpage.h"
#include "ui/chat/welcome.h"
#include "ui/common/heartbeat.h"
#include "ui/common/storedsettings.h"
#include "ui/common/theme.h"
#include "ui/library/librarypage.h"
#include "ui/mindmap/mappanel.h"
#include "ui/settings/settingspage.h"
#include "ui/window/conversationlist.h"
#include "ui/window/mapplaces.h"
#include "ui/window/rail.h"
#include "ui/window/shortcuts.h"
#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QDockWidget>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int NarrowWindow = 700; //!< pixels; below it the list of conversations hides
constexpr int SmallestPage = 300; //!< pixels
constexpr int LineHeight = 3;
constexpr int LookMs = 2000; //!< between two looks for what the terminal program has written

QCoro::Task<Status> resizePool(Services services, QString pool, int threads)
{
    QMap<QString, QString> values;
    values.insert(pool, QString::number(threads));
    auto saving = saveSettings(services, QStringLiteral("pools."), values, services.tasks->token());
    const Status saved = co_await std::move(saving);
    if (saved)
        services.applySettings();
    co_return saved;
}

//! Keeps the size of a pool as a setting and puts it to use.
PoolResizer poolResizer(const Services &services)
{
    return [services](const QString &pool, int threads) { return resizePool(services, pool, threads); };
}

} // namespace

MainWindow::MainWindow(Services services)
    : m_services(std::move(services)), m_indexing(new Indexing(m_services, this)), m_heartbeat(new Heartbeat(this)),
      m_chat(new ChatPage(m_services)), m_library(new LibraryPage(m_services, m_indexing)), m_settings(new SettingsPage(m_services)),
      m_list(new ConversationList(m_services)), m_pages(new QStackedWidget), m_splitter(new QSplitter(Qt::Horizontal)),
      m_rail(new Rail({ { ChatPlace, tr("Chat"), QStringLiteral("placeChat"), 1 },
          { LibraryPlace, tr("Library"), QStringLiteral("placeLibrary"), 2 }, { MapPlace, tr("Map"), QStringLiteral("placeMap"), 3 },
          { SettingsPlace, tr("Settings"), QStringLiteral("placeSettings"), 5 } })),
      m_activity(new ActivityPanel(m_services.pools, m_services.http, m_services.tasks, poolResizer(m_services))),
      m_dock(new QDockWidget(tr("Activity"))),
      m_map(new MapPlaces(this, new MapPanel(m_services.maps, &m_services.pools->render, m_services.tasks), m_chat)), m_state(new QLabel),
      m_banner(new QLabel), m_gap(new QLabel), m_bannerBar(new QWidget), m_line(new QProgressBar)
{
    setWindowTitle(tr("Heddle"));
    m_state->setObjectName(QStringLiteral("libraryState"));
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // long words must not widen the window
    for (QWidget *widget : QWidgetList { m_library, m_settings, m_chat, m_splitter })
        widget->setMinimumWidth(SmallestPage); // below their usual least width they hide parts
    m_gap->setObjectName(QStringLiteral("gap"));
    m_gap->hide();
    m_banner->setObjectName(QStringLiteral("banner"));
    m_banner->setWordWrap(true);
    m_banner->setTextFormat(Qt::PlainText);
    m_banner->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_line->setTextVisible(false);
    m_line->setFixedHeight(LineHeight);
    m_line->setAccessibleName(tr("Progress of reading"));
    m_line->hide();

    auto *dismiss = new QToolButton;
    dismiss->setText(QStringLiteral("✕"));
    dismiss->setAutoRaise(true);
    dismiss->setAccessibleName(tr("Close the notice"));
    auto *notice = new QHBoxLayout(m_bannerBar);
    notice->setContentsMargins(Theme::Gap, Theme::Gap, Theme::Gap, Theme::Gap);
    notice->addWidget(m_banner, 1);
    notice->addWidget(dismiss, 0, Qt::AlignTop);
    m_bannerBar->setAutoFillBackground(true);
    m_bannerBar->hide();

    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_chat);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({ 220, 900 });
    m_splitter->setChildrenCollapsible(false);
    m_pages->addWidget(m_splitter);
    m_pages->addWidget(m_library);
    m_pages->addWidget(m_settings);
    m_pages->addWidget(m_map->page());
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_bannerBar);
    right->addWidget(m_pages, 1);
    right->addWidget(m_line);
    auto *page = new QWidget;
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addLayout(right, 1);
    setCentralWidget(page);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(m_state, 1);
    statusBar()->addPermanentWidget(m_gap);
    resize(1100, 720);

    connect(m_rail, &Rail::placeChosen, this, [this](int place) { goTo(Page(place)); });
    connect(m_rail, &Rail::shortcutsRequested, this, [this] { showShortcuts(this); });
    connect(m_rail, &Rail::stallsToggled, this, [this](bool on) {
        m_gap->setVisible(on);
        showHeartbeat();
    });
    connect(dismiss, &QToolButton::clicked, m_bannerBar, &QWidget::hide);
    connect(m_chat->welcome(), &Welcome::chooseFolder, this, &MainWindow::chooseFolder);
    connect(m_chat->welcome(), &Welcome::trySample, this, &MainWindow::addSample);
    connect(m_library, &LibraryPage::chooseFolder, this, &MainWindow::chooseFolder);
    connect(m_list, &ConversationList::opened, m_chat, &ChatPage::openConversation);
    connect(m_list, &ConversationList::newConversation, m_chat, &ChatPage::newConversation);
    connect(m_list, &ConversationList::failed, this, &MainWindow::showBanner);
    connect(m_list, &ConversationList::deleted, this, [this](const QString &conversation) {
        if (conversation == m_chat->conversation())
            m_chat->newConversation();
        m_map->forget(conversation);
    });
    connect(m_chat, &ChatPage::conversationChanged, this, [this] {
        m_list->setCurrent(m_chat->conversation());
        m_list->refresh();
    });
    connect(m_chat, &ChatPage::answeringChanged, this, &MainWindow::showHeartbeat);
    connect(m_indexing, &Indexing::started, this, &MainWindow::showProgress);
    connect(m_indexing, &Indexing::progressed, this, &MainWindow::showProgress);
    connect(m_indexing, &Indexing::finished, this, [this](const QString &message) {
        if (!message.isEmpty())
            showBanner(message);
        showProgress();
        refresh();
    });
    connect(m_settings, &SettingsPage::saved, this, [this] { m_services.applySettings(); });
    connect(m_heartbeat, &Heartbeat::measured, this, &MainWindow::showHeartbeat);
    m_look.setInterval(LookMs);
    connect(&m_look, &QTimer::timeout, this, qOverload<>(&MainWindow::lookForChanges));
    m_look.start();
    m_services.conversations->setModelTitles([window = QPointer(this)] {
        if (window)
            window->m_list->refresh();
    });
    m_services.tasks->add(purge(m_services, QDateTime::currentDateTime().addSecs(-60)));
    makeActivity();
    makeMap();
    makeShortcuts();
    restoreState();
    m_chat->focusQuestion();
    m_list->refresh();
    refresh();
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
    connect(m_activity, &ActivityPanel::failed, this, &MainWindow::showBanner);
    connect(m_heartbeat, &Heartbeat::measured, m_activity, [this] { m_activity->showStall(m_heartbeat->lastSecond()); });
}

void MainWindow::makeMap()
{
    connect(m_map, &MapPlaces::failed, this, &MainWindow::showBanner);
    connect(m_map, &MapPlaces::pageRequested, this, [this] { goTo(MapPlace); });
    connect(m_map, &MapPlaces::chatRequested, this, [this] { goTo(ChatPlace); });
}

void MainWindow::makeShortcuts()
{
    const auto on = [this](const QKeySequence &key, const auto &action) {
        connect(new QShortcut(key, this), &QShortcut::activated, this, action);
    };
    on(Qt::CTRL | Qt::Key_L, [this] {
        goTo(ChatPlace);
        m_chat->focusQuestion();
    });
    on(QKeySequence(QKeySequence::Find), [this] {
        if (m_pages->currentWidget() == m_library)
            m_library->focusFind();
        else if (m_pages->currentWidget() == m_splitter)
            m_chat->focusFind();
    });
    on(QKeySequence(QKeySequence::New), [this] {
        goTo(ChatPlace);
        m_chat->newConversation();
    });
    on(Qt::CTRL | Qt::Key_1, [this] { goTo(ChatPlace); });
    on(Qt::CTRL | Qt::Key_2, [this] { goTo(LibraryPlace); });
    on(Qt::CTRL | Qt::Key_3, [this] { goTo(MapPlace); });
    on(Qt::CTRL | Qt::Key_4, [this] {
        m_dock->setVisible(!m_dock->isVisible());
        if (m_dock->isVisible())
            m_activity->setFocus();
    });
    on(Qt::CTRL | Qt::Key_5, [this] { goTo(SettingsPlace); });
    on(Qt::CTRL | Qt::Key_B, [this] {
        m_listWanted = !m_list->isVisible();
        m_list->setVisible(m_listWanted);
    });
    on(Qt::CTRL | Qt::SHIFT | Qt::Key_R, [this] { m_chat->answerAgain(); });
    on(Qt::Key_F6, [this] { focusNextPart(true); });
    on(Qt::SHIFT | Qt::Key_F6, [this] { focusNextPart(false); });
    on(Qt::Key_F1, [this] { showShortcuts(this); });
    for (int n = 1; n <= 9; ++n)
        on(QKeySequence(Qt::ALT | Qt::Key(Qt::Key_0 + n)), [this, n] { m_chat->openCitation(n); });
    for (const QKeySequence &key : { QKeySequence(Qt::Key_Escape), QKeySequence(Qt::CTRL | Qt::Key_Period) })
        on(key, [this] { m_chat->stop(); });
}

void MainWindow::focusNextPart(bool forward)
{
    QWidgetList parts;
    if (m_pages->currentWidget() == m_library)
        parts = m_library->parts();
    else if (m_pages->currentWidget() == m_map->page())
        parts = QWidgetList { m_map->panel() };
    else if (m_pages->currentWidget() == m_splitter)
        parts = QWidgetList { m_list->focusProxy() } + m_chat->parts();
    if (m_map->isBeside())
        parts += m_map->panel();
    parts += m_activity;
    parts.removeIf([](const QWidget *part) { return !part->isVisible(); });
    if (parts.isEmpty())
        return;
    const auto holds = [](const QWidget *part) { return part->hasFocus() || part->isAncestorOf(QApplication::focusWidget()); };
    const qsizetype at = std::find_if(parts.cbegin(), parts.cend(), holds) - parts.cbegin(), count = parts.size();
    const qsizetype next = at == count ? 0 : (at + (forward ? 1 : count - 1)) % count;
    parts[next]->setFocus(Qt::TabFocusReason);
}

void MainWindow::goTo(Page page)
{
    m_pages->setCurrentIndex(page);
    m_rail->setPlace(page);
    if (page == SettingsPlace)
        m_settings->load();
    if (page == MapPlace)
        m_map->fill();
}

void MainWindow::comeForward()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Choose a folder with your documents"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &folder) { addFolder(folder, QDir(folder).dirName()); });
    dialog->open();
}

void MainWindow::addSample()
{
    addFolder(m_services.sampleFolder, tr("Sample library"));
}

void MainWindow::addFolder(const QString &folder, const QString &collection)
{
    m_bannerBar->hide();
    m_indexing->addFolder(folder, collection);
}

void MainWindow::showProgress()
{
    const Library::IndexProgress &progress = m_indexing->progress();
    m_line->setVisible(m_indexing->isRunning() && progress.files > 0);
    if (m_indexing->isRunning()) {
        m_line->setRange(0, int(std::max<qint64>(1, progress.files)));
        m_line->setValue(int(progress.done));
        m_state->setText(Indexing::progressText(progress));
    }
    showHeartbeat();
}

void MainWindow::showHeartbeat()
{
    m_heartbeat->setBeating(!m_gap->isHidden() || m_activity->isVisible() || m_indexing->isRunning() || m_chat->isAnswering());
    if (m_gap->isHidden())
        return;
    double hour = 0;
    for (const double gap : m_heartbeat->gaps())
        hour = std::max(hour, gap);
    m_gap->setText(tr("Longest UI stall: %1 ms this minute, %2 ms this hour")
                       .arg(QLocale().toString(m_heartbeat->longestGap(), 'f', 0), QLocale().toString(hour, 'f', 0)));
}

void MainWindow::showBanner(const QString &text)
{
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, Theme::signal(palette()));
    colors.setColor(QPalette::Window, Theme::faint(palette()));
    m_bannerBar->setPalette(colors);
    m_banner->setText(text);
    m_bannerBar->show();
}

void MainWindow::lookForChanges()
{
    if (isVisible() && !isMinimized() && !std::exchange(m_looking, true))
        m_services.tasks->add(lookForChanges(this, m_services, m_services.tasks->token()));
}

QCoro::Task<void> MainWindow::lookForChanges(QPointer<MainWindow> window, Services services, std::stop_token stop)
{
    auto task = services.conversations->changedByOthers(stop);
    const bool changed = co_await std::move(task);
    if (!window)
        co_return;
    window->m_looking = false;
    if (changed) {
        window->m_list->refresh();
        window->m_chat->reload();
    }
}

//! What was deleted is gone once nobody can undo it any more.
QCoro::Task<void> MainWindow::purge(Services services, QDateTime before)
{
    auto task = services.conversations->purge(before, std::stop_token());
    const Status purged = co_await std::move(task);
    if (!purged)
        qWarning("purge: %s", qUtf8Printable(purged.error().message));
}

void MainWindow::refresh()
{
    m_services.tasks->add(load(this, m_services, m_services.tasks->token()));
}

QCoro::Task<void> MainWindow::load(QPointer<MainWindow> window, Services services, std::stop_token stop)
{
    auto task = services.pools->library.submit(
        [library = services.library](std::stop_token) { return library.collections(); }, stop, QStringLiteral("list collections"));
    const auto rows = co_await std::move(task);
    if (!window || (!rows && rows.error().isCancelled()))
        co_return;
    if (rows)
        window->showLibrary(*rows);
    else
        window->showBanner(rows.error().message);
}

void MainWindow::showLibrary(const QList<Storage::CollectionRow> &collections)
{
    int documents = 0;
    bool sample = false;
    for (const auto &row : collections) {
        documents += row.filesByState.value(QStringLiteral("ready"));
        sample = sample || row.name == tr("Sample library");
    }
    if (!m_indexing->isRunning())
        m_state->setText(documents == 0 ? tr("No documents yet")
                : documents == 1        ? tr("1 document in %1").arg(collections.first().name)
                : collections.size() == 1
                ? tr("%1 documents in %2").arg(QLocale().toString(documents), collections.first().name)
                : tr("%1 documents in %2 collections").arg(QLocale().toString(documents)).arg(collections.size()));
    m_chat->welcome()->setLibrary(documents, !sample && !m_services.sampleFolder.isEmpty());
    m_library->setCollections(collections);
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    m_list->setVisible(m_listWanted && width() >= NarrowWindow);
}

void MainWindow::restoreState()
{
    if (m_services.stateFile.isEmpty())
        return;
    const QSettings state(m_services.stateFile, QSettings::IniFormat);
    restoreGeometry(state.value(QStringLiteral("geometry")).toByteArray());
    QMainWindow::restoreState(state.value(QStringLiteral("window")).toByteArray());
    m_map->dock()->hide(); // it holds no map yet
    m_splitter->restoreState(state.value(QStringLiteral("splitter")).toByteArray());
    m_chat->restoreSplitter(state.value(QStringLiteral("chat_splitter")).toByteArray());
    m_listWanted = state.value(QStringLiteral("list"), true).toBool();
    m_services.indexer->setPaused(state.value(QStringLiteral("paused"), false).toBool());
    if (const QString conversation = state.value(QStringLiteral("conversation")).toString(); !conversation.isEmpty())
        m_chat->openConversation(conversation);
    goTo(Page(std::clamp(state.value(QStringLiteral("page")).toInt(), int(ChatPlace), int(MapPlace))));
}

void MainWindow::saveState() const
{
    if (m_services.stateFile.isEmpty())
        return;
    QSettings state(m_services.stateFile, QSettings::IniFormat);
    state.setValue(QStringLiteral("geometry"), saveGeometry());
    state.setValue(QStringLiteral("window"), QMainWindow::saveState());
    state.setValue(QStringLiteral("splitter"), m_splitter->saveState());
    state.setValue(QStringLiteral("chat_splitter"), m_chat->splitterState());
    state.setValue(QStringLiteral("list"), m_listWanted);
    state.setValue(QStringLiteral("paused"), m_indexing->isPaused());
    state.setValue(QStringLiteral("conversation"), m_chat->conversation());
    state.setValue(QStringLiteral("page"), m_pages->currentIndex());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveState();
    m_look.stop();
    m_services.tasks->add(purge(m_services, QDateTime::currentDateTime()));
    event->accept();
    Q_EMIT closed();
}

} // namespace Heddle::Ui
