// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/pdfsidebar.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/deliver.h"
#include "ui/common/plaintext.h"
#include "ui/style/viewermetrics.h"
#include "ui/viewer/pdfview.h"
#include "ui/viewer/thumbnails.h"
#include "ui/widgets/chip.h"
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListView>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int PageRole = Qt::UserRole, TopRole = Qt::UserRole + 1;

enum List { Outline, NoOutline, Thumbnails };

} // namespace

PdfSidebar::PdfSidebar(PdfView *pdf, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QWidget(parent), m_pdf(pdf), m_tasks(tasks), m_contents(new Chip(tr("Contents"))), m_pages(new Chip(tr("Pages"))),
      m_stack(new QStackedWidget), m_outline(new QTreeWidget), m_thumbnails(new QListView), m_model(new ThumbnailModel(tasks, this))
{
    setObjectName(QStringLiteral("pdfSidebar"));
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Contents and pages"));
    for (Chip *chip : { m_contents, m_pages }) {
        chip->setSmall(true);
        chip->setCheckable(true);
    }
    m_contents->setObjectName(QStringLiteral("showOutline"));
    m_pages->setObjectName(QStringLiteral("showThumbnails"));
    m_outline->setObjectName(QStringLiteral("outline"));
    m_outline->setAccessibleName(tr("Contents"));
    m_outline->setHeaderHidden(true);
    m_outline->setFrameShape(QFrame::NoFrame);
    m_outline->setUniformRowHeights(true);
    m_outline->setIndentation(Metrics::CardGap);
    m_outline->setTextElideMode(Qt::ElideRight);
    m_thumbnails->setObjectName(QStringLiteral("thumbnails"));
    m_thumbnails->setAccessibleName(tr("Pages"));
    m_thumbnails->setFrameShape(QFrame::NoFrame);
    m_thumbnails->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_thumbnails->setModel(m_model);
    m_thumbnails->setItemDelegate(new ThumbnailDelegate(m_thumbnails));
    auto *none = plainLabel(tr("This document has no table of contents."));
    none->setWordWrap(true);
    none->setFocusPolicy(Qt::StrongFocus);
    none->setAlignment(Qt::AlignTop | Qt::AlignHCenter);
    none->setProperty("quiet", true);
    none->setMargin(Metrics::WideGap);
    for (QWidget *list : { static_cast<QWidget *>(m_outline), static_cast<QWidget *>(none), static_cast<QWidget *>(m_thumbnails) })
        m_stack->addWidget(list);
    auto *chips = new QHBoxLayout;
    chips->setSpacing(Metrics::Gap / 2);
    chips->addWidget(m_contents);
    chips->addWidget(m_pages);
    chips->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Metrics::Gap, Metrics::Gap, Metrics::Gap, 0);
    column->setSpacing(Metrics::Gap);
    column->addLayout(chips);
    column->addWidget(m_stack, 1);
    connect(m_contents, &QAbstractButton::clicked, this, [this] { showList(false); });
    connect(m_pages, &QAbstractButton::clicked, this, [this] { showList(true); });
    const auto follow = [this](QTreeWidgetItem *item) {
        if (item->data(0, PageRole).toInt() < 0)
            return;
        m_pdf->showPlace(item->data(0, PageRole).toInt(), item->data(0, TopRole).toDouble());
        Q_EMIT chosen();
    };
    connect(m_outline, &QTreeWidget::itemClicked, this, follow);
    connect(m_outline, &QTreeWidget::itemActivated, this, follow);
    const auto go = [this](const QModelIndex &index) {
        m_pdf->goToPage(index.row());
        Q_EMIT chosen();
    };
    connect(m_thumbnails, &QListView::clicked, this, go);
    connect(m_thumbnails, &QListView::activated, this, go);
    connect(m_pdf, &PdfView::shown, this, &PdfSidebar::readDocument);
    connect(m_pdf, &PdfView::pageChanged, this, &PdfSidebar::followPage);
    showList(false);
}

void PdfSidebar::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    readDocument();
}

void PdfSidebar::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_model->stop();
}

void PdfSidebar::readDocument()
{
    const OpenPdf &pdf = m_pdf->document();
    if (!isVisible() || m_document == pdf.reader.get())
        return;
    m_document = pdf.reader.get();
    m_model->setDocument(pdf.reader, pdf.sizes, devicePixelRatioF());
    m_outline->clear();
    m_hasOutline = false;
    if (pdf.reader)
        readOutline();
}

void PdfSidebar::readOutline()
{
    const std::stop_token stop = m_reading.restart(m_tasks->token());
    deliver(m_tasks, this, m_pdf->document().reader->outline(stop), [this, stop](const Result<QList<Library::PageOutlineEntry>> &outline) {
        if (stop.stop_requested())
            return;
        if (!outline)
            m_document = nullptr; // another time, perhaps
        QList<QTreeWidgetItem *> path; // the last one of each depth
        for (const Library::PageOutlineEntry &entry : outline ? *outline : QList<Library::PageOutlineEntry>()) {
            while (path.size() >= entry.depth)
                path.removeLast();
            const QString title = Text::withVisibleControls(entry.title, Text::LineBreaks::Show);
            auto *item = path.isEmpty() ? new QTreeWidgetItem(m_outline, { title }) : new QTreeWidgetItem(path.last(), { title });
            item->setData(0, Qt::ToolTipRole, plainToolTip(entry.title));
            item->setData(0, PageRole, entry.page);
            item->setData(0, TopRole, entry.top);
            path += item;
        }
        m_hasOutline = m_outline->topLevelItemCount() > 0;
        constexpr int Few = 12; // of a document's parts: then their parts are of use as well
        if (m_outline->topLevelItemCount() <= Few)
            m_outline->expandToDepth(0);
        showList(m_pages->isChecked() || (!m_hasOutline && m_wide)); // what the reader has chosen meanwhile stays
    });
}

void PdfSidebar::setThumbnailsShown(bool shown)
{
    m_wide = shown;
    m_pages->setVisible(shown);
    m_contents->setVisible(shown);
    if (!shown && m_stack->currentIndex() == Thumbnails)
        showList(false);
}

void PdfSidebar::showList(bool thumbnails)
{
    m_contents->setChecked(!thumbnails);
    m_pages->setChecked(thumbnails);
    const bool focused = m_stack->currentWidget()->hasFocus();
    m_stack->setCurrentIndex(thumbnails ? Thumbnails : m_hasOutline ? Outline : NoOutline);
    setFocusProxy(m_stack->currentWidget());
    if (focused)
        setFocus();
    if (thumbnails)
        followPage(m_pdf->currentPage());
    else
        m_model->stop();
}

void PdfSidebar::followPage(int page)
{
    if (m_stack->currentIndex() != Thumbnails || !isVisible() || page >= m_model->rowCount())
        return;
    m_thumbnails->setCurrentIndex(m_model->index(page));
}

} // namespace Heddle::Ui
