// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/stopscope.h"
#include "core/concurrency/taskgroup.h"
#include "ui/viewer/pdfopening.h"
#include "ui/viewer/pdfsearch.h"
#include "ui/viewer/pdfselection.h"
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
    //! \brief Marks all occurrences of a text and shows one of them; the same text again: the next one, once around the document.
    //! Emits searchProgressed(), searched() and searchFailed().
    void find(const QString &text, bool backward);
    //! \brief Takes the marks of find() away.
    void endFind();
    const PdfSearch &search() const { return m_finder; }

    enum class Fit { None, Width, Page };
    //! \brief Keeps pages as wide as the view, or as large as fits into it, whatever its size.
    void setFit(Fit fit);
    Fit fit() const { return m_fit; }
    //! \brief Sets the size of the pages; at 1 a page is as wide as the view.
    void setZoom(double zoom);
    double zoom() const;
    //! \brief Where the reader is: the page and how far down on it, as a part of its height.
    double place() const;
    void setPlace(double place);
    //! \brief Shows a place of a page, in points from its top.
    void showPlace(int page, double top);

    //! \brief What is selected; null text: nothing.
    const PdfSelection &selection() const { return m_selection; }
    //! \brief What is selected, with the letters of all its pages, which may have to be read first. It still has unknown pages where they
    //! can't be read.
    QCoro::Task<PdfSelection> wholeSelection(std::stop_token stop);
    //! \brief Draws a page for the clipboard or a file, at most `pixels` wide; null where it can't be drawn.
    QCoro::Task<QImage> picture(int page, int pixels, std::stop_token stop);
    //! \brief The open document; null reader: none.
    const OpenPdf &document() const { return m_pdf; }
    bool isDrawn(int page) const { return m_images.contains(page); }
    //! \brief Returns why a page could not be drawn; empty for the others.
    QString failure(int page) const { return m_failures.value(page).message; }
    //! \brief The pixels that a page is drawn with at `scale` pixels a point: no more than memory is worth.
    static QSize pixelsFor(QSizeF points, double scale);

Q_SIGNALS:
    void shown();
    void failed(const QString &reason);
    //! \brief More was found, and the search goes on. `found`: how many so far.
    void searchProgressed(int found);
    //! \brief All were found. `number`: of the one that is shown, from 1; 0: there is none.
    void searched(int number, int count);
    void searchFailed(const QString &reason);
    void pageChanged(int page);
    //! \brief Zoom or fit are others.
    void zoomChanged();
    void selectionChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

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
    void connectSearch();
    void showMatch();
    void showBoxes(int page, const QList<QRectF> &boxes);
    void readLetters(int page);
    void readSelection();
    std::optional<std::pair<int, QPointF>> placeAt(QPoint position) const;
    void keepPlace(const std::function<void()> &change);
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
    Concurrency::StopScope m_work, m_page; //!< all that is done for the document; the page that is drawn
    OpenPdf m_pdf;
    QString m_path;
    Library::PageMarks m_marks;
    PdfSearch m_finder;
    PdfSelection m_selection;
    QSet<int> m_reading; //!< pages whose letters are on their way
    QList<double> m_tops; //!< of each page, and of the end
    QCache<int, Drawn> m_images; //!< cost: kilobytes
    QHash<int, Error> m_failures; //!< pages that can't be drawn
    QSet<int> m_retried; //!< pages that may take longer, since the user has asked again
    QHash<int, QPushButton *> m_buttons; //!< to try the visible ones of them again
    QTimer m_patience;
    QElapsedTimer m_drawingTime;
    int m_drawing = -1, m_wanted = 0, m_lastPage = -1;
    int m_markTop = -1; //!< where showMark() has scrolled to
    double m_zoom = 1;
    Fit m_fit = Fit::Width;
    bool m_selecting = false;
};

} // namespace Heddle::Ui
