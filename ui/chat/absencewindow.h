// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/retrieval/absence.h"
#include <QDialog>

class QLineEdit;
class QPushButton;

namespace Heddle::Ui {

class TextView;

//! \brief Asks "Why is this not here?" of one question: takes the name of a file or words, and says how far each file came on
//! its way into the answer. Waits for nobody: the conversation can be used meanwhile.
class AbsenceWindow : public QDialog {
    Q_OBJECT
public:
    //! \param request What was asked; its subject is what the user types here.
    AbsenceWindow(
        Retrieval::AbsenceExplainer *absences, Concurrency::TaskGroup *tasks, Retrieval::AbsenceRequest request, QWidget *parent = nullptr);
    ~AbsenceWindow() override;

private:
    void explain();
    void showReport(const Result<Retrieval::AbsenceReport> &report);

    Retrieval::AbsenceExplainer *m_absences;
    Concurrency::TaskGroup *m_tasks;
    Retrieval::AbsenceRequest m_request;
    std::stop_source m_stop;
    QLineEdit *m_subject;
    QPushButton *m_explain;
    TextView *m_result;
};

} // namespace Heddle::Ui
