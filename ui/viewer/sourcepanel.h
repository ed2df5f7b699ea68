// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/stopscope.h"
#include "core/concurrency/taskgroup.h"
#include "core/dialog/citation.h"
#include "core/evaluation/savedquestions.h"
#include "core/library/catalog.h"
#include <QTimer>
#include <QWidget>

class QLabel;
class QSpinBox;
class QStackedWidget;

namespace Heddle::Ui {

class FindBar;
class IconButton;
class PdfView;
class TextView;

//! \brief Shows the document behind a citation, scrolled to its passage, with the supporting sentence marked.
//!
//! PDFs are shown as pages, Markdown as it looks, everything else as text. If the document is gone or has changed, the panel shows the stored copy
//! of the passage and says so.
class SourcePanel : public QWidget {
    Q_OBJECT
public:
    //! \brief `saved` keeps sources as right answers; `render` opens files. All outlive the panel.
    SourcePanel(Library::Catalog *catalog, Evaluation::SavedQuestions *saved, Concurrency::WorkPool *render, Concurrency::TaskGroup *tasks,
        QWidget *parent = nullptr);

    //! \brief Shows one of the sources of an answer; the others are a click away.
    //! \param question What they answer: a source can be kept as right for it. If it is empty, it can't.
    void showSources(const QList<Dialog::Source> &sources, int index, const QString &question);
    PdfView *pdf() const { return m_pdf; }
    //! \brief Returns the widget that shows the document: its pages or its text.
    QWidget *view() const;
    void openFind();
    //! \brief Closes the search field. \return False if it was not open.
    bool closeFind();

Q_SIGNALS:
    void closed();
    //! \brief The source with this number is shown.
    void sourceShown(int n);

protected:
    void changeEvent(QEvent *event) override;

private:
    void layOutWidgets();
    QWidget *makeHead();
    QWidget *makeFoot();
    void fillPageBar();
    void connectButtons();
    void connectPdf();
    void showSource(int index);
    void loadPages(const Dialog::Source &source);
    void loadText(const Dialog::Source &source);
    void lookUpRight(const Dialog::Source &source);
    void keepAsRight(bool right);
    void showPageCount();
    void showText(const Result<Library::DocumentText> &text);
    //! Shows a file as it looks, where it still holds the passage; else `text`.
    void showRendered(const Library::DocumentText &text);
    void showMark(int position);
    void showPassage(const QString &notice);
    void showMarked(const QString &text, qsizetype passageStart, qsizetype passageEnd, const QStringList &headings);
    void showNotice(const QString &notice);
    void openOutside();
    void copyPassage();
    void find(const QString &text, bool backward);

    Library::Catalog *m_catalog;
    Evaluation::SavedQuestions *m_saved;
    Concurrency::WorkPool *m_files;
    Concurrency::TaskGroup *m_tasks;
    Concurrency::StopScope m_loading; //!< of the source that is shown
    QList<Dialog::Source> m_sources;
    int m_index = 0;
    QString m_question;
    QLabel *m_title, *m_place, *m_notice, *m_position, *m_pages;
    IconButton *m_previous, *m_next, *m_search, *m_copy, *m_right, *m_open, *m_close, *m_smaller, *m_larger, *m_fit;
    QTimer m_copied;
    FindBar *m_find;
    QSpinBox *m_page;
    QWidget *m_pageBar;
    QStackedWidget *m_stack;
    TextView *m_text;
    PdfView *m_pdf;
};

} // namespace Heddle::Ui
