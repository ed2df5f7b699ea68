// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/addfolderdialog.h"
#include "ui/common/deliver.h"
#include "ui/common/form.h"
#include "ui/common/plaintext.h"
#include "ui/style/metrics.h"
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace Heddle::Ui {

AddFolderDialog::AddFolderDialog(
    const QString &folder, const QStringList &collections, Library::Catalog *catalog, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QDialog(parent), m_folder(folder), m_collections(collections), m_name(new QLineEdit(QDir(folder).dirName())),
      m_facts(plainLabel(tr("Counting…"))), m_note(plainLabel()), m_add(new QPushButton(tr("&Add")))
{
    setObjectName(QStringLiteral("addFolderDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Add a folder"));
    setMinimumWidth(Metrics::EmptyStateWidth);
    QLabel *heading = plainLabel(tr("Add this folder?"));
    heading->setProperty("textRole", QStringLiteral("section"));
    QLabel *path = plainLabel(QDir::toNativeSeparators(folder));
    path->setProperty("second", true);
    for (QLabel *label : { path, m_facts, m_note })
        label->setWordWrap(true);
    m_facts->setObjectName(QStringLiteral("addFolderFacts"));
    m_note->setProperty("quiet", true);
    m_name->setObjectName(QStringLiteral("addFolderName"));
    QLabel *name = plainLabel(tr("&Name of the collection"));
    name->setBuddy(m_name);
    m_name->setAccessibleName(tr("Name of the collection"));
    m_add->setObjectName(QStringLiteral("addFolderConfirm"));
    m_add->setDefault(true);
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_add);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Metrics::SectionGap, Metrics::SectionGap, Metrics::SectionGap, Metrics::WideGap);
    column->setSpacing(Metrics::Gap);
    column->addWidget(heading);
    column->addWidget(path);
    column->addWidget(m_facts);
    column->addSpacing(Metrics::Gap);
    column->addWidget(name);
    column->addWidget(m_name);
    column->addWidget(m_note);
    column->addStretch(1);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_add, &QPushButton::clicked, this, [this] {
        Q_EMIT addRequested(m_folder, m_name->text().simplified());
        accept();
    });
    connect(m_name, &QLineEdit::textChanged, this, &AddFolderDialog::showName);
    showName();
    m_name->selectAll();
    const std::stop_token stop = m_counting.restart(tasks->token());
    deliver(tasks, this, catalog->survey(folder, stop), &AddFolderDialog::showSurvey);
    deliver(tasks, this, catalog->scans(folder, stop), &AddFolderDialog::showScans);
}

AddFolderDialog::~AddFolderDialog()
{
    m_counting.stop();
}

QString AddFolderDialog::surveyText(const Library::FolderSurvey &survey, const std::optional<Library::ScanCount> &scans)
{
    const QLocale locale;
    const QString size = locale.formattedDataSize(survey.bytes, 1, QLocale::DataSizeTraditionalFormat);
    QStringList parts { survey.documents == 0 ? tr("No document that Heddle reads")
            : survey.documents == 1           ? tr("1 document, %1").arg(size)
                                              : tr("%1 documents, %2").arg(locale.toString(survey.documents), size) };
    if (scans && scans->scans > 0) {
        const QString count = locale.toString(scans->scans);
        parts += scans->isAtLeast ? tr("at least %1 of them scans without text").arg(count)
            : scans->scans == 1   ? tr("1 of them a scan without text")
                                  : tr("%1 of them scans without text").arg(count);
    }
    if (survey.otherTypes > 0) {
        const QString types = survey.types.join(QLatin1String(", "));
        const QString count = survey.otherTypes == 1 ? tr("1 file of a type that isn't read")
                                                     : tr("%1 files of types that aren't read").arg(locale.toString(survey.otherTypes));
        parts += types.isEmpty() ? count : tr("%1 (%2)").arg(count, types);
    }
    if (survey.outOfReach > 0)
        parts += survey.outOfReach == 1 ? tr("1 folder can't be looked at now")
                                        : tr("%1 folders can't be looked at now").arg(locale.toString(survey.outOfReach));
    return parts.join(QLatin1String("; "));
}

void AddFolderDialog::showSurvey(const Result<Library::FolderSurvey> &survey)
{
    if (!survey && survey.error().isCancelled())
        return;
    if (survey)
        m_survey = *survey;
    colorLabel(m_facts, !survey, false);
    if (survey)
        showFacts();
    else
        m_facts->setText(survey.error().message);
    adjustSize();
}

//! Where nothing can be looked into, the count stands as it is.
void AddFolderDialog::showScans(const Result<Library::ScanCount> &scans)
{
    if (!scans)
        return;
    m_scans = *scans;
    showFacts();
}

void AddFolderDialog::showFacts()
{
    if (m_survey)
        m_facts->setText(tr("%1.").arg(surveyText(*m_survey, m_scans)));
    adjustSize();
}

void AddFolderDialog::showName()
{
    const QString name = m_name->text().simplified();
    m_add->setEnabled(!name.isEmpty());
    m_note->setText(m_collections.contains(name) ? tr("There is a collection of this name: the folder is added to it.")
                                                 : tr("Files are only read; nothing is copied or changed."));
}

} // namespace Heddle::Ui
