// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/stopscope.h"
#include "core/concurrency/taskgroup.h"
#include "ui/viewer/pdfopening.h"
#include <QAbstractScrollArea>
#include <QCache>
#include <QElapsedTimer>
#include <QImage>
#include <QSet>
#include <QTimer>

class QPushButton;

namespace Heddle::Ui {

//! \brief Shows the pages of a PDF one below the other, with marked words.
//!
//! Pages are drawn by another process (Library::PageReader), the visible ones first. One that can't be drawn says why, and the others
//! are shown. The memory for them is bounded, however long the file is. A view that is hidden keeps its pictures and ends the process.
class PdfView : public QAbstractScrollArea {
    Q_OBJECT
public:
    //! \brief `files` opens files; it and `tasks` outlive the view.
    PdfView(Concurrency::WorkPool *files, Concurrency::TaskGroup *tasks, const Library::PageLimits &limits = {}, QWidget *parent = nullptr);

    //! \brief Opens a file at a page (from 0) and marks the sentence of the passage. Emits shown() or failed().
    void open(const QString &path, int page, const QString &passage, const QString &sentence);
    //! \brief Closes the document, or gives up opening one.
    void closeDocument();
    int pageCount() const { return int(m_pdf.sizes.size()); }
    int currentPage() const;
    void goToPage(int page);
    const Library::PageMarks &marks() const { return m_marks; }
    //! \brief Marks the next occurrence of a text after the current one, once around the document. Emits searched() or
    //! searchFailed().
    void find(const QString &text, bool backward);
    //! \brief Sets the size of the pages; at 1 a page is as wide as the view.
    void setZoom(double zoom);
    double zoom() const { return m_zoom; }
    bool isDrawn(int page) const { return m_images.contains(page); }
    //! \brief Returns why a page could not be drawn; empty for the others.
    QString failure(int page) const { return m_failures.value(page).message; }
    //! \brief The pixels that a page is drawn with at `scale` pixels a point: no more than memory is worth.
    static QSize pixelsFor(QSizeF points, double scale);

Q_SIGNALS:
    void shown();
    void failed(const QString &reason);
    void searched(bool found);
    void searchFailed(const QString &reason);
    void pageChanged(int page);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Loaded {
        OpenPdf pdf;
        Library::PageMarks marks;
    };
    struct Drawn {
        QImage image;
        double scale;
    };
    struct Quotation {
        int page = 0;
        QString passage, sentence;
    };
    static QCoro::Task<Result<Loaded>> load(QCoro::Task<Result<OpenPdf>> opening, Quotation quotation, std::stop_token stop);
    void showDocument(const Result<Loaded> &loaded);
    void setPdf(const OpenPdf &pdf);
    void showMatch(const Library::PageMatch &match);
    QList<int> wantedPages() const;
    void draw(int page, double scale);
    void keepDrawn(int page, double scale, const Result<std::shared_ptr<Library::SharedPixels>> &pixels);
    void stopDrawing();
    void retry(int page);
    void retryIn(int page, const Result<OpenPdf> &pdf);
    void placeButtons();
    QPushButton *makeButton(int page);
    void layOut();
    void drawNext();
    void showMark();
    void scrollTo(double y);
    void paintPage(QPainter &painter, int page);
    double scale(int page) const;
    QRectF pageRect(int page) const; //!< in the viewport
    QRectF failureRect(int page) const; //!< of its text
    int pageAt(double y) const; //!< y: from the top of all pages
    int firstVisible() const;
    int lastVisible() const;

    Concurrency::WorkPool *m_files;
    Concurrency::TaskGroup *m_tasks;
    const Library::PageLimits m_limits;
    Concurrency::StopScope m_work, m_page, m_search; //!< all that is done for the document; the page that is drawn; searching
    OpenPdf m_pdf;
    QString m_path;
    Library::PageMarks m_marks;
    Library::PageMatch m_match; //!< the last one that was shown
    QList<double> m_tops; //!< of each page, and of the end
    QCache<int, Drawn> m_images; //!< cost: kilobytes
    QHash<int, Error> m_failures; //!< pages that can't be drawn
    QSet<int> m_retried; //!< pages that may take longer, since the user has asked again
    QHash<int, QPushButton *> m_buttons; //!< to try the visible ones of them again
    QTimer m_patience;
    QElapsedTimer m_drawingTime;
    int m_drawing = -1, m_wanted = 0, m_lastPage = -1;
    double m_zoom = 1;
};

} // namespace Heddle::Ui
