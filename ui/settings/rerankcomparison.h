// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/evaluation/rerankcomparer.h"
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace Heddle::Ui {

class Card;

//! \brief One question to several rerankers: how each orders what the search found, how long it takes, and how far it agrees with the
//! search. One of them can be chosen.
class RerankComparisonView : public QWidget {
    Q_OBJECT
public:
    //! \brief Comparer and task group outlive the view.
    RerankComparisonView(Evaluation::RerankComparer *comparer, Concurrency::TaskGroup *tasks, QWidget *parent = nullptr);

Q_SIGNALS:
    //! \brief The user wants this one, a server of its own address.
    void chosen(const Heddle::Rerank::Configuration &configuration);

private:
    void compare();
    void show(const Result<Evaluation::RerankComparison> &comparison);
    QWidget *rowFor(const Rerank::Ranking &ranking, const Evaluation::RerankComparison &comparison);

    Evaluation::RerankComparer *const m_comparer;
    Concurrency::TaskGroup *const m_tasks;
    QLineEdit *m_question;
    QPushButton *m_compare;
    QLabel *m_result;
    QVBoxLayout *m_column;
    Card *m_card = nullptr;
};

} // namespace Heddle::Ui
