// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QLabel;
class QSpinBox;

namespace Heddle::Ui {

class IconButton;
class PdfView;

//! \brief Below the pages of a PDF: its contents, the page that is shown, and how large it is.
class PageBar : public QWidget {
    Q_OBJECT
public:
    explicit PageBar(PdfView *pdf, QWidget *parent = nullptr);

    //! \brief Leaves out what the buttons say as well.
    void setNarrow(bool narrow);
    void setContentsShown(bool shown);

Q_SIGNALS:
    void contentsToggled(bool shown);

private:
    void connectView();
    void showPageCount();
    void showFit();

    PdfView *m_pdf;
    QLabel *m_word, *m_pages;
    QSpinBox *m_page;
    IconButton *m_contents, *m_smaller, *m_larger, *m_fit;
};

} // namespace Heddle::Ui
