// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/stopscope.h"
#include "core/concurrency/taskgroup.h"
#include "core/library/pages/pagereader.h"
#include <QMap>
#include <QObject>

namespace Heddle::Ui {

//! \brief All occurrences of a text in a PDF, and which of them is the current one. They arrive a few pages at a time, beginning with the
//! page that is shown.
class PdfSearch : public QObject {
    Q_OBJECT
public:
    //! \brief `tasks` outlives the search.
    explicit PdfSearch(Concurrency::TaskGroup *tasks, QObject *parent = nullptr);

    //! \brief Searches all of a document's `pages`. The first occurrence from page `from` on becomes the current one as soon as it is
    //! found; backward, the last one before that page, once all are known.
    void start(std::shared_ptr<Library::PageReader> reader, int pages, const QString &text, int from, bool backward, std::stop_token stop);
    //! \brief Forgets the text and all occurrences.
    void clear();
    //! \brief Stops where it is; what was found stays.
    void stop() { m_run.stop(); }
    //! \brief True if it was stopped before it was complete.
    bool isInterrupted() const { return !m_text.isEmpty() && !m_complete && m_run.token().stop_requested(); }
    //! \brief Goes on where it was interrupted.
    void resume(std::stop_token stop);
    //! \brief Makes the next occurrence the current one, around the document.
    void move(bool backward);
    //! \brief Makes the first occurrence on `page` or after it the current one.
    void moveTo(int page);

    const QString &text() const { return m_text; }
    bool isComplete() const { return m_complete; }
    //! \brief True if there are more than are kept.
    bool isCut() const { return m_cut; }
    int count() const { return m_count; }
    //! \brief How many pages could not be searched.
    int unreadPages() const { return m_unread; }
    //! \brief The place of the current occurrence among all, from 1; 0: there is none. Certain once the search is complete.
    int number() const;
    //! \brief Boxes of each occurrence on a page, in points.
    QList<QList<QRectF>> matches(int page) const { return m_matches.value(page); }
    //! \brief The page of the current occurrence, from 0; -1: there is none.
    int page() const { return m_page; }
    //! \brief Which of its page's occurrences the current one is.
    int index() const { return m_index; }

Q_SIGNALS:
    //! \brief More is known, or the search is complete.
    void progressed();
    //! \brief Another occurrence is the current one.
    void moved();
    void failed();

private:
    void searchOn(Library::PageSearch search);
    void add(const Library::PageSearch &search, const Library::PageSearch::Found &found);
    void finish();
    void skip(const Library::PageSearch &search, const Error &error);
    void setCurrent(int page, int index);

    Concurrency::TaskGroup *m_tasks;
    Concurrency::StopScope m_run;
    std::shared_ptr<Library::PageReader> m_reader;
    QString m_text;
    Library::PageSearch m_next; //!< what is being searched
    QMap<int, QList<QList<QRectF>>> m_matches; //!< by page, those that have any
    int m_pages = 0, m_from = 0, m_count = 0, m_page = -1, m_index = 0, m_unread = 0;
    bool m_backward = false, m_complete = false, m_cut = false;
    bool m_single = false; //!< one page at a time, as one of the next can't be read
};

} // namespace Heddle::Ui
