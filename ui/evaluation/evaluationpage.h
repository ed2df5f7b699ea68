// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/evaluation/savedquestions.h"
#include "ui/common/services.h"
#include <QPointer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace Heddle::Ui {

class SavedQuestionsModel;

//! \brief Questions that are kept with what they should find: asked anew after a change, they tell what it was worth.
class EvaluationPage : public QWidget {
    Q_OBJECT
public:
    explicit EvaluationPage(Services services, QWidget *parent = nullptr);

    //! \brief Shows what is saved now.
    void refresh();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    using Made = Result<Evaluation::Overview>;
    void ask();
    void addTyped();
    void removeSelected();
    void importFile();
    void exportFile();
    void show(const Made &overview);
    void showFigures();
    void say(const QString &text, bool trouble);
    void updateButtons();
    static QCoro::Task<void> run(QPointer<EvaluationPage> page, Services services, std::stop_token stop);
    static QCoro::Task<void> load(QPointer<EvaluationPage> page, Services services, std::stop_token stop);
    static QCoro::Task<void> add(
        QPointer<EvaluationPage> page, Services services, QList<Evaluation::Judged> questions, std::stop_token stop);
    static QCoro::Task<void> remove(QPointer<EvaluationPage> page, Services services, QStringList ids, std::stop_token stop);
    static QCoro::Task<void> readFile(QPointer<EvaluationPage> page, Services services, QString path, std::stop_token stop);
    static QCoro::Task<void> writeFile(
        QPointer<EvaluationPage> page, Services services, QString path, QByteArray lines, std::stop_token stop);

    Services m_services;
    Evaluation::Overview m_overview;
    std::stop_source m_stop; //!< of the run
    bool m_running = false;
    SavedQuestionsModel *m_model;
    QSortFilterProxyModel *m_sorted;
    QTableView *m_table;
    QLabel *m_figures, *m_setups, *m_empty, *m_result;
    QPushButton *m_run, *m_remove, *m_import, *m_export, *m_add;
    QLineEdit *m_question, *m_document, *m_text;
};

} // namespace Heddle::Ui
