// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mindmap/mappanel.h"
#include "ui/common/deliver.h"
#include "ui/common/passagelist.h"
#include "ui/common/plaintext.h"
#include "ui/mindmap/mapview.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include "ui/widgets/iconbutton.h"
#include <QAction>
#include <QApplication>
#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>

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

MapPanel::MapPanel(Conversation::AnswerMaps *maps, Concurrency::WorkPool *files, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QWidget(parent), m_maps(maps), m_files(files), m_tasks(tasks), m_view(new MapView(&m_editor)), m_search(new QLineEdit),
      m_title(plainLabel()), m_state(plainLabel()), m_passagesTitle(plainLabel()), m_passages(new PassageList),
      m_head(new QBoxLayout(QBoxLayout::LeftToRight)), m_split(new QSplitter(Qt::Vertical)),
      m_make(new IconButton(QStringLiteral("refresh-cw"), tr("Regenerate"))), m_place(new IconButton({}, {})), m_undo(new QAction(tr("Undo"), this)), m_redo(new QAction(tr("Redo"), this)),
      m_add(new QAction(tr("Add a node"), this)), m_rename(new QAction(tr("Rename"), this)),
      m_remove(new QAction(tr("Delete the branch"), this))
{
    setObjectName(QStringLiteral("mapPanel"));
    setFocusProxy(m_view);
    styleLabels();
    layOutWidgets();
    connectActions();
    connectView();
    m_saveSoon.setSingleShot(true);
    m_saveSoon.setInterval(SaveMs);
    connect(&m_saveSoon, &QTimer::timeout, this, &MapPanel::save);
    clear();
}

void MapPanel::styleLabels()
{
    m_title->setObjectName(QStringLiteral("mapTitle"));
    m_state->setObjectName(QStringLiteral("mapState"));
    m_title->setProperty("textRole", QStringLiteral("section"));
    m_state->setProperty("quiet", true);
    m_state->setContentsMargins(Metrics::WideGap, Metrics::Gap, Metrics::WideGap, Metrics::Gap);
    for (QLabel *label : { m_title, m_state }) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_passagesTitle->setProperty("second", true);
    m_passagesTitle->setWordWrap(true);
    m_passagesTitle->setContentsMargins(Metrics::WideGap, Metrics::CardGap, Metrics::WideGap, Metrics::CardGap);
    m_passagesTitle->setObjectName(QStringLiteral("mapPassagesTitle"));
    m_passages->setObjectName(QStringLiteral("mapPassages"));
    m_passages->setAccessibleName(tr("Passages of the chosen node"));
}

void MapPanel::layOutWidgets()
{
    auto *evidence = new QWidget;
    evidence->setObjectName(QStringLiteral("mapEvidence"));
    auto *list = new QVBoxLayout(evidence);
    list->setContentsMargins(0, 0, 0, 0);
    list->setSpacing(0);
    list->addWidget(m_passagesTitle);
    list->addWidget(m_passages, 1);
    m_split->addWidget(m_view);
    m_split->addWidget(evidence);
    m_split->setStretchFactor(0, 3);
    m_split->setStretchFactor(1, 1);
    m_split->setChildrenCollapsible(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeBar());
    column->addWidget(m_state);
    column->addWidget(m_split, 1);
}

//! The passages at the side of the map where there is room, below it where there isn't; the title above what one can do.
void MapPanel::showRoom()
{
    constexpr int Wide = 900, WideHead = 640; //!< pixels
    m_head->setDirection(width() < WideHead ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    const Qt::Orientation wanted = width() < Wide ? Qt::Vertical : Qt::Horizontal;
    if (m_split->orientation() == wanted)
        return;
    m_split->setOrientation(wanted);
    if (wanted == Qt::Horizontal)
        m_split->setSizes({ width() - Metrics::ListWidth, Metrics::ListWidth });
    else
        m_split->setSizes({ 3 * height() / 4, height() / 4 });
}

void MapPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showRoom();
}

void MapPanel::connectActions()
{
    m_undo->setShortcut(QKeySequence::Undo);
    m_redo->setShortcuts({ QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y) });
    for (QAction *action : { m_undo, m_redo, m_add, m_rename, m_remove }) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
    }
    connect(m_undo, &QAction::triggered, this, [this] { step(&MindMap::Editor::undo); });
    connect(m_redo, &QAction::triggered, this, [this] { step(&MindMap::Editor::redo); });
    connect(m_add, &QAction::triggered, m_view, [this] { m_view->addChild(m_view->current() ? m_view->current() : map().root()); });
    connect(m_rename, &QAction::triggered, m_view, [this] { m_view->rename(m_view->current()); });
    connect(m_remove, &QAction::triggered, m_view, [this] { m_view->removeNode(m_view->current()); });
}

void MapPanel::connectView()
{
    connect(m_view, &MapView::edited, this, &MapPanel::changed);
    connect(m_view, &MapView::currentChanged, this, &MapPanel::showPassages);
    connect(m_view, &MapView::askRequested, this, &MapPanel::ask);
    connect(m_passages, &PassageList::opened, this, [this](int row) { Q_EMIT sourceRequested(m_conversation, m_shownPassages, row); });
    connect(m_search, &QLineEdit::textChanged, this, &MapPanel::search);
    connect(
        m_search, &QLineEdit::returnPressed, this, [this] { nextFound(!QApplication::keyboardModifiers().testFlag(Qt::ShiftModifier)); });
}

void MapPanel::step(NodeId (MindMap::Editor::*undoOrRedo)())
{
    if (const NodeId id = (m_editor.*undoOrRedo)()) {
        m_view->mapChanged();
        m_view->setCurrent(id);
        changed();
    }
}

void MapPanel::setBeside(bool beside)
{
    if (beside)
        m_place->setLook(QStringLiteral("app-window"), tr("As a page"));
    else
        m_place->setLook(QStringLiteral("panel-right"), tr("Beside the chat"));
}

void MapPanel::clear()
{
    save();
    m_opening.restart(m_tasks->token()); // a map that is still being made is no longer wanted
    m_working = false;
    m_view->setReadOnly(false);
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
    const std::stop_token stop = m_opening.restart(m_tasks->token());
    m_working = true;
    m_drawnFirst = false;
    m_done = m_all = 0;
    if (message != m_message)
        m_editor.setMap(MindMap::Map());
    m_conversation = conversation;
    m_message = message;
    m_view->setReadOnly(true); // a map that is still being made can't be edited
    const auto isCurrent = [panel = QPointer(this), stop] { return panel && panel->m_opening.token() == stop; };
    const Dialog::MapSink part = [this, isCurrent](const MindMap::Map &map, int done, int all) {
        if (isCurrent())
            showPartial(map, done, all);
    };
    const std::function<void(const QString &)> asked = [this, isCurrent](const QString &question) {
        if (isCurrent())
            m_title->setText(question);
    };
    deliver(
        m_tasks, this, m_maps->open(conversation, message, again, stop, part, asked), [this, isCurrent](const Result<MapResult> &opened) {
            if (isCurrent())
                showResult(opened);
        });
    showState();
}

void MapPanel::showPartial(const MindMap::Map &map, int done, int all)
{
    draw(map, !std::exchange(m_drawnFirst, true));
    m_done = done;
    m_all = all;
    showState();
}

void MapPanel::showResult(const Result<MapResult> &opened)
{
    m_working = false;
    m_view->setReadOnly(false);
    if (opened)
        showOpened(*opened);
    else
        showFailure(opened.error());
}

void MapPanel::showOpened(const MapResult &opened)
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

//! The map that was there before comes back.
void MapPanel::showFailure(const Error &error)
{
    reportError(error);
    m_editor.setMap(m_kept.map);
    m_view->mapChanged(true);
    if (m_kept.passages.isEmpty())
        m_message.clear(); // so that opening it once more makes it
    showState();
}

void MapPanel::reportError(const Status &status)
{
    if (!status && !status.error().isCancelled())
        Q_EMIT failed(status.error().message);
}

//! Draws a map so that nodes that are already shown keep their ids and stay in place.
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
    m_make->setLook(m_working ? QStringLiteral("square") : QStringLiteral("refresh-cw"), m_working ? tr("Stop") : tr("Regenerate"));
    m_make->setEnabled(m_working || !m_message.isEmpty());
    m_state->setText(stateText());
    showActions();
}

QString MapPanel::stateText() const
{
    if (m_working)
        return m_all > 0 ? tr("%1 of %2 passages, nodes: %3").arg(m_done).arg(m_all).arg(map().size()) : tr("Making the map…");
    QStringList lines;
    if (m_message.isEmpty()) {
        lines += tr("Ask something in the chat; \"Mind map\" below an answer draws it here.");
    } else {
        const QString passages = passagesText(m_kept.passages.size());
        const QString origin = m_kept.written
            ? tr("Written by %1 from %2. Double-click a node to ask about it.").arg(m_kept.model, passages)
            : tr("Made from headings and sentences of %1. Double-click a node to ask about it.").arg(passages);
        lines += origin + QLatin1Char(' ') + (m_kept.sent.isEmpty() ? tr("Nothing was sent anywhere.") : Dialog::sentText(m_kept.sent));
    }
    lines += m_kept.notices;
    return lines.join(QLatin1Char('\n'));
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
            ? tr("No passage supports this.")
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
        colors.setColor(QPalette::Text, Style::tokensOf(palette()).signal);
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
    Q_EMIT askRequested(m_conversation, tr("What do the documents say about “%1”?").arg(about));
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
    if (!std::exchange(m_unsaved, false) || m_tasks->token().stop_requested())
        return; // the window is closed, and what is changed saved, before the program stops its tasks
    m_kept.map = map();
    deliver(m_tasks, this, m_maps->save(m_message, m_kept), &MapPanel::reportError);
}

void MapPanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    save();
}

} // namespace Heddle::Ui
