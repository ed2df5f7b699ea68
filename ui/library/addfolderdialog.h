// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/stopscope.h"
#include "core/concurrency/taskgroup.h"
#include "core/library/catalog.h"
#include <QDialog>
#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;

namespace Heddle::Ui {

//! \brief Counts what lies in a folder before it is added, and asks under which name. It blocks nothing and deletes itself.
class AddFolderDialog : public QDialog {
    Q_OBJECT
public:
    //! \param collections whose names are taken: a folder of such a name is added to that one.
    AddFolderDialog(
        const QString &folder, const QStringList &collections, Library::Catalog *catalog, Concurrency::TaskGroup *tasks, QWidget *parent);
    ~AddFolderDialog() override;

    //! \brief What was counted, in one line: "412 documents, 1.8 GB; 9 of them scans without text; 3 files of types that aren't read
    //! (pages, key)". `scans`: once they are counted, which takes longer.
    static QString surveyText(const Library::FolderSurvey &survey, const std::optional<Library::ScanCount> &scans = {});

Q_SIGNALS:
    void addRequested(const QString &folder, const QString &collection);

private:
    void showSurvey(const Result<Library::FolderSurvey> &survey);
    void showScans(const Result<Library::ScanCount> &scans);
    void showFacts();
    void showName();

    const QString m_folder;
    const QStringList m_collections;
    Concurrency::StopScope m_counting;
    std::optional<Library::FolderSurvey> m_survey;
    std::optional<Library::ScanCount> m_scans;
    QLineEdit *m_name;
    QLabel *m_facts, *m_note;
    QPushButton *m_add;
};

} // namespace Heddle::Ui
