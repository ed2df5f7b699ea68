// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/pagebar.h"
#include "ui/common/plaintext.h"
#include "ui/style/metrics.h"
#include "ui/viewer/pdfview.h"
#include "ui/widgets/iconbutton.h"
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSpinBox>

namespace Heddle::Ui {
namespace {

constexpr double ZoomStep = 1.25;

} // namespace

PageBar::PageBar(PdfView *pdf, QWidget *parent)
    : QWidget(parent), m_pdf(pdf), m_word(plainLabel(tr("Page"), this)), m_pages(plainLabel({}, this)), m_page(new QSpinBox(this)),
      m_contents(new IconButton(QStringLiteral("table-of-contents"), tr("Contents and pages"))),
      m_smaller(new IconButton(QStringLiteral("zoom-out"), tr("Smaller"), QKeySequence(Qt::Key_Minus))),
      m_larger(new IconButton(QStringLiteral("zoom-in"), tr("Larger"), QKeySequence(Qt::Key_Plus))),
      m_fit(new IconButton(QStringLiteral("maximize"), tr("Whole page"), QKeySequence(Qt::Key_9)))
{
    for (QLabel *quiet : { m_word, m_pages })
        quiet->setProperty("quiet", true);
    m_page->setAccessibleName(tr("Page"));
    m_page->setObjectName(QStringLiteral("sourcePage"));
    m_page->setButtonSymbols(QSpinBox::NoButtons);
    m_page->setAlignment(Qt::AlignCenter);
    m_page->setFixedWidth(Metrics::PageFieldWidth);
    m_contents->setObjectName(QStringLiteral("sourceContents"));
    m_contents->setCheckable(true);
    m_fit->setObjectName(QStringLiteral("fitPage"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    row->addWidget(m_contents);
    row->addSpacing(2);
    row->addWidget(m_word);
    row->addSpacing(2);
    row->addWidget(m_page);
    row->addSpacing(2);
    row->addWidget(m_pages);
    row->addSpacing(2);
    for (QToolButton *one : { m_smaller, m_larger, m_fit })
        row->addWidget(one);
    connectView();
}

void PageBar::connectView()
{
    connect(m_contents, &QToolButton::clicked, this, &PageBar::contentsToggled);
    connect(m_smaller, &QToolButton::clicked, this, [this] { m_pdf->setZoom(m_pdf->zoom() / ZoomStep); });
    connect(m_larger, &QToolButton::clicked, this, [this] { m_pdf->setZoom(m_pdf->zoom() * ZoomStep); });
    connect(m_fit, &QToolButton::clicked, this,
        [this] { m_pdf->setFit(m_pdf->fit() == PdfView::Fit::Width ? PdfView::Fit::Page : PdfView::Fit::Width); });
    connect(m_page, &QSpinBox::editingFinished, this, [this] {
        if (m_page->hasFocus())
            m_pdf->goToPage(m_page->value() - 1);
    });
    connect(m_pdf, &PdfView::pageChanged, this, [this](int page) {
        if (!m_page->hasFocus())
            m_page->setValue(page + 1);
    });
    connect(m_pdf, &PdfView::shown, this, &PageBar::showPageCount);
    connect(m_pdf, &PdfView::zoomChanged, this, &PageBar::showFit);
}

void PageBar::showPageCount()
{
    m_page->setRange(1, m_pdf->pageCount());
    m_page->setValue(m_pdf->currentPage() + 1);
    m_pages->setText(tr("of %1").arg(QLocale().toString(m_pdf->pageCount())));
    showFit();
}

//! The button does the other of the two.
void PageBar::showFit()
{
    if (m_pdf->fit() == PdfView::Fit::Width)
        m_fit->setLook(QStringLiteral("maximize"), tr("Whole page"), QKeySequence(Qt::Key_9));
    else
        m_fit->setLook(QStringLiteral("move-horizontal"), tr("Page width"), QKeySequence(Qt::Key_0));
}

void PageBar::setNarrow(bool narrow)
{
    m_word->setVisible(!narrow);
}

void PageBar::setContentsShown(bool shown)
{
    m_contents->setChecked(shown);
}

} // namespace Heddle::Ui
