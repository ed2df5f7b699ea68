// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/bench/flowcomparison.h"
#include "core/concurrency/stopscope.h"
#include "core/concurrency/taskgroup.h"
#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace Heddle::Ui {

class ActivityFeed;
class AnswersChart;
class Timeline;

//! \brief Runs the same questions with awaited and then with blocking reranks, and shows both runs side by side.
class Comparison : public QWidget {
    Q_OBJECT
public:
    //! \brief `files` is the pool that writes pictures and figures. Both outlive the page.
    Comparison(Concurrency::WorkPool *files, Concurrency::TaskGroup *tasks, QWidget *parent = nullptr);

    //! \brief Runs a plan in both modes; ignored while another one runs. See Bench::compareFlows().
    void start(const Bench::FlowPlan &plan);
    void stop() { m_run.stop(); }
    bool isRunning() const { return m_running; }
    //! \brief Returns the figures of the completed runs, split first; the same as `heddle-cli bench flow` prints.
    const QList<Bench::FlowFigures> &results() const { return m_results; }
    QByteArray csv() const { return Bench::toCsv(m_results); }
    //! \brief Renders both runs at twice their size on the screen.
    QByteArray png() const;

Q_SIGNALS:
    void finished();
    void failed(const QString &message);

protected:
    void hideEvent(QHideEvent *event) override;

private:
    struct Side {
        QLabel *title = nullptr, *figures = nullptr;
        QVBoxLayout *column = nullptr;
        AnswersChart *chart = nullptr;
        Timeline *timeline = nullptr;
        ActivityFeed *feed = nullptr;
        std::shared_ptr<Bench::FlowBench> bench {}; //!< while it runs
        double readAt = 0; //!< ms of the run
        std::vector<std::pair<double, double>> answers {};
        std::optional<Bench::FlowFigures> shown {};
    };
    Side makeSide(const QString &title, const QString &objectName);
    void preparePlanFields();
    QHBoxLayout *makePlanRow();
    QHBoxLayout *makeActionRow();
    void layOutWidgets();
    void connectWidgets();
    Side &sideOf(Bench::FlowPlan::Mode mode) { return m_sides[mode == Bench::FlowPlan::Mode::Split ? 0 : 1]; }
    Bench::FlowPlan planned() const;
    void clearSide(Side &side);
    void begin(Side &side, std::shared_ptr<Bench::FlowBench> bench);
    void connectTimeline(const Side &side);
    void showProgress(Side &side);
    void end(Side &side, const Result<Bench::FlowFigures> &figures);
    void finish(const Status &status);
    void showFigures();
    void showCharts();
    QString figuresText(const Bench::FlowFigures &figures) const;
    void showButtons();
    void chooseFileFor(const QString &suffix, const QByteArray &bytes);
    void reportError(const Status &status);

    Concurrency::WorkPool *m_files;
    Concurrency::TaskGroup *m_tasks;
    QSpinBox *m_users, *m_seconds;
    QComboBox *m_arrival;
    QPushButton *m_runOrStop, *m_png, *m_csv;
    QWidget *m_picture;
    Side m_sides[2];
    Bench::FlowPlan m_plan;
    QList<Bench::FlowFigures> m_results;
    Concurrency::StopScope m_run;
    bool m_running = false;
};

} // namespace Heddle::Ui
