// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/flow/pools.h"
#include "ui/viewer/pagemarks.h"
#include <QAbstractScrollArea>
#include <QCache>
#include <QPointer>
#include <QSet>

namespace Heddle::Ui {

//! \brief The pages of a PDF below each other, with marked words. Pages are drawn in the render pool, the visible ones
//! first; the memory for them is bounded whatever the length of the file.
class PdfView : public QAbstractScrollArea {
    Q_OBJECT
public:
    PdfView(Flow::Pools *pools, Concurrency::TaskGroup *tasks, QWidget *parent = nullptr);
    ~PdfView() override;

    //! \brief Shows a file at a page (from 0) with the sentence of the passage marked. Ends in shown() or failed().
    void open(const QString &path, int page, const QString &passage, const QString &sentence);
    int pageCount() const { return m_document ? int(m_document->sizes().size()) : 0; }
    int currentPage() const;
    void goToPage(int page);
    const PageMarks &marks() const { return m_marks; }
    //! \brief Marks the next place of a text after the one marked now, once around the document. Ends in searched().
    void find(const QString &text, bool backward);
    //! \brief Multiplies the size of the pages; 1 is the width of the view.
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
    struct Opened {
        std::shared_ptr<PdfDocument> document;
        PageMarks marks;
    };
    struct Drawn {
        QImage image;
        double scale;
    };
    static QCoro::Task<void> load(QPointer<PdfView> view, Flow::Pools *pools, std::shared_ptr<PdfDocument> known, QString path, int page,
        QString passage, QString sentence, std::stop_token stop);
    struct Found {
        int page = -1, index = 0; //!< the page, and which of its places
        QList<QRectF> boxes;
    };
    static QCoro::Task<void> search(QPointer<PdfView> view, Flow::Pools *pools, std::shared_ptr<PdfDocument> document, QString text,
        Found from, bool backward, std::stop_token stop);
    static QCoro::Task<void> draw(
        QPointer<PdfView> view, Flow::Pools *pools, std::shared_ptr<PdfDocument> document, int page, double scale, std::stop_token stop);
    void layOut();
    void drawNext();
    void showMark();
    double scale(int page) const;
    QRectF pageRect(int page) const; //!< in the viewport
    int pageAt(double y) const; //!< y: from the top of all pages

    Flow::Pools *m_pools;
    Concurrency::TaskGroup *m_tasks;
    std::stop_source m_stop; //!< of what is being loaded or drawn
    std::shared_ptr<PdfDocument> m_document;
    QString m_path;
    PageMarks m_marks;
    std::stop_source m_searchStop;
    Found m_found; //!< what the search marked last; no boxes: nothing yet
    QList<double> m_tops; //!< of each page, and of the end
    QCache<int, Drawn> m_images; //!< cost: kilobytes
    QSet<int> m_broken; //!< pages that can't be drawn
    int m_drawing = -1, m_wanted = 0, m_lastPage = -1;
    double m_zoom = 1;
};

} // namespace Heddle::Ui
