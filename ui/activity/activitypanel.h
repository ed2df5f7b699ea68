// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/flow/pools.h"
#include "core/net/httpclient.h"
#include <QWidget>
#include <functional>

class QComboBox;
class QLabel;
class QTableView;
class QTabWidget;
class QToolButton;

namespace Heddle::Ui {

class ActivityFeed;
class Comparison;
class FlowPane;
class RowsModel;
class Timeline;

//! \brief Gives a pool another number of threads, for now and for the next start. Errors: why it can't have that many.
using PoolResizer = std::function<QCoro::Task<Status>(const QString &pool, int threads)>;

//! \brief Shows live what each thread and each network call is doing, as a timeline and as a table; the pools, the servers,
//! and the comparison of split and blocking reranks. Costs nothing while it is hidden.
class ActivityPanel : public QWidget {
    Q_OBJECT
public:
    //! \brief Shows `pools` and the calls of `http`. All outlive the panel.
    ActivityPanel(
        Flow::Pools *pools, Net::HttpClient *http, Concurrency::TaskGroup *tasks, PoolResizer resizePool, QWidget *parent = nullptr);

    ActivityFeed *feed() const { return m_feed; }
    //! \brief Shows the longest time that the event loop left a timer waiting in the last second.
    void showStall(double milliseconds);
    //! \brief Shows all steps of a question. Emits failed() if the question is no longer in the log.
    void showFlow(quint64 flow);
    //! \brief Shows what is kept of a question that isn't in the log, its steps one after another.
    void showKept(const Concurrency::FlowTrace &flow);
    //! \brief Writes a Chrome trace of everything that is known, or of one question.
    void saveTrace(const QString &path, quint64 flow = 0);

Q_SIGNALS:
    void failed(const QString &message);
    //! \brief The panel was shown or hidden.
    void watched(bool seen);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeBar();
    void prepareBarButtons();
    QTableView *makeTable(RowsModel *model, const QString &name, const QString &objectName);
    void makeModels();
    QWidget *makePoolsPage();
    void fillTabs();
    void layOutWidgets();
    void connectParts();
    void tick();
    void showSpans();
    std::vector<const Concurrency::Span *> newestSpans() const;
    void showPools();
    void showHosts();
    void showState();
    void setPaused(bool paused);
    void zoom(int steps);
    void resizePool(const QString &pool, int threads);
    void chooseTrace();
    void chooseFlowTrace(quint64 flow);
    void reportError(const Status &status);

    Flow::Pools *m_allPools;
    Net::HttpClient *m_http;
    Concurrency::TaskGroup *m_tasks;
    const PoolResizer m_resizePool;
    ActivityFeed *m_feed;
    Timeline *m_timeline;
    FlowPane *m_flow;
    Comparison *m_comparison;
    RowsModel *m_spans, *m_pools, *m_hosts;
    QTableView *m_spansTable, *m_poolsTable, *m_hostsTable;
    QWidget *m_poolsPage;
    QTabWidget *m_tabs;
    QToolButton *m_pause;
    QComboBox *m_zoom;
    QLabel *m_state;
    qint64 m_tablesReadAt = 0; //!< ms of the steady clock
    double m_stallMs = 0;
};

} // namespace Heddle::Ui
