// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/stopscope.h"
#include "core/concurrency/taskgroup.h"
#include "ui/viewer/pdfsearch.h"
#include <QAbstractScrollArea>
#include <QCache>
#include <QSet>

namespace Heddle::Ui {

//! \brief Shows the pages of a PDF one below the other, with marked words.
//!
//! Pages are drawn in a pool, the visible ones first. The memory for them is bounded, however long the file is.
class PdfView : public QAbstractScrollArea {
    Q_OBJECT
public:
    //! \brief `render` draws and searches pages; it and `tasks` outlive the view.
    PdfView(Concurrency::WorkPool *render, Concurrency::TaskGroup *tasks, QWidget *parent = nullptr);

    //! \brief Opens a file at a page (from 0) and marks the sentence of the passage. Emits shown() or failed().
    void open(const QString &path, int page, const QString &passage, const QString &sentence);
    int pageCount() const { return m_document ? int(m_document->sizes().size()) : 0; }
    int currentPage() const;
    void goToPage(int page);
    const PageMarks &marks() const { return m_marks; }
    //! \brief Marks the next occurrence of a text after the current one, once around the document. Emits searched().
    void find(const QString &text, bool backward);
    //! \brief Sets the size of the pages; at 1 a page is as wide as the view.
    void setZoom(double zoom);
    double zoom() const { return m_zoom; }
    bool isDrawn(int page) const { return m_images.contains(page); }

Q_SIGNALS:
    void shown();
    void failed(const QString &reason);
    void searched(bool found);
    void pageChanged(int page);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct LoadResult {
        std::shared_ptr<PdfDocument> document;
        PageMarks marks;
    };
    struct Drawn {
        QImage image;
        double scale;
    };
    void showDocument(const Result<LoadResult> &loaded);
    void showMatch(const PdfMatch &match);
    void draw(int page, double scale);
    void keepDrawn(int page, double scale, const Result<QImage> &image);
    void layOut();
    void drawNext();
    void showMark();
    double scale(int page) const;
    QRectF pageRect(int page) const; //!< in the viewport
    int pageAt(double y) const; //!< y: from the top of all pages

    Concurrency::WorkPool *m_render;
    Concurrency::TaskGroup *m_tasks;
    Concurrency::StopScope m_work, m_search; //!< loading and drawing; searching
    std::shared_ptr<PdfDocument> m_document;
    QString m_path;
    PageMarks m_marks;
    PdfMatch m_match; //!< the last one that was shown
    QList<double> m_tops; //!< of each page, and of the end
    QCache<int, Drawn> m_images; //!< cost: kilobytes
    QSet<int> m_broken; //!< pages that can't be drawn
    int m_drawing = -1, m_wanted = 0, m_lastPage = -1;
    double m_zoom = 1;
};

} // namespace Heddle::Ui
