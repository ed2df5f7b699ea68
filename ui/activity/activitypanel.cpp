// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/activitypanel.h"
#include "core/base/files.h"
#include "core/concurrency/processthreads.h"
#include "core/flow/chrometrace.h"
#include "ui/activity/activityfeed.h"
#include "ui/activity/comparison.h"
#include "ui/activity/flowpane.h"
#include "ui/activity/rowsmodel.h"
#include "ui/activity/stages.h"
#include "ui/activity/timeline.h"
#include "ui/common/choosefile.h"
#include "ui/common/deliver.h"
#include "ui/common/plaintext.h"
#include "ui/style/metrics.h"
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

namespace Heddle::Ui {

using Concurrency::Span;

namespace {

constexpr int Windows[] = { 1, 2, 5, 10, 30, 60, 120, 300 }; // seconds
constexpr int UsualWindow = 3; // 10 s
constexpr int TablesMs = 500; // between two readings of the tables
constexpr int MaxRows = 300;
constexpr int ThreadsColumn = 1;

QString spanKey(const Span &span)
{
    return QStringLiteral("%1 %2 %3").arg(int(span.runs)).arg(QString::fromStdString(span.where)).arg(span.id);
}

QString microseconds(qint64 us)
{
    return us > 0 ? Stages::duration(double(us) / 1000) : QString();
}

} // namespace

ActivityPanel::ActivityPanel(
    Flow::Pools *pools, Net::HttpClient *http, Concurrency::TaskGroup *tasks, PoolResizer resizePool, QWidget *parent)
    : QWidget(parent), m_allPools(pools), m_http(http), m_tasks(tasks), m_resizePool(std::move(resizePool)),
      m_feed(new ActivityFeed({ pools->all(), http->registry(), pools->flows }, this)), m_timeline(new Timeline(m_feed)),
      m_flow(new FlowPane), m_comparison(new Comparison(&pools->render, tasks)), m_tabs(new QTabWidget), m_pause(new QToolButton),
      m_zoom(new QComboBox), m_state(plainLabel())
{
    setObjectName(QStringLiteral("activityPanel"));
    setFocusProxy(m_timeline);
    makeModels();
    fillTabs();
    layOutWidgets();
    connectParts();
}

void ActivityPanel::makeModels()
{
    m_spans = new RowsModel({ tr("Step"), tr("Where"), tr("Question"), tr("State"), tr("Waited"), tr("Took") }, this);
    m_pools = new RowsModel({ tr("Pool"), tr("Threads"), tr("Busy"), tr("Waiting"), tr("Oldest waits"), tr("Peak busy"), tr("Done"),
                                tr("Waited, median"), tr("99 %"), tr("Ran, median"), tr("99 %") },
        this);
    m_hosts = new RowsModel({ tr("Server"), tr("In flight"), tr("Waiting"), tr("Peak in flight"), tr("Done"), tr("Failed"), tr("Sent"),
                                tr("Received"), tr("Median"), tr("99 %") },
        this);
    m_pools->setFixed(QStringLiteral("conversations-write")); // one thread writes, so that writes keep their order
    m_pools->setEditable(ThreadsColumn, [this](const QString &pool, int threads) { resizePool(pool, threads); });
    m_spansTable = makeTable(m_spans, tr("Steps that run, wait and have ended"), QStringLiteral("activityTable"));
    m_poolsTable = makeTable(m_pools, tr("Pools"), QStringLiteral("poolsTable"));
    m_poolsTable->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    m_hostsTable = makeTable(m_hosts, tr("Servers"), QStringLiteral("hostsTable"));
}

QWidget *ActivityPanel::makePoolsPage()
{
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    QLabel *hint = plainLabel(tr("Double-click a number of threads to change it; what waits is kept."));
    hint->setContentsMargins(Metrics::Gap, Metrics::Gap, Metrics::Gap, 0);
    hint->setWordWrap(true);
    column->addWidget(hint);
    column->addWidget(m_poolsTable, 1);
    return page;
}

void ActivityPanel::fillTabs()
{
    m_poolsPage = makePoolsPage();
    auto *comparison = new QScrollArea; // it needs more height than a small window has
    comparison->setWidget(m_comparison);
    comparison->setWidgetResizable(true);
    comparison->setFrameShape(QFrame::NoFrame);
    m_tabs->setObjectName(QStringLiteral("activityTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_timeline, tr("Picture"));
    m_tabs->addTab(m_spansTable, tr("Table"));
    m_tabs->addTab(m_poolsPage, tr("Pools"));
    m_tabs->addTab(m_hostsTable, tr("Servers"));
    m_tabs->addTab(comparison, tr("Comparison"));
}

void ActivityPanel::layOutWidgets()
{
    auto *split = new QSplitter(Qt::Vertical);
    split->addWidget(m_tabs);
    split->addWidget(m_flow);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setChildrenCollapsible(false);
    m_flow->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeBar());
    column->addWidget(split, 1);
}

void ActivityPanel::connectParts()
{
    connect(m_feed, &ActivityFeed::ticked, this, &ActivityPanel::tick);
    connect(m_timeline, &Timeline::flowChosen, this, &ActivityPanel::showFlow);
    connect(m_timeline, &Timeline::zoomRequested, this, &ActivityPanel::zoom);
    connect(m_timeline, &Timeline::pauseToggled, this, [this] { setPaused(!m_feed->isPaused()); });
    connect(
        m_spansTable, &QTableView::activated, this, [this](const QModelIndex &index) { showFlow(index.data(Qt::UserRole).toULongLong()); });
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        m_tablesReadAt = 0;
        tick();
    });
    connect(m_flow, &FlowPane::closed, m_flow, &QWidget::hide);
    connect(m_flow, &FlowPane::saveRequested, this, &ActivityPanel::chooseFlowTrace);
    connect(m_comparison, &Comparison::failed, this, &ActivityPanel::failed);
}

QWidget *ActivityPanel::makeBar()
{
    prepareBarButtons();
    auto *save = new QToolButton;
    save->setText(tr("Save a trace…"));
    save->setToolTip(tr("Everything of the last five minutes for ui.perfetto.dev; without the words of your questions"));
    save->setAutoRaise(true);
    connect(save, &QToolButton::clicked, this, &ActivityPanel::chooseTrace);
    m_state->setObjectName(QStringLiteral("activityState"));
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_state->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(Metrics::Gap, Metrics::Gap / 2, Metrics::Gap, Metrics::Gap / 2);
    row->addWidget(m_pause);
    row->addWidget(m_zoom);
    row->addWidget(save);
    row->addWidget(m_state, 1);
    return bar;
}

void ActivityPanel::prepareBarButtons()
{
    m_pause->setObjectName(QStringLiteral("activityPause"));
    m_pause->setText(tr("Pause"));
    m_pause->setCheckable(true);
    m_pause->setAutoRaise(true);
    m_pause->setToolTip(tr("Pause the picture (space bar)"));
    connect(m_pause, &QToolButton::toggled, this, &ActivityPanel::setPaused);
    m_zoom->setObjectName(QStringLiteral("activityZoom"));
    m_zoom->setAccessibleName(tr("Time shown"));
    for (const int seconds : Windows)
        m_zoom->addItem(tr("the last %1").arg(Stages::duration(seconds * 1000.0)), seconds * 1000);
    m_zoom->setCurrentIndex(UsualWindow);
    connect(m_zoom, &QComboBox::currentIndexChanged, this,
        [this] { m_feed->setWindow(std::chrono::milliseconds(m_zoom->currentData().toInt())); });
}

QTableView *ActivityPanel::makeTable(RowsModel *model, const QString &name, const QString &objectName)
{
    auto *table = new QTableView;
    table->setObjectName(objectName);
    table->setAccessibleName(name);
    table->setModel(model);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setShowGrid(false);
    table->setTabKeyNavigation(false);
    table->setFrameShape(QFrame::NoFrame);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + Metrics::Gap);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    return table;
}

void ActivityPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_feed->setWatching(true);
    Q_EMIT watched(true);
    showState();
}

void ActivityPanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_feed->setWatching(false);
    Q_EMIT watched(false);
}

void ActivityPanel::setPaused(bool paused)
{
    m_pause->setChecked(paused);
    m_feed->setPaused(paused);
}

void ActivityPanel::zoom(int steps)
{
    m_zoom->setCurrentIndex(std::clamp(m_zoom->currentIndex() - steps, 0, m_zoom->count() - 1));
}

void ActivityPanel::tick()
{
    const qint64 now = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
    if (now - m_tablesReadAt < TablesMs)
        return;
    m_tablesReadAt = now;
    const QWidget *page = m_tabs->currentWidget();
    if (page == m_spansTable)
        showSpans();
    else if (page == m_hostsTable)
        showHosts();
    else if (page == m_poolsPage)
        showPools();
    if (m_flow->isVisible())
        showFlow(m_flow->flow());
}

std::vector<const Span *> ActivityPanel::newestSpans() const
{
    std::vector<const Span *> spans;
    const auto add = [&spans](const ActivityFeed::Place &place) {
        for (const auto *list : { &place.running, &place.waiting }) {
            for (const Span &span : *list)
                spans.push_back(&span);
        }
        std::size_t count = 0;
        for (auto span = place.ended.rbegin(); span != place.ended.rend() && count < MaxRows; ++span, ++count)
            spans.push_back(&*span);
    };
    std::for_each(m_feed->pools().begin(), m_feed->pools().end(), add);
    add(m_feed->calls());
    std::stable_sort(spans.begin(), spans.end(), [](const Span *a, const Span *b) { return a->queued > b->queued; });
    if (spans.size() > MaxRows)
        spans.resize(MaxRows);
    return spans;
}

void ActivityPanel::showSpans()
{
    QList<RowsModel::Row> rows;
    for (const Span *span : newestSpans()) {
        const Span::Time end = span->hasEnded() ? span->ended : m_feed->now(), begun = span->hasBegun() ? span->begun : end;
        rows += RowsModel::Row { spanKey(*span),
            { QString::fromStdString(span->what), Stages::placeOf(*span), span->flow ? QString::number(span->flow) : QString(),
                Stages::stateOf(*span, m_feed->now()), Stages::lasted(span->queued, begun),
                span->hasBegun() ? Stages::lasted(begun, end) : QString() },
            quint64(span->flow) };
    }
    const bool first = m_spans->rowCount() == 0;
    m_spans->setRows(rows);
    if (first)
        m_spansTable->resizeColumnsToContents();
}

void ActivityPanel::showPools()
{
    QList<RowsModel::Row> rows;
    for (const ActivityFeed::Place &pool : m_feed->pools()) {
        const Concurrency::PoolFigures &f = pool.figures;
        const QString oldest = pool.waiting.empty() ? QString() : Stages::lasted(pool.waiting.front().queued, m_feed->now());
        rows += RowsModel::Row { pool.name,
            { pool.name, QString::number(f.threads), QString::number(f.active), QString::number(f.queued), oldest,
                QString::number(f.peakActive), QLocale().toString(f.done), microseconds(f.waitP50us), microseconds(f.waitP99us),
                microseconds(f.runP50us), microseconds(f.runP99us) } };
    }
    const bool first = m_pools->rowCount() == 0;
    m_pools->setRows(rows);
    if (first)
        m_poolsTable->resizeColumnsToContents();
}

void ActivityPanel::showHosts()
{
    const QLocale locale;
    QList<RowsModel::Row> rows;
    for (const Net::HostFigures &host : m_feed->hosts()) {
        const QString name = QString::fromStdString(host.host);
        rows += RowsModel::Row { name,
            { name, QString::number(host.active), QString::number(host.waiting), QString::number(host.peakActive),
                locale.toString(host.done), locale.toString(host.failed), locale.formattedDataSize(qint64(host.bytesSent)),
                locale.formattedDataSize(qint64(host.bytesReceived)), host.done ? Stages::duration(host.medianMs) : QString(),
                host.done ? Stages::duration(host.p99Ms) : QString() } };
    }
    const bool first = m_hosts->rowCount() == 0;
    m_hosts->setRows(rows);
    if (first)
        m_hostsTable->resizeColumnsToContents();
}

void ActivityPanel::showStall(double milliseconds)
{
    m_stallMs = milliseconds;
    if (isVisible())
        showState();
}

void ActivityPanel::showState()
{
    const int all = Concurrency::threadsOfThisProcess(), network = m_http->networkThreads();
    QStringList parts { tr("longest UI stall in the last second: %1 ms").arg(QLocale().toString(m_stallMs, 'f', 0)) };
    if (all > 0)
        parts += tr("%1 threads, %2 of them for the network").arg(all).arg(network);
    m_state->setText(parts.join(QStringLiteral(" · ")));
    QStringList names;
    for (const auto &[name, count] : Concurrency::threadNames())
        names += QStringLiteral("%1 × %2").arg(count).arg(QString::fromStdString(name));
    setPlainToolTip(m_state, names.join(QLatin1Char('\n')));
}

void ActivityPanel::showFlow(quint64 flow)
{
    const auto trace = m_feed->flow(flow);
    if (trace)
        m_flow->showFlow(*trace, std::chrono::steady_clock::now());
    else if (flow)
        Q_EMIT failed(tr("Question %1 is not known any more; the last 200 are kept.").arg(flow));
}

void ActivityPanel::showKept(const Concurrency::FlowTrace &flow)
{
    m_flow->showFlow(flow, std::chrono::steady_clock::now());
}

void ActivityPanel::saveTrace(const QString &path, quint64 flow)
{
    std::vector<Span> spans;
    std::vector<Concurrency::FlowTrace> flows;
    if (flow == 0) {
        spans = m_feed->everything();
        flows = m_feed->flows();
    } else if (const auto trace = m_feed->flow(flow)) {
        spans = trace->spans;
        flows = { *trace };
    }
    const auto write = [path, spans = std::move(spans), flows = std::move(flows)](
                           std::stop_token) { return saveFile(path, Flow::chromeTrace(spans, flows, std::chrono::steady_clock::now())); };
    deliver(m_tasks, this, m_allPools->render.submit(write, m_tasks->token(), QStringLiteral("save trace")), &ActivityPanel::reportError);
}

void ActivityPanel::chooseTrace()
{
    chooseFile(this, tr("Save a trace"), tr("heddle-trace"), QStringLiteral("json"), [this](const QString &path) { saveTrace(path); });
}

void ActivityPanel::chooseFlowTrace(quint64 flow)
{
    chooseFile(this, tr("Save the question's trace"), tr("heddle-question-%1").arg(flow), QStringLiteral("json"),
        [this, flow](const QString &path) { saveTrace(path, flow); });
}

void ActivityPanel::resizePool(const QString &pool, int threads)
{
    deliver(m_tasks, this, m_resizePool(pool, threads), &ActivityPanel::reportError);
}

void ActivityPanel::reportError(const Status &status)
{
    if (!status && !status.error().isCancelled())
        Q_EMIT failed(status.error().message);
}

} // namespace Heddle::Ui
