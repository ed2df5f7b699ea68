// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/bench/flowbench.h"
#include "ui/common/services.h"
#include <QPointer>
#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace Heddle::Ui {

class ActivityFeed;
class AnswersChart;
class Timeline;

//! \brief The same questions twice, with reranks that are awaited and with threads that wait for them, side by side and one
//! after the other, against a reranker of its own on this computer.
class Comparison : public QWidget {
    Q_OBJECT
public:
    explicit Comparison(Services services, QWidget *parent = nullptr);

    //! \brief Runs both ways of `plan`, whose mode and address are not looked at. One run at a time.
    void start(Bench::FlowPlan plan);
    void stop() { m_stop.request_stop(); }
    bool isRunning() const { return m_running; }
    //! \brief Of the runs that came to their end: split, then blocking. The same as `bench flow` prints.
    const QList<Bench::FlowFigures> &results() const { return m_results; }
    //! \brief One line of names, and a line for each run.
    QByteArray csv() const;
    //! \brief What is to be seen, twice as large.
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
    Bench::FlowPlan planned() const;
    void begin(Side &side, std::shared_ptr<Bench::FlowBench> bench);
    void progress(Side &side);
    void end(Side &side, const Result<Bench::FlowFigures> &figures);
    void showFigures();
    void showButtons();
    void save(const QString &suffix);
    static QCoro::Task<void> run(QPointer<Comparison> page, Bench::FlowPlan plan, std::stop_token stop);
    static QCoro::Task<void> write(QPointer<Comparison> page, Services services, QString path, QByteArray bytes);

    Services m_services;
    QSpinBox *m_users, *m_seconds;
    QComboBox *m_arrival;
    QPushButton *m_run, *m_png, *m_csv;
    QWidget *m_picture;
    Side m_sides[2];
    Bench::FlowPlan m_plan;
    QList<Bench::FlowFigures> m_results;
    std::stop_source m_stop;
    bool m_running = false;
};

} // namespace Heddle::Ui
