// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/flowtrace.h"
#include <QWidget>

class QLabel;
class QTableView;
class QToolButton;

namespace Heddle::Ui {

class RowsModel;

//! \brief Lists the steps of one question: where each ran, how long it waited and took, and a bar that shows when.
class FlowPane : public QWidget {
    Q_OBJECT
public:
    explicit FlowPane(QWidget *parent = nullptr);
    //! \brief `flow`: with id 0 it is what is kept with an answer, and can't be saved as a trace.
    void showFlow(const Concurrency::FlowTrace &flow, Concurrency::Span::Time now);
    Concurrency::FlowId flow() const { return m_flow; }

Q_SIGNALS:
    void closed();
    void saveRequested(quint64 flow);

private:
    QLabel *m_title;
    QTableView *m_steps;
    QToolButton *m_save;
    RowsModel *m_model;
    Concurrency::FlowId m_flow = 0;
};

} // namespace Heddle::Ui
