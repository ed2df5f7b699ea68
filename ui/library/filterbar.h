// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/documentview.h"
#include <QWidget>

class QButtonGroup;

namespace Heddle::Ui {

class Chip;

//! \brief The filters over the files of a collection, each with its count, and what is excluded from it; in several lines where one is
//! too short.
class FilterBar : public QWidget {
    Q_OBJECT
public:
    explicit FilterBar(QWidget *parent = nullptr);

    //! \brief Counts the files for each filter. One that would show none goes away, unless it is chosen.
    void setDocuments(const QList<Library::Document> &documents);
    //! \brief How many files and folders are excluded.
    void setExcluded(int count);
    //! \brief The states of the files that are shown; empty: all.
    QList<Library::Document::State> states() const;
    void showAll();
    void showProblems();

Q_SIGNALS:
    void changed();
    void exclusionsRequested();

private:
    QButtonGroup *m_group;
    Chip *m_excluded;
};

} // namespace Heddle::Ui
