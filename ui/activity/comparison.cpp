// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/comparison.h"
#include "core/base/files.h"
#include "ui/activity/activityfeed.h"
#include "ui/activity/answerschart.h"
#include "ui/activity/stages.h"
#include "ui/activity/timeline.h"
#include "ui/common/choosefile.h"
#include "ui/common/deliver.h"
#include "ui/common/plaintext.h"
#include "ui/style/metrics.h"
#include <QBuffer>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHideEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace Heddle::Ui {

using Bench::FlowFigures;
using Bench::FlowPlan;

namespace {

constexpr int TimelinePlace = 2; //!< in a side's column

} // namespace

Comparison::Comparison(Concurrency::WorkPool *files, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QWidget(parent), m_files(files), m_tasks(tasks), m_users(new QSpinBox), m_seconds(new QSpinBox), m_arrival(new QComboBox),
      m_runOrStop(new QPushButton), m_png(new QPushButton(tr("Picture…"))), m_csv(new QPushButton(tr("Figures…"))),
      m_picture(new QWidget), m_sides { makeSide(tr("Split: reranks are awaited"), QStringLiteral("splitFigures")),
          makeSide(tr("Blocking: a thread waits for each rerank"), QStringLiteral("blockingFigures")) }
{
    setObjectName(QStringLiteral("comparison"));
    preparePlanFields();
    m_runOrStop->setObjectName(QStringLiteral("comparisonRun"));
    m_png->setObjectName(QStringLiteral("comparisonPng"));
    m_csv->setObjectName(QStringLiteral("comparisonCsv"));
    m_png->setToolTip(tr("Save the picture (PNG)"));
    m_csv->setToolTip(tr("Save the figures (CSV)"));
    layOutWidgets();
    connectWidgets();
    showButtons();
}

void Comparison::preparePlanFields()
{
    m_users->setRange(1, 1000);
    m_users->setValue(100);
    m_users->setAccessibleName(tr("Users"));
    m_users->setObjectName(QStringLiteral("comparisonUsers"));
    m_users->setSuffix(tr(" users"));
    m_arrival->addItem(tr("with 1.2 s between an answer and the next question"), true);
    m_arrival->addItem(tr("all at once"), false);
    m_arrival->setAccessibleName(tr("How questions arrive"));
    m_arrival->setObjectName(QStringLiteral("comparisonArrival"));
    m_arrival->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_arrival->setMinimumContentsLength(8);
    m_seconds->setRange(2, 600);
    m_seconds->setValue(10);
    m_seconds->setSuffix(tr(" s"));
    m_seconds->setAccessibleName(tr("Time to measure"));
}

QHBoxLayout *Comparison::makePlanRow()
{
    auto *row = new QHBoxLayout;
    row->addWidget(m_users);
    row->addWidget(m_arrival, 1);
    row->addWidget(m_seconds);
    return row;
}

QHBoxLayout *Comparison::makeActionRow()
{
    auto *row = new QHBoxLayout;
    row->addWidget(m_runOrStop);
    row->addStretch(1);
    row->addWidget(m_png);
    row->addWidget(m_csv);
    return row;
}

void Comparison::layOutWidgets()
{
    QLabel *hint =
        plainLabel(tr("Each question is a database job of 0.2 s, a search of 0.3 s and a rerank of 0.3 s, on 35 threads, against a "
                      "reranker that Heddle starts on this computer. Nothing leaves it."));
    hint->setWordWrap(true);
    auto *sides = new QHBoxLayout(m_picture);
    sides->setContentsMargins(0, 0, 0, 0);
    sides->setSpacing(Metrics::WideGap);
    for (Side &side : m_sides)
        sides->addLayout(side.column, 1);
    m_picture->setAutoFillBackground(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Metrics::Gap, Metrics::Gap, Metrics::Gap, 0);
    column->addLayout(makePlanRow());
    column->addWidget(hint);
    column->addLayout(makeActionRow());
    column->addWidget(m_picture, 1);
}

void Comparison::connectWidgets()
{
    connect(m_arrival, &QComboBox::currentIndexChanged, this, [this] { m_seconds->setVisible(m_arrival->currentData().toBool()); });
    connect(m_runOrStop, &QPushButton::clicked, this, [this] { m_running ? stop() : start(planned()); });
    connect(m_png, &QPushButton::clicked, this, [this] { chooseFileFor(QStringLiteral("png"), png()); });
    connect(m_csv, &QPushButton::clicked, this, [this] { chooseFileFor(QStringLiteral("csv"), csv()); });
}

Comparison::Side Comparison::makeSide(const QString &title, const QString &objectName)
{
    Side side { plainLabel(title), plainLabel(), new QVBoxLayout, new AnswersChart };
    QFont bold = font();
    bold.setBold(true);
    side.title->setFont(bold);
    side.title->setWordWrap(true);
    side.figures->setObjectName(objectName);
    side.figures->setWordWrap(true);
    side.figures->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    side.column->addWidget(side.title);
    side.column->addWidget(side.figures);
    side.column->addStretch(1);
    side.column->addWidget(side.chart);
    return side;
}

FlowPlan Comparison::planned() const
{
    FlowPlan plan;
    plan.users = m_users->value();
    plan.arrival = m_arrival->currentData().toBool() ? FlowPlan::Arrival::Closed : FlowPlan::Arrival::Burst;
    plan.seconds = std::chrono::seconds(m_seconds->value());
    return plan;
}

void Comparison::showButtons()
{
    m_runOrStop->setText(m_running ? tr("Stop") : tr("Run the comparison"));
    for (QPushButton *button : { m_png, m_csv })
        button->setEnabled(!m_running && !m_results.isEmpty());
    for (QWidget *field : QWidgetList { m_users, m_arrival, m_seconds })
        field->setEnabled(!m_running);
}

void Comparison::start(const FlowPlan &plan)
{
    if (m_running)
        return;
    m_running = true;
    m_plan = plan;
    m_users->setValue(plan.users);
    m_arrival->setCurrentIndex(m_arrival->findData(plan.closed()));
    m_seconds->setValue(int(plan.seconds.count()));
    m_results.clear();
    for (Side &side : m_sides)
        clearSide(side);
    showFigures();
    showButtons();
    const QPointer page(this);
    const Bench::ComparisonObserver observer {
        [page](const std::shared_ptr<Bench::FlowBench> &bench) {
            if (page)
                page->begin(page->sideOf(bench->plan().mode), bench);
        },
        [page](FlowPlan::Mode mode, const Result<FlowFigures> &figures) {
            if (page)
                page->end(page->sideOf(mode), figures);
        },
    };
    deliver(m_tasks, this, Bench::compareFlows(plan, observer, m_run.restart(m_tasks->token())), &Comparison::finish);
}

void Comparison::clearSide(Side &side)
{
    if (side.timeline) {
        delete side.timeline;
        side.column->insertStretch(TimelinePlace, 1);
    }
    delete side.feed;
    side.timeline = nullptr;
    side.feed = nullptr;
    side.answers.clear();
    side.shown.reset();
}

void Comparison::finish(const Status &status)
{
    m_running = false;
    showButtons();
    reportError(status);
    Q_EMIT finished();
}

void Comparison::reportError(const Status &status)
{
    if (!status && !status.error().isCancelled())
        Q_EMIT failed(status.error().message);
}

void Comparison::begin(Side &side, std::shared_ptr<Bench::FlowBench> bench)
{
    side.bench = bench;
    side.readAt = 0;
    side.feed = new ActivityFeed({ { &bench->pool() }, bench->calls(), bench->flows(), bench }, this);
    constexpr std::chrono::milliseconds Closed { 10'000 }, Burst { 5'000 };
    side.feed->setWindow(m_plan.closed() ? Closed : std::max(Burst, std::chrono::milliseconds(qint64(2 * Bench::limitMs(m_plan)))));
    side.timeline = new Timeline(side.feed);
    side.timeline->setMinimumHeight(120);
    delete side.column->takeAt(TimelinePlace); // the stretch that stood in for it
    side.column->insertWidget(TimelinePlace, side.timeline, 1);
    connectTimeline(side);
    connect(side.feed, &ActivityFeed::ticked, this, [this, &side] { showProgress(side); });
    side.feed->setWatching(true);
}

void Comparison::connectTimeline(const Side &side)
{
    connect(side.timeline, &Timeline::zoomRequested, side.feed, [feed = side.feed](int steps) {
        const auto window = steps > 0 ? feed->window() / 2 : feed->window() * 2;
        feed->setWindow(std::clamp(window, std::chrono::milliseconds(1000), std::chrono::milliseconds(300'000)));
    });
    connect(side.timeline, &Timeline::pauseToggled, side.feed, [this, feed = side.feed] {
        if (m_running)
            feed->setPaused(!feed->isPaused());
    });
}

void Comparison::showProgress(Side &side)
{
    if (!side.bench)
        return;
    // The picture stops with the measurement: it is to show what was measured, not how the users leave.
    if (m_plan.closed() && side.bench->isMeasured() && !side.feed->isPaused()) {
        side.feed->setPaused(true);
        return;
    }
    constexpr double FiguresMs = 400; // nobody reads figures faster
    const double now = side.bench->now();
    if (now - side.readAt < FiguresMs)
        return;
    side.readAt = now;
    side.answers = side.bench->answers();
    side.shown = side.bench->figures();
    showFigures();
}

void Comparison::end(Side &side, const Result<FlowFigures> &figures)
{
    side.answers = side.bench->answers();
    side.bench.reset();
    side.feed->freeze();
    if (figures) {
        side.shown = *figures;
        m_results += *figures;
    }
    showFigures();
}

void Comparison::showFigures()
{
    showCharts();
    for (Side &side : m_sides)
        side.figures->setText(side.shown ? figuresText(*side.shown) : QString());
}

//! Both charts have the same axes, so that they can be compared.
void Comparison::showCharts()
{
    const bool burst = !m_plan.closed();
    const double limit = Bench::limitMs(m_plan);
    double longest = burst ? 1.2 * limit : 3000, highest = burst ? m_plan.users : 1.5 * limit;
    for (const Side &side : m_sides) {
        for (const auto &[at, took] : side.answers) {
            longest = std::max(longest, at * 1.05);
            highest = std::max(highest, burst ? 0 : took * 1.05);
        }
    }
    for (Side &side : m_sides)
        side.chart->setAnswers(side.answers, burst, limit, longest, highest);
}

QString Comparison::figuresText(const FlowFigures &f) const
{
    const auto number = [](double value, int digits) { return QLocale().toString(value, 'f', digits); };
    const QStringList lines {
        tr("%1 of %2 threads busy on average, %3 at most").arg(number(f.meanBusy, 1), number(f.plan.threads, 0), number(f.peakBusy, 0)),
        tr("an answer takes %1 on average, 99 % under %2").arg(Stages::duration(f.meanMs), Stages::duration(f.p99Ms)),
        m_plan.closed() ? tr("%1 answers a second").arg(number(f.throughput, 1))
                        : tr("all after %1; the limit is %2").arg(Stages::duration(f.totalMs), Stages::duration(f.limitMs)),
        tr("%1 calls at once; %2 network threads, %3 threads in all").arg(f.peakHttp).arg(f.networkThreads).arg(f.osThreads),
        tr("longest UI stall: %1").arg(Stages::duration(f.maxGapMs)),
    };
    return lines.join(QLatin1Char('\n'));
}

QByteArray Comparison::png() const
{
    constexpr int Scale = 2;
    QImage image(m_picture->size() * Scale, QImage::Format_RGB32);
    image.setDevicePixelRatio(Scale);
    image.fill(palette().color(QPalette::Window));
    m_picture->render(&image);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

void Comparison::chooseFileFor(const QString &suffix, const QByteArray &bytes)
{
    chooseFile(this, tr("Save the comparison"), tr("heddle-comparison"), suffix, [this, bytes](const QString &path) {
        const auto write = [path, bytes](std::stop_token) { return saveFile(path, bytes); };
        deliver(m_tasks, this, m_files->submit(write, m_tasks->token(), QStringLiteral("save comparison")), &Comparison::reportError);
    });
}

void Comparison::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    if (!event->spontaneous()) // a minimized window goes on measuring
        stop();
}

} // namespace Heddle::Ui
