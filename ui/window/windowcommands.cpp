// SPDX-License-Identifier: GPL-3.0-or-later
// The table of all that the window can do, and what is made from it: shortcuts, the menu, the palette and the list of keys.
#include "core/base/filename.h"
#include "core/conversation/conversationservice.h"
#include "core/library/catalog.h"
#include "core/text/visiblecontrols.h"
#include "ui/activity/activitypanel.h"
#include "ui/chat/chatpage.h"
#include "ui/common/deliver.h"
#include "ui/library/librarypage.h"
#include "ui/passages/passagespage.h"
#include "ui/settings/settingspage.h"
#include "ui/style/icons.h"
#include "ui/window/conversationlist.h"
#include "ui/window/conversationsmodel.h"
#include "ui/window/mainwindow.h"
#include "ui/window/palette.h"
#include <QAction>
#include <QDockWidget>
#include <QMenu>
#include <QShortcut>
#include <QStatusBar>

namespace Heddle::Ui {

//! A command has its line here; what a part of the window does with keys of its own is listed without a function.
QList<Command> MainWindow::makeCommands()
{
    const auto ctrl = [](Qt::Key key) { return QKeySequence(Qt::CTRL | key); };
    QList<Command> all {
        { .title = tr("New conversation"),
            .icon = QStringLiteral("square-pen"),
            .keys = { QKeySequence(QKeySequence::New) },
            .run =
                [this] {
                    goTo(ChatPlace);
                    m_chat->newConversation();
                },
            .inMenu = true },
        { .title = tr("Ask a question"),
            .icon = QStringLiteral("message-square"),
            .keys = { ctrl(Qt::Key_L) },
            .run =
                [this] {
                    goTo(ChatPlace);
                    m_chat->focusQuestion();
                } },
        { .title = tr("Command palette"),
            .icon = QStringLiteral("search"),
            .keys = { ctrl(Qt::Key_K) },
            .run = [this] { openPalette(); },
            .inMenu = true,
            .inPalette = false },
        { .title = tr("Search passages"),
            .icon = QStringLiteral("text-search"),
            .keys = { ctrl(Qt::Key_P) },
            .run =
                [this] {
                    goTo(PassagesPlace);
                    m_passages->focusFind();
                },
            .inMenu = true },
        { .title = tr("Attach files to this conversation…"),
            .icon = QStringLiteral("paperclip"),
            .keys = { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A) },
            .run =
                [this] {
                    goTo(ChatPlace);
                    m_chat->chooseFiles();
                } },
        { .title = tr("Add a folder…"), .icon = QStringLiteral("folder-plus"), .run = [this] { chooseFolder(); }, .inMenu = true },
        { .title = tr("Find on this page"),
            .icon = QStringLiteral("search"),
            .keys = { QKeySequence(QKeySequence::Find) },
            .run =
                [this] {
                    if (const auto &find = currentPlace().find)
                        find();
                } },
    };
    for (const Place &place : m_places) {
        if (place.key > 0)
            all += Command { .title = tr("Go to %1").arg(place.title),
                .icon = place.icon,
                .keys = { ctrl(Qt::Key(Qt::Key_0 + place.key)) },
                .run = [this, page = place.page] { goTo(page); },
                .inMenu = true };
    }
    all += QList<Command> {
        { .title = tr("Show or hide activity: threads and calls"),
            .icon = QStringLiteral("activity"),
            .keys = { ctrl(Qt::Key_4) },
            .run =
                [this] {
                    m_dock->setVisible(!m_dock->isVisible());
                    if (m_dock->isVisible())
                        m_activity->setFocus();
                } },
        { .title = tr("Show or hide the list of conversations"),
            .icon = QStringLiteral("panel-left"),
            .keys = { ctrl(Qt::Key_B) },
            .run = [this] { toggleList(); } },
        { .title = tr("Regenerate the last answer"),
            .icon = QStringLiteral("refresh-cw"),
            .keys = { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R) },
            .run =
                [this] {
                    goTo(ChatPlace);
                    m_chat->answerAgain();
                } },
        { .title = tr("Copy the last answer"),
            .icon = QStringLiteral("copy"),
            .keys = { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C) },
            .run = [this] { m_chat->copyAnswer(); } },
        { .title = tr("Close what is on top, or stop the answer"),
            .icon = QStringLiteral("x"),
            .keys = { QKeySequence(Qt::Key_Escape), ctrl(Qt::Key_Period) },
            .run = [this] { closeTop(); },
            .inPalette = false },
        { .title = tr("Go to the next part of the window"),
            .keys = { QKeySequence(Qt::Key_F6) },
            .run = [this] { focusNextPart(true); },
            .inPalette = false },
        { .title = tr("Go to the part before"),
            .keys = { QKeySequence(Qt::SHIFT | Qt::Key_F6) },
            .run = [this] { focusNextPart(false); },
            .inPalette = false },
        { .title = tr("Switch between light and dark"), .icon = QStringLiteral("sun-moon"), .run = [this] { m_settings->switchTheme(); } },
        { .title = tr("Keyboard shortcuts"),
            .icon = QStringLiteral("keyboard"),
            .keys = { QKeySequence(Qt::Key_F1) },
            .run = [this] { showShortcuts(this, m_commands); },
            .inMenu = true },
        { .title = tr("Open a citation of the last answer"), .keysText = tr("Alt+1 … Alt+9") },
        { .title = tr("Undo what was just deleted, while that is offered"), .keysText = QKeySequence(QKeySequence::Undo).toString(QKeySequence::NativeText) },
        { .title = tr("A new line in the question"), .keysText = tr("Shift+Enter") },
        { .title = tr("Go from citation to citation, and open it"), .keysText = tr("Tab, Enter") },
        { .title = tr("Rename a conversation, or delete it"), .keysText = tr("F2, Del") },
        { .title = tr("Larger, smaller, page width (in a PDF)"), .keysText = tr("+ − 0") },
    };
    return all;
}

void MainWindow::makeShortcuts()
{
    const auto on = [this](const QKeySequence &key, const auto &action) {
        connect(new QShortcut(key, this), &QShortcut::activated, this, action);
    };
    for (const Command &command : m_commands) {
        for (const QKeySequence &key : command.keys)
            on(key, command.run);
    }
    for (int n = 1; n <= 9; ++n)
        on(QKeySequence(Qt::ALT | Qt::Key(Qt::Key_0 + n)), [this, n] { m_chat->openCitation(n); });
}

QMenu *MainWindow::makeMenu()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("windowMenu"));
    for (const Command &command : m_commands) {
        if (!command.inMenu)
            continue;
        QAction *action = menu->addAction(Style::icon(command.icon), command.title);
        if (!command.keys.isEmpty()) // shown; the window's own shortcut does it
            action->setText(command.title + QLatin1Char('\t') + command.keys.first().toString(QKeySequence::NativeText));
        connect(action, &QAction::triggered, this, command.run);
    }
    menu->addSeparator();
    auto *gap = findChild<QAction *>(QStringLiteral("showGap"), Qt::FindDirectChildrenOnly);
    if (!gap) { // one for all menus
        gap = new QAction(tr("Show pauses of the window"), this);
        gap->setObjectName(QStringLiteral("showGap"));
        gap->setCheckable(true);
        connect(gap, &QAction::toggled, this, [this](bool on) {
            m_gap->setVisible(on);
            statusBar()->setVisible(on);
            showHeartbeat();
        });
    }
    menu->addAction(gap);
    return menu;
}

void MainWindow::openPalette()
{
    if (!m_palette)
        m_palette = new Palette(this);
    m_palette->open(m_commands,
        { [this](const QString &text, const auto &found) { findConversations(text, found); },
            [this](const QString &text, const auto &found) { findDocuments(text, found); },
            [this](const QString &text, const auto &found) { found(findSettings(text)); } });
}

void MainWindow::findConversations(const QString &text, const std::function<void(const QList<Palette::Entry> &)> &found)
{
    constexpr int Most = 5;
    deliver(m_services.tasks, this, m_services.conversations->list(0, Most, text, m_services.tasks->token()),
        [this, found](const Result<QList<Conversation::Summary>> &listed) {
            QList<Palette::Entry> entries;
            for (const Conversation::Summary &summary : listed ? *listed : QList<Conversation::Summary>()) {
                const QString title = ConversationsModel::plainTitle(summary.title);
                entries += Palette::Entry { title.isEmpty() ? tr("Untitled") : title, QStringLiteral("message-square"), tr("conversation"),
                    [this, id = summary.id] {
                        goTo(ChatPlace);
                        m_chat->openConversation(id);
                    } };
            }
            found(entries);
        });
}

//! Once something is typed; what is found is shown in the library.
void MainWindow::findDocuments(const QString &text, const std::function<void(const QList<Palette::Entry> &)> &found)
{
    constexpr int Most = 5;
    m_finding.stop();
    if (text.isEmpty())
        return;
    deliver(m_services.tasks, this, m_services.catalog->find(text, Most, m_finding.restart(m_services.tasks->token())),
        [this, found](const Result<QList<Library::FoundDocument>> &documents) {
            QList<Palette::Entry> entries;
            for (const Library::FoundDocument &document : documents ? *documents : QList<Library::FoundDocument>()) {
                const QString file = displayName(document.path).section(QLatin1Char('/'), -1);
                entries += Palette::Entry { Text::withVisibleControls(file, Text::LineBreaks::Show), QStringLiteral("file-text"),
                    tr("document"), [this, document] {
                        goTo(LibraryPlace);
                        m_library->showFile(document.collection, document.path);
                    } };
            }
            found(entries);
        });
}

QList<Palette::Entry> MainWindow::findSettings(const QString &text)
{
    QList<Palette::Entry> entries;
    if (text.isEmpty())
        return entries;
    for (const SettingsPage::Hit &hit : m_settings->find(text))
        entries += Palette::Entry { hit.title, QStringLiteral("settings"), tr("setting"), [this, hit] {
                                       goTo(SettingsPlace);
                                       m_settings->showHit(hit);
                                   } };
    return entries;
}

} // namespace Heddle::Ui
