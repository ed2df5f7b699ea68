// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/stopscope.h"
#include "core/concurrency/taskgroup.h"
#include <QWidget>

class QListView;
class QStackedWidget;
class QTreeWidget;

namespace Heddle::Ui {

class Chip;
class PdfView;
class ThumbnailModel;

//! \brief Beside the pages of a PDF: its table of contents, and small pictures of its pages. Either leads to its place.
class PdfSidebar : public QWidget {
    Q_OBJECT
public:
    //! \brief `tasks` and `pdf` outlive it.
    PdfSidebar(PdfView *pdf, Concurrency::TaskGroup *tasks, QWidget *parent = nullptr);

    //! \brief Thumbnails are shown where there is room for them.
    void setThumbnailsShown(bool shown);

Q_SIGNALS:
    //! \brief The user has gone to a place.
    void chosen();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void readDocument();
    void readOutline();
    void showList(bool thumbnails);
    void followPage(int page);

    PdfView *m_pdf;
    Concurrency::TaskGroup *m_tasks;
    Concurrency::StopScope m_reading;
    const void *m_document = nullptr; //!< that is shown here; its reader
    Chip *m_contents, *m_pages;
    QStackedWidget *m_stack;
    QTreeWidget *m_outline;
    QListView *m_thumbnails;
    ThumbnailModel *m_model;
    bool m_hasOutline = false, m_wide = false;
};

} // namespace Heddle::Ui
