// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluation/evaluationpage.h"
#include "core/base/files.h"
#include "core/evaluation/reportjson.h"
#include "ui/common/choosefile.h"
#include "ui/common/form.h"
#include "ui/common/theme.h"
#include "ui/evaluation/savedquestionsmodel.h"
#include <QEvent>
#include <QFile>
#include <QFileDialog>
#include <QFormLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr qint64 LargestFile = qint64(64) << 20;

QString figure(double now, const std::optional<double> &before)
{
    const auto text = [](double value) { return QLocale().toString(value, 'f', 2); };
    return before && text(*before) != text(now) ? EvaluationPage::tr("%1 (was %2)").arg(text(now), text(*before)) : text(now);
}

} // namespace

EvaluationPage::EvaluationPage(Services services, QWidget *parent)
    : QWidget(parent), m_services(std::move(services)), m_model(new SavedQuestionsModel(this)), m_sorted(new QSortFilterProxyModel(this)),
      m_table(new QTableView), m_figures(wrappedLabel()), m_setups(wrappedLabel()), m_empty(wrappedLabel()), m_result(wrappedLabel()),
      m_run(new QPushButton(tr("&Ask all"))), m_remove(new QPushButton(tr("Re&move"))), m_import(new QPushButton(tr("&Import…"))),
      m_export(new QPushButton(tr("&Export…"))), m_add(new QPushButton(tr("A&dd"))), m_question(new QLineEdit), m_document(new QLineEdit),
      m_text(new QLineEdit)
{
    const auto name = [](QWidget *widget, const char *objectName) { widget->setObjectName(QLatin1String(objectName)); };
    name(m_table, "savedQuestions");
    name(m_figures, "evaluationFigures");
    name(m_setups, "evaluationSetups");
    name(m_result, "evaluationResult");
    name(m_run, "evaluationRun");
    name(m_remove, "evaluationRemove");
    name(m_import, "evaluationImport");
    name(m_export, "evaluationExport");
    name(m_add, "evaluationAdd");
    name(m_question, "evaluationQuestion");
    name(m_document, "evaluationDocument");
    name(m_text, "evaluationText");
    name(m_empty, "evaluationEmpty");
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
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (const int column : { int(SavedQuestionsModel::Question), int(SavedQuestionsModel::Expected) })
        m_table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
    for (const int column : { int(SavedQuestionsModel::Now), int(SavedQuestionsModel::Before) })
        m_table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_empty->setText(
        tr("No question is saved yet. Ask something in the chat, open the source that answers it, and choose \"Right answer\" there: "
           "question and passage are kept here. Or enter them below."));
    m_question->setPlaceholderText(tr("What should be found?"));
    m_document->setPlaceholderText(tr("minutes/2025-06.md"));
    m_text->setPlaceholderText(tr("words of the passage, or empty"));

    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : { m_run, m_remove, m_import, m_export }) {
        button->setMinimumWidth(0);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    QFormLayout *form = formLayout();
    form->addRow(tr("&Question"), m_question);
    form->addRow(tr("D&ocument"), m_document);
    form->addRow(tr("&Passage"), m_text);
    form->addRow(QString(), m_add);
    m_add->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::WideGap, Theme::WideGap, Theme::WideGap, Theme::WideGap);
    column->setSpacing(Theme::Gap);
    column->addWidget(m_figures);
    column->addWidget(m_setups);
    column->addWidget(m_empty);
    column->addWidget(m_table, 1);
    column->addLayout(buttons);
    column->addWidget(m_result);
    column->addLayout(form);

    connect(m_run, &QPushButton::clicked, this, &EvaluationPage::ask);
    connect(m_remove, &QPushButton::clicked, this, &EvaluationPage::removeSelected);
    connect(m_import, &QPushButton::clicked, this, &EvaluationPage::importFile);
    connect(m_export, &QPushButton::clicked, this, &EvaluationPage::exportFile);
    connect(m_add, &QPushButton::clicked, this, &EvaluationPage::addTyped);
    for (const QLineEdit *field : { m_question, m_document, m_text }) {
        connect(field, &QLineEdit::textChanged, this, &EvaluationPage::updateButtons);
        connect(field, &QLineEdit::returnPressed, this, &EvaluationPage::addTyped);
    }
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &EvaluationPage::updateButtons);
    updateButtons();
    m_table->hide();
}

void EvaluationPage::refresh()
{
    m_services.tasks->add(load(this, m_services, m_services.tasks->token()));
}

QCoro::Task<void> EvaluationPage::load(QPointer<EvaluationPage> page, Services services, std::stop_token stop)
{
    auto task = services.savedQuestions->overview(stop);
    const auto overview = co_await std::move(task);
    if (page)
        page->show(overview);
}

void EvaluationPage::ask()
{
    if (m_running) {
        m_stop.request_stop();
        return;
    }
    m_stop = std::stop_source();
    m_running = true;
    updateButtons();
    say(tr("Asking…"), false);
    m_services.tasks->add(run(this, m_services, m_stop.get_token()));
}

QCoro::Task<void> EvaluationPage::run(QPointer<EvaluationPage> page, Services services, std::stop_token stop)
{
    std::stop_source ended; // by the button, or because the program ends
    const auto end = [ended]() mutable { ended.request_stop(); };
    const std::stop_callback onStop(stop, end), onQuit(services.tasks->token(), end);
    const qsizetype count = page->m_overview.questions.size();
    const auto progress = [page, count](qsizetype done) {
        if (page)
            page->say(tr("%1 of %2 asked").arg(QLocale().toString(done), QLocale().toString(count)), false);
    };
    auto task = services.savedQuestions->run(progress, Concurrency::Context(ended.get_token()));
    const auto overview = co_await std::move(task);
    if (!page)
        co_return;
    page->m_running = false;
    if (overview || !overview.error().isCancelled())
        page->say(overview ? overview->now->report.notices.join(QLatin1Char(' ')) : QString(), true);
    else
        page->say(tr("Stopped."), false);
    if (overview || !overview.error().isCancelled())
        page->show(overview);
    page->updateButtons();
}

void EvaluationPage::show(const Made &overview)
{
    if (!overview) {
        if (!overview.error().isCancelled())
            say(overview.error().message, true);
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
    QFont bold = font();
    bold.setBold(true);
    m_figures->setFont(bold);
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
    m_services.tasks->add(add(this, m_services, { judged }, m_services.tasks->token()));
    for (QLineEdit *field : { m_question, m_document, m_text })
        field->clear();
    m_question->setFocus();
}

QCoro::Task<void> EvaluationPage::add(
    QPointer<EvaluationPage> page, Services services, QList<Evaluation::Judged> questions, std::stop_token stop)
{
    auto task = services.savedQuestions->add(questions, stop);
    const auto added = co_await std::move(task);
    if (!page)
        co_return;
    page->say(added ? tr("%1 saved.").arg(QLocale().toString(*added)) : added.error().message, !added);
    page->refresh();
}

void EvaluationPage::removeSelected()
{
    QStringList ids;
    for (const QModelIndex &row : m_table->selectionModel()->selectedRows())
        ids += row.data(SavedQuestionsModel::IdRole).toString();
    if (!ids.isEmpty())
        m_services.tasks->add(remove(this, m_services, ids, m_services.tasks->token()));
}

QCoro::Task<void> EvaluationPage::remove(QPointer<EvaluationPage> page, Services services, QStringList ids, std::stop_token stop)
{
    auto task = services.savedQuestions->remove(ids, stop);
    const Status removed = co_await std::move(task);
    if (!page)
        co_return;
    page->say(removed ? tr("%1 removed.").arg(QLocale().toString(ids.size())) : removed.error().message, !removed);
    page->refresh();
}

void EvaluationPage::importFile()
{
    auto *dialog = new QFileDialog(this, tr("Import questions"), {}, tr("Questions, one JSON object a line (*.jsonl);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this,
        [this](const QString &path) { m_services.tasks->add(readFile(this, m_services, path, m_services.tasks->token())); });
    dialog->open();
}

QCoro::Task<void> EvaluationPage::readFile(QPointer<EvaluationPage> page, Services services, QString path, std::stop_token stop)
{
    auto reading = services.pools->library.submit(
        [path](std::stop_token) -> Result<QList<Evaluation::Judged>> {
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly) || file.size() > LargestFile)
                return Error { ErrorCode::Unreadable, tr("%1 could not be read: %2.").arg(path, file.errorString()), {}, false };
            auto questions = Evaluation::readJudged(file.readAll());
            if (!questions)
                return Error::input(tr("%1: %2").arg(path, questions.error().message));
            return questions;
        },
        stop, QStringLiteral("read questions"));
    const auto questions = co_await std::move(reading);
    if (!page)
        co_return;
    if (questions)
        services.tasks->add(add(page, services, *questions, stop));
    else
        page->say(questions.error().message, true);
}

void EvaluationPage::exportFile()
{
    QByteArray lines;
    for (const auto &judged : std::as_const(m_overview.questions))
        lines += QJsonDocument(Evaluation::toJson(judged)).toJson(QJsonDocument::Compact) + '\n';
    chooseFile(this, tr("Export questions"), QStringLiteral("questions"), QStringLiteral("jsonl"),
        [this, lines](const QString &path) { m_services.tasks->add(writeFile(this, m_services, path, lines, m_services.tasks->token())); });
}

QCoro::Task<void> EvaluationPage::writeFile(
    QPointer<EvaluationPage> page, Services services, QString path, QByteArray lines, std::stop_token stop)
{
    auto writing = services.pools->library.submit(
        [path, lines](std::stop_token) { return saveFile(path, lines); }, stop, QStringLiteral("write questions"));
    const Status written = co_await std::move(writing);
    if (page)
        page->say(written ? tr("Written; heddle-cli eval reads it.") : written.error().message, !written);
}

void EvaluationPage::say(const QString &text, bool trouble)
{
    colorLabel(m_result, trouble, !trouble);
    m_result->setText(text);
    m_result->setVisible(!text.isEmpty());
}

void EvaluationPage::updateButtons()
{
    const bool any = !m_overview.questions.isEmpty();
    m_run->setText(m_running ? tr("St&op") : tr("&Ask all"));
    m_run->setEnabled(any);
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
