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
class QMenu;

namespace Heddle::Ui {

class DocumentView;
class DocumentWindows;
class IconButton;
class PageBar;
class PdfView;

//! \brief Shows the document behind a citation (DocumentView), with what can be done with it above and the way to the other citations
//! below.
class SourcePanel : public QWidget {
    Q_OBJECT
public:
    //! \brief `saved` keeps sources as right answers; `render` opens files. All outlive the panel.
    //! \param windows Opens documents in windows of their own; null: they can't be. It may live as long as the panels that have it.
    SourcePanel(Library::Catalog *catalog, Evaluation::SavedQuestions *saved, Concurrency::WorkPool *render, Concurrency::TaskGroup *tasks,
        std::shared_ptr<DocumentWindows> windows = {}, QWidget *parent = nullptr);
    ~SourcePanel() override;

    //! \brief Shows one of the sources of an answer; the others are a click away.
    //! \param question What they answer: a source can be kept as right for it. If it is empty, it can't.
    //! \param resume At the place where the document was left, if it was left at the same passage.
    void showSources(const QList<Dialog::Source> &sources, int index, const QString &question, bool resume = false);
    PdfView *pdf() const;
    //! \brief Returns the widget that shows the document: its pages or its text.
    QWidget *view() const;
    void openFind();
    //! \brief Closes the search field. \return False if it was not open.
    bool closeFind();
    //! \brief Shows a source in a window of its own; it needn't be the one shown here.
    void openInWindow(const QList<Dialog::Source> &sources, int index, const QString &question);

Q_SIGNALS:
    void closed();
    //! \brief The source with this number is shown.
    void sourceShown(int n);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void layOutWidgets();
    QWidget *makeHead();
    QWidget *makeFoot();
    void connectButtons();
    void showSource(int index, bool resume = false);
    void showPosition();
    void lookUpRight(const Dialog::Source &source);
    void keepAsRight(bool right);
    void openOutside();
    void openWindow();
    void copyPassage();
    void addActions(QMenu *menu);
    bool isWindowOfItsOwn() const;

    Library::Catalog *m_catalog;
    Evaluation::SavedQuestions *m_saved;
    Concurrency::TaskGroup *m_tasks;
    const std::shared_ptr<DocumentWindows> m_windows;
    Concurrency::StopScope m_loading; //!< of the source that is shown
    QList<Dialog::Source> m_sources;
    int m_index = 0;
    QString m_question;
    bool m_narrow = false;
    QLabel *m_title, *m_place, *m_position;
    IconButton *m_previous, *m_next, *m_search, *m_copy, *m_right, *m_window, *m_open, *m_more, *m_close;
    QTimer m_copied;
    DocumentView *m_document;
    PageBar *m_pages;
};

} // namespace Heddle::Ui
