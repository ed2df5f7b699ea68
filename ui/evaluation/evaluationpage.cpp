// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluation/evaluationpage.h"
#include "ui/common/choosefile.h"
#include "ui/common/deliver.h"
#include "ui/common/form.h"
#include "ui/common/plaintext.h"
#include "ui/evaluation/savedquestionsmodel.h"
#include "ui/style/metrics.h"
#include "ui/widgets/card.h"
#include "ui/widgets/settingsrow.h"
#include <QEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPointer>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

QString figure(double now, const std::optional<double> &before)
{
    const auto text = [](double value) { return QLocale().toString(value, 'f', 2); };
    return before && text(*before) != text(now) ? EvaluationPage::tr("%1 (was %2)").arg(text(now), text(*before)) : text(now);
}

} // namespace

EvaluationPage::EvaluationPage(Evaluation::SavedQuestions *saved, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QWidget(parent), m_saved(saved), m_tasks(tasks), m_model(new SavedQuestionsModel(this)), m_sorted(new QSortFilterProxyModel(this)),
      m_table(new QTableView), m_figures(wrappedLabel()), m_setups(wrappedLabel()), m_empty(wrappedLabel()), m_result(wrappedLabel()),
      m_ask(new QPushButton(tr("&Ask all"))), m_remove(new QPushButton(tr("Re&move"))), m_import(new QPushButton(tr("&Import…"))),
      m_export(new QPushButton(tr("&Export…"))), m_add(new QPushButton(tr("A&dd"))), m_question(new QLineEdit), m_document(new QLineEdit),
      m_text(new QLineEdit)
{
    nameWidgets();
    prepareTable();
    m_empty->setText(
        tr("No question is saved yet. Ask something in the chat, open the source that answers it, and choose \"Right answer\" there: "
           "question and passage are kept here. Or enter them below."));
    m_question->setPlaceholderText(tr("What should be found?"));
    m_document->setPlaceholderText(tr("minutes/2025-06.md"));
    m_text->setPlaceholderText(tr("words of the passage, or empty"));
    layOutWidgets();
    connectWidgets();
    updateButtons();
    m_table->hide();
}

void EvaluationPage::nameWidgets()
{
    const std::pair<QWidget *, const char *> names[] = { { m_table, "savedQuestions" }, { m_figures, "evaluationFigures" },
        { m_setups, "evaluationSetups" }, { m_result, "evaluationResult" }, { m_ask, "evaluationRun" }, { m_remove, "evaluationRemove" },
        { m_import, "evaluationImport" }, { m_export, "evaluationExport" }, { m_add, "evaluationAdd" },
        { m_question, "evaluationQuestion" }, { m_document, "evaluationDocument" }, { m_text, "evaluationText" },
        { m_empty, "evaluationEmpty" } };
    for (const auto &[widget, name] : names)
        widget->setObjectName(QLatin1String(name));
}

void EvaluationPage::prepareTable()
{
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(SavedQuestionsModel::SortRole);
    m_sorted->setSortLocaleAware(true);
    m_table->setModel(m_sorted);
    m_table->setAccessibleName(tr("Saved questions"));
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder); // as they were saved
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    for (const int column : { int(SavedQuestionsModel::Question), int(SavedQuestionsModel::Expected) })
        m_table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
    for (const int column : { int(SavedQuestionsModel::Now), int(SavedQuestionsModel::Before) })
        m_table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
}

QHBoxLayout *EvaluationPage::makeButtonRow()
{
    auto *row = new QHBoxLayout;
    for (QPushButton *button : { m_ask, m_remove, m_import, m_export }) {
        button->setMinimumWidth(0);
        row->addWidget(button);
    }
    row->addStretch(1);
    return row;
}

void EvaluationPage::layOutWidgets()
{
    QLabel *heading = plainLabel(tr("Saved questions")),
           *lead = plainLabel(tr("What is asked again after a change of settings, to see whether it found more.")),
           *add = plainLabel(tr("Add a question"));
    heading->setProperty("textRole", QStringLiteral("title"));
    add->setProperty("textRole", QStringLiteral("section"));
    add->setContentsMargins(0, Metrics::WideGap, 0, 0);
    lead->setWordWrap(true);
    lead->setProperty("second", true);
    auto *card = new Card;
    card->addRow(new SettingsRow(tr("&Question"), {}, m_question));
    card->addRow(new SettingsRow(tr("D&ocument"), tr("The file that answers it, or the end of its path."), m_document));
    card->addRow(new SettingsRow(tr("&Passage"), tr("Words of the passage, if only a part of the file will do."), m_text));
    card->setMaximumWidth(Metrics::SettingsWidth);
    m_ask->setProperty("primary", true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Metrics::SectionGap, Metrics::SectionGap, Metrics::SectionGap, Metrics::WideGap);
    column->setSpacing(Metrics::Gap);
    column->addWidget(heading);
    column->addWidget(lead);
    column->addWidget(m_figures);
    column->addWidget(m_setups);
    column->addWidget(m_empty);
    column->addWidget(m_table, 1);
    column->addLayout(makeButtonRow());
    column->addWidget(m_result);
    column->addWidget(add);
    column->addWidget(card);
    column->addWidget(m_add, 0, Qt::AlignLeading);
    column->addStretch(0);
}

void EvaluationPage::connectWidgets()
{
    connect(m_ask, &QPushButton::clicked, this, &EvaluationPage::askOrStop);
    connect(m_remove, &QPushButton::clicked, this, &EvaluationPage::removeSelected);
    connect(m_import, &QPushButton::clicked, this, &EvaluationPage::chooseImport);
    connect(m_export, &QPushButton::clicked, this, &EvaluationPage::chooseExport);
    connect(m_add, &QPushButton::clicked, this, &EvaluationPage::addTyped);
    for (const QLineEdit *field : { m_question, m_document, m_text }) {
        connect(field, &QLineEdit::textChanged, this, &EvaluationPage::updateButtons);
        connect(field, &QLineEdit::returnPressed, this, &EvaluationPage::addTyped);
    }
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &EvaluationPage::updateButtons);
}

void EvaluationPage::refresh()
{
    deliver(m_tasks, this, m_saved->overview(m_tasks->token()), &EvaluationPage::showOverview);
}

void EvaluationPage::askOrStop()
{
    if (m_running) {
        m_run.stop();
        return;
    }
    m_running = true;
    updateButtons();
    showMessage(tr("Asking…"), false);
    const auto progress = [page = QPointer(this), count = m_overview.questions.size()](qsizetype done) {
        if (page)
            page->showMessage(tr("%1 of %2 asked").arg(QLocale().toString(done), QLocale().toString(count)), false);
    };
    const Concurrency::Context context(m_run.restart(m_tasks->token()));
    deliver(m_tasks, this, m_saved->run(progress, context), &EvaluationPage::showRun);
}

void EvaluationPage::showRun(const Result<Evaluation::Overview> &overview)
{
    m_running = false;
    if (!overview && overview.error().isCancelled()) {
        showMessage(tr("Stopped."), false);
    } else {
        showMessage(overview ? overview->now->report.notices.join(QLatin1Char(' ')) : QString(), true);
        showOverview(overview);
    }
    updateButtons();
}

void EvaluationPage::showOverview(const Result<Evaluation::Overview> &overview)
{
    if (!overview) {
        if (!overview.error().isCancelled())
            showMessage(overview.error().message, true);
        return;
    }
    m_overview = *overview;
    m_model->setOverview(m_overview);
    const bool empty = m_overview.questions.isEmpty();
    m_empty->setVisible(empty);
    m_table->setVisible(!empty);
    showFigures();
    updateButtons();
}

void EvaluationPage::showFigures()
{
    m_figures->setVisible(m_overview.now.has_value());
    m_setups->setVisible(m_overview.now.has_value());
    if (!m_overview.now)
        return;
    const Evaluation::Report &now = m_overview.now->report;
    std::optional<double> ndcg, recall, mrr;
    QString found = tr("%1 of %2 questions found something right among the first 10")
                        .arg(QLocale().toString(now.found10), QLocale().toString(now.answered.size()));
    if (m_overview.before) {
        const Evaluation::Report &before = m_overview.before->report;
        ndcg = before.ndcg10;
        recall = before.recall20;
        mrr = before.mrr;
        found = before.answered.size() == now.answered.size()
            ? tr("%1, was %2").arg(found, QLocale().toString(before.found10))
            : tr("%1, was %2 of %3").arg(found, QLocale().toString(before.found10), QLocale().toString(before.answered.size()));
    }
    m_figures->setText(tr("%1. nDCG@10 %2, recall@20 %3, MRR %4, %5 ms a question.")
                           .arg(found, figure(now.ndcg10, ndcg), figure(now.recall20, recall), figure(now.mrr, mrr),
                               QLocale().toString(qRound(now.meanMs))));
    m_figures->setProperty("textRole", QStringLiteral("section"));
    showSetups();
}

void EvaluationPage::showSetups()
{
    const auto setup = [](const Evaluation::Run &run) {
        return tr("%1, %2").arg(QLocale().toString(run.at, QLocale::ShortFormat), run.setup);
    };
    m_setups->setText(m_overview.before ? tr("Now: %1\nBefore: %2").arg(setup(*m_overview.now), setup(*m_overview.before))
                                        : tr("Now: %1").arg(setup(*m_overview.now)));
    colorLabel(m_setups, false, true);
}

void EvaluationPage::addTyped()
{
    if (!m_add->isEnabled())
        return;
    const Evaluation::Judged judged { {}, m_question->text().trimmed(), {},
        { { m_document->text().trimmed(), m_text->text().trimmed(), 1 } } };
    deliver(m_tasks, this, m_saved->add({ judged }, m_tasks->token()), &EvaluationPage::showAdded);
    for (QLineEdit *field : { m_question, m_document, m_text })
        field->clear();
    m_question->setFocus();
}

void EvaluationPage::showAdded(const Result<int> &added)
{
    showMessage(added ? tr("%1 saved.").arg(QLocale().toString(*added)) : added.error().message, !added);
    if (added)
        refresh();
}

void EvaluationPage::removeSelected()
{
    QStringList ids;
    for (const QModelIndex &row : m_table->selectionModel()->selectedRows())
        ids += row.data(SavedQuestionsModel::IdRole).toString();
    if (ids.isEmpty())
        return;
    deliver(m_tasks, this, m_saved->remove(ids, m_tasks->token()), [this, count = ids.size()](const Status &removed) {
        showMessage(removed ? tr("%1 removed.").arg(QLocale().toString(count)) : removed.error().message, !removed);
        refresh();
    });
}

void EvaluationPage::chooseImport()
{
    auto *dialog = new QFileDialog(this, tr("Import questions"), {}, tr("Questions, one JSON object a line (*.jsonl);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this,
        [this](const QString &path) { deliver(m_tasks, this, m_saved->importFile(path, m_tasks->token()), &EvaluationPage::showAdded); });
    dialog->open();
}

void EvaluationPage::chooseExport()
{
    chooseFile(this, tr("Export questions"), QStringLiteral("questions"), QStringLiteral("jsonl"), [this](const QString &path) {
        deliver(m_tasks, this, m_saved->exportFile(path, m_tasks->token()), [this](const Status &written) {
            showMessage(written ? tr("Written; heddle-cli eval reads it.") : written.error().message, !written);
        });
    });
}

void EvaluationPage::showMessage(const QString &text, bool trouble)
{
    colorLabel(m_result, trouble, !trouble);
    m_result->setText(text);
    m_result->setVisible(!text.isEmpty());
}

void EvaluationPage::updateButtons()
{
    const bool any = !m_overview.questions.isEmpty();
    m_ask->setText(m_running ? tr("St&op") : tr("&Ask all"));
    m_ask->setEnabled(any);
    m_export->setEnabled(any);
    m_remove->setEnabled(m_table->selectionModel()->hasSelection() && !m_running);
    m_add->setEnabled(!m_question->text().trimmed().isEmpty() && !m_document->text().trimmed().isEmpty());
}

void EvaluationPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    constexpr int RoomForAll = 560;
    m_table->setColumnHidden(SavedQuestionsModel::Expected, width() < RoomForAll);
}

void EvaluationPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colorLabel(m_setups, false, true);
}

} // namespace Heddle::Ui
