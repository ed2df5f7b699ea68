// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/stopscope.h"
#include "core/dialog/citation.h"
#include "core/library/catalog.h"
#include "ui/viewer/documentstates.h"
#include <QWidget>

class QLabel;
class QMenu;
class QStackedWidget;
class QUrl;

namespace Heddle::Ui {

class FindBar;
class PdfSelection;
class PdfSidebar;
class PdfView;
class TextView;

//! \brief One document, scrolled to a passage, with the supporting sentence marked; its words can be found, selected and copied.
//!
//! PDFs are shown as pages, Markdown and HTML as they look, everything else as text. If the document is gone or has changed, the stored
//! copy of the passage is shown, with a notice.
class DocumentView : public QWidget {
    Q_OBJECT
public:
    //! \brief `files` opens files. `states` keeps zoom and place of documents; null: nobody does. All outlive the view.
    DocumentView(Library::Catalog *catalog, Concurrency::WorkPool *files, Concurrency::TaskGroup *tasks, DocumentStates *states,
        QWidget *parent = nullptr);
    ~DocumentView() override;

    //! \brief Shows a document. `resume`: at the place where it was left, if it was left at the same passage.
    void showSource(const Dialog::Source &source, bool resume = false);
    const Dialog::Source &source() const { return m_source; }
    PdfView *pdf() const { return m_pdf; }
    TextView *text() const { return m_text; }
    //! \brief Returns the widget that shows the document: its pages or its text.
    QWidget *view() const;
    bool showsPages() const;
    //! \brief Beside the pages, or over them where there is little room.
    void setContentsShown(bool shown);
    void showNotice(const QString &notice);
    void openFind();
    //! \brief Closes the search field. \return False if it was not open.
    bool closeFind();

    //! \brief The passage, or its sentence, in quotation marks and with its place.
    QString quotation() const;
    //! \brief What is selected, in quotation marks and with its place; empty: nothing is.
    QString selectionWithPlace() const;
    //! \brief Keeps the place for whoever opens the document next.
    void rememberPlace() { remember(); }
    //! \brief Adds what can be done with the selection and with the page to a menu.
    void addActions(QMenu *menu);

Q_SIGNALS:
    //! \brief Pages, or a text, are shown.
    void kindChanged();
    void contentsShown(bool shown);
    //! \brief A context menu is about to open; whoever shows the view may add to it.
    void menuRequested(QMenu *menu);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void connectParts();
    void placeSidebar();
    void showWidget(QWidget *widget);
    void remember();
    void restore();
    const DocumentState *knownState() const;
    void loadPages();
    void loadText();
    void showPages();
    void showText(const Result<Library::DocumentText> &text);
    //! Shows a file as it looks, where it still holds the passage; else `text`.
    void showMarkdown(const Library::DocumentText &text);
    void showHtml(const Library::DocumentText &text);
    void showAsItLooks(const Library::DocumentText &text, int markAt, bool more);
    void showPlain(const Library::DocumentText &text);
    void showPassage(const QString &notice);
    void showMarked(const QString &text, qsizetype passageStart, qsizetype passageEnd, const QStringList &headings);
    void showMark(int position);
    void find(const QString &text, bool backward);
    void findInText(const QString &text, bool backward);
    void openLink(const QUrl &address);
    void showMenu(const QPoint &place);
    void copyPage();
    void copySelection(bool quoted);
    QString withPlace(const PdfSelection &selection) const;
    void savePage();
    QString markedWords() const;

    Library::Catalog *m_catalog;
    Concurrency::WorkPool *m_files;
    Concurrency::TaskGroup *m_tasks;
    DocumentStates *m_states;
    Concurrency::StopScope m_loading; //!< of the source that is shown
    Dialog::Source m_source;
    bool m_resume = false, m_loaded = false;
    QLabel *m_notice;
    FindBar *m_find;
    QStackedWidget *m_stack;
    TextView *m_text;
    PdfView *m_pdf;
    PdfSidebar *m_sidebar;
};

} // namespace Heddle::Ui
