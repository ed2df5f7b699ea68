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
#include "ui/common/form.h"
#include "ui/common/heartbeat.h"
#include "ui/common/storedsettings.h"
#include "ui/common/theme.h"
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
constexpr int WordsMs = 500; // between two readings of the tables
constexpr int MostRows = 300;
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

ActivityPanel::ActivityPanel(Services services, Heartbeat *heartbeat, QWidget *parent)
    : QWidget(parent), m_services(std::move(services)), m_heartbeat(heartbeat),
      m_feed(new ActivityFeed({ m_services.pools->all(), m_services.http->registry(), m_services.pools->flows }, this)),
      m_timeline(new Timeline(m_feed)), m_flow(new FlowPane), m_comparison(new Comparison(m_services)), m_tabs(new QTabWidget),
      m_pause(new QToolButton), m_zoom(new QComboBox), m_state(new QLabel)
{
    setObjectName(QStringLiteral("activityPanel"));
    m_spans = new RowsModel({ tr("Step"), tr("Where"), tr("Question"), tr("State"), tr("Waited"), tr("Took") }, this);
    m_pools = new RowsModel({ tr("Pool"), tr("Threads"), tr("Busy"), tr("Waiting"), tr("Oldest waits"), tr("Most busy"), tr("Done"),
                                tr("Waited, median"), tr("99 %"), tr("Ran, median"), tr("99 %") },
        this);
    m_hosts = new RowsModel({ tr("Server"), tr("In flight"), tr("Waiting"), tr("Most at once"), tr("Done"), tr("Failed"), tr("Sent"),
                                tr("Received"), tr("Median"), tr("99 %") },
        this);
    m_pools->setFixed(QStringLiteral("conversations-write")); // what is written is written in order
    m_pools->setEditable(
        ThreadsColumn, [this](const QString &pool, int threads) { m_services.tasks->add(resizePool(this, m_services, pool, threads)); });
    m_spansTable = makeTable(m_spans, tr("Steps that run, wait and have ended"), QStringLiteral("activityTable"));
    QTableView *pools = makeTable(m_pools, tr("Pools"), QStringLiteral("poolsTable"));
    pools->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    auto *poolsPage = new QWidget;
    poolsPage->setObjectName(QStringLiteral("poolsPage"));
    auto *poolsColumn = new QVBoxLayout(poolsPage);
    poolsColumn->setContentsMargins(0, 0, 0, 0);
    auto *hint = new QLabel(tr("Double-click a number of threads to change it; what waits is kept."));
    hint->setContentsMargins(Theme::Gap, Theme::Gap, Theme::Gap, 0);
    hint->setWordWrap(true);
    poolsColumn->addWidget(hint);
    poolsColumn->addWidget(pools, 1);
    m_tabs->setObjectName(QStringLiteral("activityTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_timeline, tr("Picture"));
    m_tabs->addTab(m_spansTable, tr("Table"));
    m_tabs->addTab(poolsPage, tr("Pools"));
    m_tabs->addTab(makeTable(m_hosts, tr("Servers"), QStringLiteral("hostsTable")), tr("Servers"));
    auto *comparison = new QScrollArea; // it needs more height than a small window has
    comparison->setWidget(m_comparison);
    comparison->setWidgetResizable(true);
    comparison->setFrameShape(QFrame::NoFrame);
    m_tabs->addTab(comparison, tr("Comparison"));
    auto *split = new QSplitter(Qt::Vertical);
    split->addWidget(m_tabs);
    split->addWidget(m_flow);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setChildrenCollapsible(false);
    m_flow->hide();
    setFocusProxy(m_timeline);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeBar());
    column->addWidget(split, 1);

    connect(m_feed, &ActivityFeed::ticked, this, &ActivityPanel::tick);
    connect(m_timeline, &Timeline::flowChosen, this, &ActivityPanel::showFlow);
    connect(m_timeline, &Timeline::zoomWanted, this, &ActivityPanel::zoom);
    connect(m_timeline, &Timeline::pauseWanted, this, [this] { setPaused(!m_feed->isPaused()); });
    connect(
        m_spansTable, &QTableView::activated, this, [this](const QModelIndex &index) { showFlow(index.data(Qt::UserRole).toULongLong()); });
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        m_wordsAt = 0;
        tick();
    });
    connect(m_flow, &FlowPane::closed, m_flow, &QWidget::hide);
    connect(m_flow, &FlowPane::saveWanted, this, [this](quint64 flow) {
        chooseFile(this, tr("Save the question's trace"), tr("heddle-question-%1").arg(flow), QStringLiteral("json"),
            [this, flow](const QString &path) { saveTrace(path, flow); });
    });
    connect(m_comparison, &Comparison::failed, this, &ActivityPanel::failed);
    connect(m_heartbeat, &Heartbeat::measured, this, [this] {
        if (isVisible())
            showState();
    });
}

QWidget *ActivityPanel::makeBar()
{
    m_pause->setObjectName(QStringLiteral("activityPause"));
    m_pause->setText(tr("Pause"));
    m_pause->setCheckable(true);
    m_pause->setToolTip(tr("Pause the picture (space bar)"));
    m_zoom->setObjectName(QStringLiteral("activityZoom"));
    m_zoom->setAccessibleName(tr("Time shown"));
    for (const int seconds : Windows)
        m_zoom->addItem(tr("the last %1").arg(Stages::duration(seconds * 1000.0)), seconds * 1000);
    m_zoom->setCurrentIndex(UsualWindow);
    auto *save = new QToolButton;
    save->setText(tr("Save a trace…"));
    save->setToolTip(tr("Everything of the last five minutes for ui.perfetto.dev; without the words of your questions"));
    for (QToolButton *button : { m_pause, save })
        button->setAutoRaise(true);
    m_state->setObjectName(QStringLiteral("activityState"));
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_state->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(Theme::Gap, Theme::Gap / 2, Theme::Gap, Theme::Gap / 2);
    row->addWidget(m_pause);
    row->addWidget(m_zoom);
    row->addWidget(save);
    row->addWidget(m_state, 1);
    connect(m_pause, &QToolButton::toggled, this, &ActivityPanel::setPaused);
    connect(m_zoom, &QComboBox::currentIndexChanged, this,
        [this] { m_feed->setWindow(std::chrono::milliseconds(m_zoom->currentData().toInt())); });
    connect(save, &QToolButton::clicked, this, [this] {
        chooseFile(this, tr("Save a trace"), tr("heddle-trace"), QStringLiteral("json"), [this](const QString &path) { saveTrace(path); });
    });
    return bar;
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
    table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + Theme::Gap);
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
    if (now - m_wordsAt < WordsMs)
        return;
    m_wordsAt = now;
    const QString page = m_tabs->currentWidget() ? m_tabs->currentWidget()->objectName() : QString();
    if (m_tabs->currentWidget() == m_spansTable)
        showSpans();
    else if (page == QLatin1String("hostsTable"))
        showHosts();
    else if (page == QLatin1String("poolsPage"))
        showPools();
    if (m_flow->isVisible())
        showFlow(m_flow->flow());
}

void ActivityPanel::showSpans()
{
    std::vector<const Span *> spans;
    const auto add = [&spans](const ActivityFeed::Place &place) {
        for (const auto *list : { &place.running, &place.waiting }) {
            for (const Span &span : *list)
                spans.push_back(&span);
        }
        std::size_t some = 0;
        for (auto span = place.ended.rbegin(); span != place.ended.rend() && some < MostRows; ++span, ++some)
            spans.push_back(&*span);
    };
    std::for_each(m_feed->pools().begin(), m_feed->pools().end(), add);
    add(m_feed->calls());
    std::stable_sort(spans.begin(), spans.end(), [](const Span *a, const Span *b) { return a->queued > b->queued; });
    if (spans.size() > MostRows)
        spans.resize(MostRows);
    QList<RowsModel::Row> rows;
    for (const Span *span : spans) {
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
        findChild<QTableView *>(QStringLiteral("poolsTable"))->resizeColumnsToContents();
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
        findChild<QTableView *>(QStringLiteral("hostsTable"))->resizeColumnsToContents();
}

void ActivityPanel::showState()
{
    const int all = Concurrency::threadsOfThisProcess(), network = m_services.http->networkThreads();
    QStringList parts { tr("longest pause in the last second %1 ms").arg(QLocale().toString(m_heartbeat->lastSecond(), 'f', 0)) };
    if (all > 0)
        parts += tr("%1 threads, %2 of them for the network").arg(all).arg(network);
    m_state->setText(parts.join(QStringLiteral(" · ")));
    QStringList names;
    for (const auto &[name, count] : Concurrency::threadNames())
        names += QStringLiteral("%1 × %2").arg(count).arg(QString::fromStdString(name));
    m_state->setToolTip(names.join(QLatin1Char('\n')));
}

void ActivityPanel::showFlow(quint64 flow)
{
    const auto trace = m_feed->flow(flow);
    if (trace)
        m_flow->showFlow(*trace, std::chrono::steady_clock::now());
    else if (flow)
        Q_EMIT failed(tr("Question %1 is not known any more; the last 200 are kept.").arg(flow));
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
    m_services.tasks->add(write(this, m_services, path, std::move(spans), std::move(flows)));
}

QCoro::Task<void> ActivityPanel::write(
    QPointer<ActivityPanel> panel, Services services, QString path, std::vector<Span> spans, std::vector<Concurrency::FlowTrace> flows)
{
    auto writing = services.pools->render.submit(
        [path, spans = std::move(spans), flows = std::move(flows)](
            std::stop_token) { return saveFile(path, Flow::chromeTrace(spans, flows, std::chrono::steady_clock::now())); },
        services.tasks->token(), QStringLiteral("save trace"));
    const Status written = co_await std::move(writing);
    if (!written && panel && !written.error().isCancelled())
        Q_EMIT panel->failed(written.error().message);
}

QCoro::Task<void> ActivityPanel::resizePool(QPointer<ActivityPanel> panel, Services services, QString pool, int threads)
{
    QMap<QString, QString> values;
    values.insert(pool, QString::number(threads));
    auto saving = saveSettings(services, QStringLiteral("pools."), values, services.tasks->token());
    const Status saved = co_await std::move(saving);
    if (saved)
        services.applySettings();
    else if (panel && !saved.error().isCancelled())
        Q_EMIT panel->failed(saved.error().message);
}

} // namespace Heddle::Ui
