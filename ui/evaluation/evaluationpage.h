// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/stopscope.h"
#include "core/concurrency/taskgroup.h"
#include "core/evaluation/savedquestions.h"
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace Heddle::Ui {

class SavedQuestionsModel;

//! \brief Lists the saved questions, asks them again, and shows how the figures have changed since an earlier setup.
class EvaluationPage : public QWidget {
    Q_OBJECT
public:
    //! \brief Both outlive the page.
    EvaluationPage(Evaluation::SavedQuestions *saved, Concurrency::TaskGroup *tasks, QWidget *parent = nullptr);

    //! \brief Reloads the questions and their last runs.
    void refresh();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void nameWidgets();
    void prepareTable();
    QHBoxLayout *makeButtonRow();
    void layOutWidgets();
    void connectWidgets();
    void askOrStop();
    void addTyped();
    void removeSelected();
    void chooseImport();
    void chooseExport();
    void showRun(const Result<Evaluation::Overview> &overview);
    void showAdded(const Result<int> &added);
    void showOverview(const Result<Evaluation::Overview> &overview);
    void showFigures();
    void showSetups();
    void showMessage(const QString &text, bool trouble);
    void updateButtons();

    Evaluation::SavedQuestions *m_saved;
    Concurrency::TaskGroup *m_tasks;
    Evaluation::Overview m_overview;
    Concurrency::StopScope m_run;
    bool m_running = false;
    SavedQuestionsModel *m_model;
    QSortFilterProxyModel *m_sorted;
    QTableView *m_table;
    QLabel *m_figures, *m_setups, *m_empty, *m_result;
    QPushButton *m_ask, *m_remove, *m_import, *m_export, *m_add;
    QLineEdit *m_question, *m_document, *m_text;
};

} // namespace Heddle::Ui
