// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/library/catalog.h"
#include <QDialog>

class QLabel;
class QListWidget;
class QPushButton;

namespace Heddle::Ui {

//! \brief Lists what is excluded from a collection; each can be taken back. Deletes itself when it closes.
class ExclusionsDialog : public QDialog {
    Q_OBJECT
public:
    ExclusionsDialog(const Library::Collection &collection, Library::Catalog *catalog, Concurrency::TaskGroup *tasks, QWidget *parent);

Q_SIGNALS:
    //! \brief Exclusions were taken back.
    void included();
    void failed(const QString &message);

private:
    void load();
    void showExclusions(const Result<QList<Library::Exclusion>> &exclusions);
    void includeChosen();

    const qint64 m_collection;
    Library::Catalog *m_catalog;
    Concurrency::TaskGroup *m_tasks;
    QListWidget *m_list;
    QLabel *m_note;
    QPushButton *m_include;
};

} // namespace Heddle::Ui
