// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/comparison.h"
#include "core/base/files.h"
#include "core/bench/localreranker.h"
#include "ui/activity/activityfeed.h"
#include "ui/activity/answerschart.h"
#include "ui/activity/stages.h"
#include "ui/activity/timeline.h"
#include "ui/common/choosefile.h"
#include "ui/common/theme.h"
#include <QBuffer>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHideEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace Heddle::Ui {

using Bench::FlowFigures;
using Bench::FlowPlan;

namespace {

constexpr int TimelinePlace = 2; //!< in a side's column

} // namespace

Comparison::Comparison(Services services, QWidget *parent)
    : QWidget(parent), m_services(std::move(services)), m_users(new QSpinBox), m_seconds(new QSpinBox), m_arrival(new QComboBox),
      m_run(new QPushButton), m_png(new QPushButton(tr("Picture…"))), m_csv(new QPushButton(tr("Figures…"))),
      m_picture(new QWidget), m_sides { makeSide(tr("Split: reranks are awaited"), QStringLiteral("splitFigures")),
          makeSide(tr("Blocking: a thread waits for each rerank"), QStringLiteral("blockingFigures")) }
{
    setObjectName(QStringLiteral("comparison"));
    m_users->setRange(1, 1000);
    m_users->setValue(100);
    m_users->setAccessibleName(tr("Users"));
    m_users->setObjectName(QStringLiteral("comparisonUsers"));
    m_users->setSuffix(tr(" users"));
    m_arrival->addItem(tr("who ask again 1.2 s after each answer"), true);
    m_arrival->addItem(tr("who ask all at once"), false);
    m_arrival->setAccessibleName(tr("How they come"));
    m_arrival->setObjectName(QStringLiteral("comparisonArrival"));
    m_arrival->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_arrival->setMinimumContentsLength(8);
    m_seconds->setRange(2, 600);
    m_seconds->setValue(10);
    m_seconds->setSuffix(tr(" s"));
    m_seconds->setAccessibleName(tr("Time to measure"));
    m_run->setObjectName(QStringLiteral("comparisonRun"));
    m_png->setToolTip(tr("Save the picture (PNG)"));
    m_csv->setToolTip(tr("Save the figures (CSV)"));
    auto *plan = new QHBoxLayout;
    plan->addWidget(m_users);
    plan->addWidget(m_arrival, 1);
    plan->addWidget(m_seconds);
    auto *actions = new QHBoxLayout;
    actions->addWidget(m_run);
    actions->addStretch(1);
    actions->addWidget(m_png);
    actions->addWidget(m_csv);
    auto *hint =
        new QLabel(tr("Each question is a database job of 0.2 s, a search of 0.3 s and a rerank of 0.3 s, on 35 threads, against a "
                      "reranker that Heddle starts on this computer. Nothing leaves it."));
    hint->setWordWrap(true);
    auto *sides = new QHBoxLayout(m_picture);
    sides->setContentsMargins(0, 0, 0, 0);
    sides->setSpacing(Theme::WideGap);
    for (Side &side : m_sides)
        sides->addLayout(side.column, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::Gap, Theme::Gap, Theme::Gap, 0);
    column->addLayout(plan);
    column->addWidget(hint);
    column->addLayout(actions);
    column->addWidget(m_picture, 1);
    m_picture->setAutoFillBackground(true);
    connect(m_arrival, &QComboBox::currentIndexChanged, this, [this] { m_seconds->setVisible(m_arrival->currentData().toBool()); });
    connect(m_run, &QPushButton::clicked, this, [this] { m_running ? stop() : start(planned()); });
    connect(m_png, &QPushButton::clicked, this, [this] { save(QStringLiteral("png")); });
    connect(m_csv, &QPushButton::clicked, this, [this] { save(QStringLiteral("csv")); });
    showButtons();
}

Comparison::Side Comparison::makeSide(const QString &title, const QString &objectName)
{
    Side side { new QLabel(title), new QLabel, new QVBoxLayout, new AnswersChart };
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
    m_run->setText(m_running ? tr("Stop") : tr("Run the comparison"));
    for (QPushButton *button : { m_png, m_csv })
        button->setEnabled(!m_running && !m_results.isEmpty());
    for (QWidget *field : QWidgetList { m_users, m_arrival, m_seconds })
        field->setEnabled(!m_running);
}

void Comparison::start(FlowPlan plan)
{
    if (m_running)
        return;
    m_running = true;
    m_plan = plan;
    m_users->setValue(plan.users);
    m_arrival->setCurrentIndex(m_arrival->findData(plan.closed()));
    m_seconds->setValue(int(plan.seconds.count()));
    m_results.clear();
    m_stop = std::stop_source();
    for (Side &side : m_sides) {
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
    showFigures();
    showButtons();
    m_services.tasks->add(run(this, plan, m_stop.get_token()));
}

QCoro::Task<void> Comparison::run(QPointer<Comparison> page, FlowPlan plan, std::stop_token stop)
{
    // The application's end stops it like the button does.
    const std::stop_callback atEnd(page->m_services.tasks->token(), [source = page->m_stop]() mutable { source.request_stop(); });
    Bench::LocalReranker server(plan.rerank);
    plan.url = server.url();
    Status ended = Done {};
    for (int i = 0; i < 2 && ended && page; ++i) {
        plan.mode = i == 0 ? FlowPlan::Mode::Split : FlowPlan::Mode::Blocking;
        auto made = Bench::FlowBench::make(plan);
        if (!made) {
            ended = made.error();
            break;
        }
        page->begin(page->m_sides[i], *made);
        auto running = Bench::FlowBench::run(*made, stop);
        const Result<FlowFigures> figures = co_await std::move(running);
        if (!figures)
            ended = figures.error();
        if (page)
            page->end(page->m_sides[i], figures);
        *made = nullptr; // its threads end before the next one counts threads
    }
    if (!page)
        co_return;
    page->m_running = false;
    page->showButtons();
    if (!ended && !ended.error().isCancelled())
        Q_EMIT page->failed(ended.error().message);
    Q_EMIT page->finished();
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
    delete side.column->takeAt(TimelinePlace); // the empty room
    side.column->insertWidget(TimelinePlace, side.timeline, 1);
    connect(side.feed, &ActivityFeed::ticked, this, [this, &side] { progress(side); });
    connect(side.timeline, &Timeline::zoomWanted, side.feed, [feed = side.feed](int steps) {
        const auto window = steps > 0 ? feed->window() / 2 : feed->window() * 2;
        feed->setWindow(std::clamp(window, std::chrono::milliseconds(1000), std::chrono::milliseconds(300'000)));
    });
    connect(side.timeline, &Timeline::pauseWanted, side.feed,
        [this, feed = side.feed] { m_running ? feed->setPaused(!feed->isPaused()) : void(); });
    side.feed->setWatching(true);
}

void Comparison::progress(Side &side)
{
    if (!side.bench)
        return;
    // What is measured is to be seen afterwards, not how the users leave.
    if (m_plan.closed() && side.bench->isMeasured() && !side.feed->isPaused()) {
        side.feed->setPaused(true);
        return;
    }
    constexpr double WordsMs = 400; // nobody reads figures faster
    const double now = side.bench->now();
    if (now - side.readAt < WordsMs)
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
    const QLocale locale;
    const bool burst = !m_plan.closed();
    double longest = burst ? 1.2 * Bench::limitMs(m_plan) : 3000, highest = burst ? m_plan.users : 1.5 * Bench::limitMs(m_plan);
    for (const Side &side : m_sides) {
        for (const auto &[at, took] : side.answers) {
            longest = std::max(longest, at * 1.05);
            highest = std::max(highest, burst ? 0 : took * 1.05);
        }
    }
    for (Side &side : m_sides) {
        side.chart->setAnswers(side.answers, burst, Bench::limitMs(m_plan), longest, highest);
        if (!side.shown) {
            side.figures->clear();
            continue;
        }
        const FlowFigures &f = *side.shown;
        const auto number = [&locale](double value, int digits) { return locale.toString(value, 'f', digits); };
        side.figures->setText(QStringList {
            tr("%1 of %2 threads busy on average, %3 at most").arg(number(f.meanBusy, 1), number(f.plan.threads, 0), number(f.peakBusy, 0)),
            tr("an answer takes %1 on average, 99 % under %2").arg(Stages::duration(f.meanMs), Stages::duration(f.p99Ms)),
            burst ? tr("all after %1; the limit is %2").arg(Stages::duration(f.totalMs), Stages::duration(f.limitMs))
                  : tr("%1 answers a second").arg(number(f.throughput, 1)),
            tr("%1 calls at once; %2 network threads, %3 threads in all").arg(f.peakHttp).arg(f.networkThreads).arg(f.osThreads),
            tr("longest pause of the window %1").arg(Stages::duration(f.maxGapMs)) }
                                  .join(QStringLiteral("\n")));
    }
}

QByteArray Comparison::csv() const
{
    QByteArray text;
    for (const FlowFigures &figures : m_results) {
        const QJsonObject json = Bench::toJson(figures);
        QByteArrayList names, values;
        for (auto it = json.constBegin(); it != json.constEnd(); ++it) {
            names += it.key().toUtf8();
            QString value = it->isDouble() ? QString::number(it->toDouble(), 'g', 10) : it->toString();
            if (value.contains(QLatin1Char(',')) || value.contains(QLatin1Char('"')))
                value = QLatin1Char('"') + value.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
            values += value.toUtf8();
        }
        if (text.isEmpty())
            text += names.join(',') + "\r\n";
        text += values.join(',') + "\r\n";
    }
    return text;
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

void Comparison::save(const QString &suffix)
{
    const QByteArray bytes = suffix == QLatin1String("png") ? png() : csv();
    chooseFile(this, tr("Save the comparison"), tr("heddle-comparison"), suffix,
        [this, bytes](const QString &path) { m_services.tasks->add(write(this, m_services, path, bytes)); });
}

QCoro::Task<void> Comparison::write(QPointer<Comparison> page, Services services, QString path, QByteArray bytes)
{
    auto writing = services.pools->render.submit(
        [path, bytes](std::stop_token) { return saveFile(path, bytes); }, services.tasks->token(), QStringLiteral("save comparison"));
    const Status written = co_await std::move(writing);
    if (!written && page && !written.error().isCancelled())
        Q_EMIT page->failed(written.error().message);
}

void Comparison::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    if (!event->spontaneous()) // minimized, it goes on
        stop();
}

} // namespace Heddle::Ui
