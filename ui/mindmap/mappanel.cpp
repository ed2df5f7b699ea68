// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mindmap/mappanel.h"
#include "core/mindmap/outline.h"
#include "ui/common/passagelist.h"
#include "ui/common/theme.h"
#include "ui/mindmap/mapview.h"
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSplitter>
#include <QToolButton>

namespace Heddle::Ui {

using MindMap::Node;
using MindMap::NodeId;

namespace {

constexpr int SaveMs = 800; //!< after the last change

QString passagesText(qsizetype count)
{
    return count == 1 ? MapPanel::tr("1 passage") : MapPanel::tr("%1 passages").arg(count);
}

} // namespace

MapPanel::MapPanel(Services services, QWidget *parent)
    : QWidget(parent), m_services(std::move(services)), m_view(new MapView(&m_editor)), m_search(new QLineEdit), m_title(new QLabel),
      m_state(new QLabel), m_passagesTitle(new QLabel), m_passages(new PassageList), m_make(new QToolButton), m_place(new QToolButton),
      m_undo(new QAction(tr("Undo"), this)), m_redo(new QAction(tr("Redo"), this)), m_add(new QAction(tr("Add a node"), this)),
      m_rename(new QAction(tr("Rename"), this)), m_remove(new QAction(tr("Delete the branch"), this))
{
    setObjectName(QStringLiteral("mapPanel"));
    m_title->setObjectName(QStringLiteral("mapTitle"));
    m_title->setTextFormat(Qt::PlainText);
    m_state->setObjectName(QStringLiteral("mapState"));
    m_state->setTextFormat(Qt::PlainText);
    for (QLabel *label : { m_title, m_state }) {
        label->setWordWrap(true);
        label->setContentsMargins(Theme::Gap, 0, Theme::Gap, 0);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_passagesTitle->setContentsMargins(Theme::Gap, Theme::Gap / 2, Theme::Gap, Theme::Gap / 2);
    m_passagesTitle->setObjectName(QStringLiteral("mapPassagesTitle"));
    m_passages->setObjectName(QStringLiteral("mapPassages"));
    m_passages->setAccessibleName(tr("Passages of the chosen node"));
    auto *below = new QWidget;
    auto *list = new QVBoxLayout(below);
    list->setContentsMargins(0, 0, 0, 0);
    list->setSpacing(0);
    list->addWidget(m_passagesTitle);
    list->addWidget(m_passages, 1);
    auto *split = new QSplitter(Qt::Vertical);
    split->addWidget(m_view);
    split->addWidget(below);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 1);
    split->setChildrenCollapsible(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::Gap / 2);
    column->addWidget(makeBar());
    column->addWidget(m_title);
    column->addWidget(m_state);
    column->addWidget(split, 1);
    setFocusProxy(m_view);

    m_undo->setShortcut(QKeySequence::Undo);
    m_redo->setShortcuts({ QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y) });
    for (QAction *action : { m_undo, m_redo, m_add, m_rename, m_remove }) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
    }
    const auto step = [this](NodeId (MindMap::Editor::*what)()) {
        if (const NodeId id = (m_editor.*what)()) {
            m_view->mapChanged();
            m_view->setCurrent(id);
            changed();
        }
    };
    connect(m_undo, &QAction::triggered, this, [step] { step(&MindMap::Editor::undo); });
    connect(m_redo, &QAction::triggered, this, [step] { step(&MindMap::Editor::redo); });
    connect(m_add, &QAction::triggered, m_view, [this] { m_view->addChild(m_view->current() ? m_view->current() : map().root()); });
    connect(m_rename, &QAction::triggered, m_view, [this] { m_view->rename(m_view->current()); });
    connect(m_remove, &QAction::triggered, m_view, [this] { m_view->removeNode(m_view->current()); });
    connect(m_view, &MapView::edited, this, &MapPanel::changed);
    connect(m_view, &MapView::currentChanged, this, &MapPanel::showPassages);
    connect(m_view, &MapView::askWanted, this, &MapPanel::ask);
    connect(m_passages, &PassageList::opened, this, [this](int row) { Q_EMIT sourceWanted(m_conversation, m_shownPassages, row); });
    connect(m_search, &QLineEdit::textChanged, this, &MapPanel::search);
    connect(
        m_search, &QLineEdit::returnPressed, this, [this] { nextFound(!QApplication::keyboardModifiers().testFlag(Qt::ShiftModifier)); });
    m_saveSoon.setSingleShot(true);
    m_saveSoon.setInterval(SaveMs);
    connect(&m_saveSoon, &QTimer::timeout, this, &MapPanel::save);
    clear();
}

QWidget *MapPanel::makeBar()
{
    const auto button = [](const QString &text, const QString &hint) {
        auto *one = new QToolButton;
        one->setText(text);
        one->setToolTip(hint);
        one->setAccessibleName(hint);
        one->setAutoRaise(true);
        return one;
    };
    m_search->setObjectName(QStringLiteral("mapSearch"));
    m_search->setPlaceholderText(tr("Find in the map"));
    m_search->setAccessibleName(tr("Find in the map"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(40);
    m_make->setObjectName(QStringLiteral("mapAgain"));
    m_make->setAutoRaise(true);
    connect(m_make, &QToolButton::clicked, this, [this] {
        if (m_working)
            m_stop.request_stop();
        else if (!m_message.isEmpty())
            open(m_conversation, m_message, true);
    });
    auto *smaller = button(QStringLiteral("−"), tr("Smaller")), *larger = button(QStringLiteral("+"), tr("Larger")),
         *fit = button(tr("Fit"), tr("See all of it (0)"));
    constexpr double Step = 1.25;
    connect(smaller, &QToolButton::clicked, m_view, [this] { m_view->zoomBy(1 / Step); });
    connect(larger, &QToolButton::clicked, m_view, [this] { m_view->zoomBy(Step); });
    connect(fit, &QToolButton::clicked, m_view, &MapView::fit);
    auto *more = button(tr("More"), tr("Change, copy and save the map"));
    more->setObjectName(QStringLiteral("mapMore"));
    more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(more);
    menu->addActions({ m_undo, m_redo });
    menu->addSeparator();
    menu->addActions({ m_add, m_rename, m_remove });
    menu->addSeparator();
    connect(menu->addAction(tr("Copy as an outline")), &QAction::triggered, this,
        [this] { QApplication::clipboard()->setText(MindMap::printOutline(map())); });
    const std::pair<QString, const char *> formats[] = { { tr("Save a drawing (SVG)…"), "svg" }, { tr("Save an image (PNG)…"), "png" },
        { tr("Save a page (PDF)…"), "pdf" }, { tr("Save an outline (Markdown)…"), "md" }, { tr("Save for outliners (OPML)…"), "opml" },
        { tr("Save for Freeplane and FreeMind…"), "mm" }, { tr("Save the data (JSON)…"), "json" } };
    for (const auto &[text, name] : formats)
        connect(menu->addAction(text), &QAction::triggered, this, [this, format = QString::fromLatin1(name)] { chooseExport(format); });
    menu->addSeparator();
    connect(menu->addAction(tr("Open a file in its place…")), &QAction::triggered, this, [this] {
        auto *dialog = new QFileDialog(this, tr("Open a map"), QString(), tr("Maps and outlines (*.mm *.opml *.md *.json *.txt)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, &MapPanel::importFile);
        dialog->open();
    });
    more->setMenu(menu);
    m_place->setObjectName(QStringLiteral("mapPlace"));
    m_place->setAutoRaise(true);
    connect(m_place, &QToolButton::clicked, this, &MapPanel::placeWanted);
    setBeside(false);
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(Theme::Gap, Theme::Gap / 2, Theme::Gap, 0);
    row->addWidget(m_make);
    row->addWidget(m_search, 1);
    for (QToolButton *one : { smaller, larger, fit, m_place, more })
        row->addWidget(one);
    return bar;
}

void MapPanel::setBeside(bool beside)
{
    m_place->setText(beside ? QStringLiteral("⤢") : QStringLiteral("⤡"));
    m_place->setToolTip(beside ? tr("As a page") : tr("Beside the chat"));
    m_place->setAccessibleName(m_place->toolTip());
}

void MapPanel::clear()
{
    save();
    m_stop.request_stop();
    m_working = false;
    m_conversation.clear();
    m_message.clear();
    m_kept = {};
    m_editor.setMap(MindMap::Map());
    m_title->clear();
    m_search->clear();
    m_view->mapChanged(true);
    showPassages(0);
    showState();
}

void MapPanel::open(const QString &conversation, const QString &message, bool again)
{
    if (!again && !message.isEmpty() && message == m_message) {
        m_view->setFocus();
        return;
    }
    save();
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_working = true;
    m_done = m_all = 0;
    if (message != m_message)
        m_editor.setMap(MindMap::Map());
    m_conversation = conversation;
    m_message = message;
    m_view->setReadOnly(true); // what is drawn by and by is not edited meanwhile
    m_services.tasks->add(load(this, m_services, conversation, message, again, m_stop.get_token()));
    showState();
}

QCoro::Task<void> MapPanel::load(
    QPointer<MapPanel> panel, Services services, QString conversation, QString message, bool again, std::stop_token stop)
{
    const std::stop_callback atEnd(services.tasks->token(), [source = panel->m_stop]() mutable { source.request_stop(); });
    bool first = true;
    const auto isCurrent = [panel, stop] { return panel && panel->m_stop.get_token() == stop; };
    const Dialog::MapSink sink = [panel, isCurrent, &first](const MindMap::Map &map, int done, int all) {
        if (!isCurrent())
            return;
        panel->draw(map, std::exchange(first, false));
        panel->m_done = done;
        panel->m_all = all;
        panel->showState();
    };
    const std::function<void(const QString &)> asked = [panel, isCurrent](const QString &question) {
        if (isCurrent())
            panel->m_title->setText(question);
    };
    auto opening = services.maps->open(conversation, message, again, stop, sink, asked);
    const auto opened = co_await std::move(opening);
    if (!isCurrent())
        co_return;
    panel->m_working = false;
    panel->m_view->setReadOnly(false);
    if (opened) {
        panel->showOpened(*opened);
    } else {
        if (!opened.error().isCancelled())
            Q_EMIT panel->failed(opened.error().message);
        panel->m_editor.setMap(panel->m_kept.map);
        panel->m_view->mapChanged(true);
        if (panel->m_kept.passages.isEmpty())
            panel->m_message.clear(); // asked for again, it is made again
        panel->showState();
    }
}

void MapPanel::showOpened(const Conversation::AnswerMaps::Opened &opened)
{
    m_conversation = opened.conversation;
    m_message = opened.message;
    m_kept = opened.map;
    m_title->setText(opened.question);
    draw(opened.map.map, map().size() <= 1);
    showPassages(m_view->current());
    showState();
    search(m_search->text());
}

//! Draws a map so that what is known of it stays what it is, and only what is new comes in.
void MapPanel::draw(const MindMap::Map &wanted, bool fresh)
{
    MindMap::Map known = map();
    known.setLabel(known.root(), wanted.node(wanted.root()).label);
    MindMap::merge(&known, wanted);
    const bool same = !fresh && known.size() == wanted.size();
    m_editor.setMap(same ? known : wanted);
    m_view->mapChanged(fresh);
}

void MapPanel::showState()
{
    m_make->setText(m_working ? tr("Stop") : tr("Make again"));
    m_make->setEnabled(m_working || !m_message.isEmpty());
    QStringList lines;
    if (m_working)
        lines += m_all > 0 ? tr("%1 of %2 passages, nodes: %3").arg(m_done).arg(m_all).arg(map().size()) : tr("Making the map…");
    else if (m_message.isEmpty())
        lines += tr("Ask something in the chat; \"Mind map\" below an answer draws it here.");
    else if (m_kept.written)
        lines += tr("Written by %1 from %2. Double-click a node to ask about it.").arg(m_kept.model, passagesText(m_kept.passages.size()));
    else
        lines +=
            tr("Made from headings and key phrases of %1. Double-click a node to ask about it.").arg(passagesText(m_kept.passages.size()));
    if (!m_working && !m_message.isEmpty())
        lines.last() += QLatin1Char(' ') + (m_kept.sent.isEmpty() ? tr("Nothing was sent anywhere.") : Dialog::sentText(m_kept.sent));
    if (!m_working)
        lines += m_kept.notices;
    m_state->setText(lines.join(QLatin1Char('\n')));
    showActions();
}

void MapPanel::showActions()
{
    const bool ready = !m_working && !m_message.isEmpty();
    m_undo->setEnabled(ready && m_editor.canUndo());
    m_redo->setEnabled(ready && m_editor.canRedo());
    m_add->setEnabled(ready);
    m_rename->setEnabled(ready && m_view->current());
    m_remove->setEnabled(ready && m_view->current() && m_view->current() != map().root());
}

void MapPanel::showPassages(NodeId id)
{
    m_shownPassages.clear();
    const QStringList chunks = id ? map().node(id).sources.isEmpty() ? map().sourcesWithin(id) : map().node(id).sources : QStringList();
    for (const Dialog::Source &source : std::as_const(m_kept.passages)) {
        if (chunks.contains(source.chunk))
            m_shownPassages += source;
    }
    m_passages->setPassages(m_shownPassages);
    m_passagesTitle->setText(!id ? tr("Choose a node to see its passages.")
            : m_shownPassages.isEmpty()
            ? tr("No passage holds the words of this node.")
            : tr("%1 for “%2”")
                  .arg(passagesText(m_shownPassages.size()), fontMetrics().elidedText(map().node(id).label, Qt::ElideRight, 300)));
    showActions();
}

void MapPanel::search(const QString &words)
{
    m_found.clear();
    const QString wanted = MindMap::foldedLabel(words);
    if (!wanted.isEmpty()) {
        map().visit([&](const Node &node, int) {
            if (MindMap::foldedLabel(node.label).contains(wanted))
                m_found += node.id;
        });
    }
    m_view->setFound(QSet<NodeId>(m_found.begin(), m_found.end()));
    QPalette colors = palette();
    if (!wanted.isEmpty() && m_found.isEmpty())
        colors.setColor(QPalette::Text, Theme::signal(palette()));
    m_search->setPalette(colors);
    if (!m_found.isEmpty() && !m_found.contains(m_view->current()))
        m_view->setCurrent(m_found.first());
}

void MapPanel::nextFound(bool forward)
{
    if (m_found.isEmpty())
        return;
    const qsizetype at = m_found.indexOf(m_view->current()), count = m_found.size();
    m_view->setCurrent(m_found[at < 0 ? 0 : (at + (forward ? 1 : count - 1)) % count]);
}

void MapPanel::ask(NodeId id)
{
    if (m_working || m_message.isEmpty() || !map().contains(id))
        return;
    const QStringList path = map().path(id);
    const QString about = path.isEmpty() ? map().node(id).label : path.join(QStringLiteral(" › "));
    Q_EMIT askWanted(m_conversation, tr("What do the documents say about “%1”?").arg(about));
}

void MapPanel::changed()
{
    if (m_message.isEmpty())
        return;
    m_unsaved = true;
    m_saveSoon.start();
    showPassages(m_view->current());
    m_kept.map = map();
}

void MapPanel::save()
{
    m_saveSoon.stop();
    if (!std::exchange(m_unsaved, false) || m_services.tasks->token().stop_requested())
        return; // the window is closed, and what is changed saved, before the program stops its tasks
    m_kept.map = map();
    m_services.tasks->add(store(this, m_services, m_message, m_kept));
}

QCoro::Task<void> MapPanel::store(QPointer<MapPanel> panel, Services services, QString message, Dialog::AnswerMap map)
{
    auto saving = services.maps->save(message, map);
    const Status saved = co_await std::move(saving);
    if (!saved && panel)
        Q_EMIT panel->failed(saved.error().message);
}

void MapPanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    save();
}

} // namespace Heddle::Ui
