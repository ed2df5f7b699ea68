// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/absencewindow.h"
#include "ui/common/deliver.h"
#include "ui/common/plaintext.h"
#include "ui/common/textview.h"
#include "ui/style/metrics.h"
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace Heddle::Ui {

AbsenceWindow::AbsenceWindow(
    Retrieval::AbsenceExplainer *absences, Concurrency::TaskGroup *tasks, Retrieval::AbsenceRequest request, QWidget *parent)
    : QDialog(parent), m_absences(absences), m_tasks(tasks), m_request(std::move(request)), m_subject(new QLineEdit),
      m_explain(new QPushButton(tr("&Explain"))), m_result(new TextView)
{
    setWindowTitle(tr("Why is this not here?"));
    setObjectName(QStringLiteral("absence"));
    m_subject->setObjectName(QStringLiteral("absenceSubject"));
    m_subject->setPlaceholderText(tr("contract.pdf, or words that stand in it"));
    m_result->setObjectName(QStringLiteral("absenceResult"));
    m_result->setAccessibleName(tr("Explanation"));
    auto *label = plainLabel(tr("&File name or words:"));
    label->setBuddy(m_subject);
    auto *row = new QHBoxLayout;
    row->addWidget(m_subject, 1);
    row->addWidget(m_explain);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(Metrics::Gap);
    column->addWidget(wrappedLabel(tr("What do you miss in the answer to \"%1\"?").arg(m_request.question.simplified().left(200))));
    column->addWidget(label);
    column->addLayout(row);
    column->addWidget(m_result, 1);
    resize(560, 360);
    m_explain->setDefault(true);
    m_explain->setEnabled(false);
    connect(m_subject, &QLineEdit::textChanged, this, [this](const QString &text) { m_explain->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_explain, &QPushButton::clicked, this, &AbsenceWindow::explain);
    m_subject->setFocus();
}

AbsenceWindow::~AbsenceWindow()
{
    m_stop.request_stop();
}

void AbsenceWindow::explain()
{
    m_stop.request_stop(); // of what was asked before
    m_stop = std::stop_source();
    m_request.subject = m_subject->text();
    m_result->setPlainText(tr("Looking…"));
    deliver(m_tasks, this, m_absences->explain(m_request, Concurrency::Context(m_stop.get_token())), &AbsenceWindow::showReport);
}

void AbsenceWindow::showReport(const Result<Retrieval::AbsenceReport> &report)
{
    if (!report) {
        if (!report.error().isCancelled())
            m_result->setPlainText(report.error().message);
        return;
    }
    QStringList parts;
    for (const Retrieval::Standing &standing : report->standings)
        parts += standing.path.isEmpty() ? standing.message : standing.path + QLatin1Char('\n') + standing.message;
    if (report->more)
        parts += tr("There are more; type more of the name, or more words.");
    parts += report->notices;
    m_result->setPlainText(parts.join(QLatin1String("\n\n")));
}

} // namespace Heddle::Ui
