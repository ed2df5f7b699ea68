// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/common/services.h"
#include <QPointer>
#include <QWidget>

class QComboBox;
class QLabel;
class QTableView;
class QTabWidget;
class QToolButton;

namespace Heddle::Ui {

class ActivityFeed;
class Comparison;
class FlowPane;
class Heartbeat;
class RowsModel;
class Timeline;

//! \brief The live panel: what each thread and each call does now, as a moving picture and as a table, the pools with their
//! sizes, the servers, and the comparison. Costs nothing while it is hidden.
class ActivityPanel : public QWidget {
    Q_OBJECT
public:
    //! \brief `heartbeat` measures the event loop while the panel is seen.
    ActivityPanel(Services services, Heartbeat *heartbeat, QWidget *parent = nullptr);

    ActivityFeed *feed() const { return m_feed; }
    //! \brief Shows a question's whole way, where it is still known.
    void showFlow(quint64 flow);
    //! \brief Writes everything, or one question, as a Chrome trace.
    void saveTrace(const QString &path, quint64 flow = 0);

Q_SIGNALS:
    void failed(const QString &message);
    //! \brief It is seen, or not any more.
    void watched(bool seen);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeBar();
    QTableView *makeTable(RowsModel *model, const QString &name, const QString &objectName);
    void tick();
    void showSpans();
    void showPools();
    void showHosts();
    void showState();
    void setPaused(bool paused);
    void zoom(int steps);
    static QCoro::Task<void> resizePool(QPointer<ActivityPanel> panel, Services services, QString pool, int threads);
    static QCoro::Task<void> write(QPointer<ActivityPanel> panel, Services services, QString path, std::vector<Concurrency::Span> spans,
        std::vector<Concurrency::FlowTrace> flows);

    Services m_services;
    Heartbeat *m_heartbeat;
    ActivityFeed *m_feed;
    Timeline *m_timeline;
    FlowPane *m_flow;
    Comparison *m_comparison;
    RowsModel *m_spans, *m_pools, *m_hosts;
    QTableView *m_spansTable;
    QTabWidget *m_tabs;
    QToolButton *m_pause;
    QComboBox *m_zoom;
    QLabel *m_state;
    qint64 m_wordsAt = 0; //!< ms; tables are read once a second or so
};

} // namespace Heddle::Ui
