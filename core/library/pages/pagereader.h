// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/pages/pagemarks.h"
#include "core/library/pages/pageprocess.h"
#include "core/library/pages/sharedpixels.h"

namespace Heddle::Library {

//! \brief The pages of a PDF, drawn and searched in a locked process of their own, which hangs, crashes or lies at no cost but that
//! of the page. It belongs to the event loop's thread; every task ends at once when it is stopped, and keeps the reader until then.
//!
//! Errors that concern a page are for the user, and retryable where another try may do better.
class PageReader : public std::enable_shared_from_this<PageReader> {
public:
    //! \brief `program`: the helper; empty: the one beside this program.
    static std::shared_ptr<PageReader> make(InputFile document, const PageLimits &limits = {}, const QString &program = {});

    //! \brief Opens the document and returns the sizes of its pages in points, as they are shown; at least one. Comes first.
    QCoro::Task<Result<QList<QSizeF>>> open(std::stop_token stop);
    //! \brief Draws a whole page into `size` pixels. Requests of a higher urgency come first. `patience`: how many times the usual
    //! limit it may take.
    QCoro::Task<Result<std::shared_ptr<SharedPixels>>> draw(int page, QSize size, int patience, std::stop_token stop,
        PageProcess::Urgency urgency = PageProcess::Urgency::Drawing);
    //! \brief Finds a sentence of a passage that begins on `page`.
    QCoro::Task<Result<PageMarks>> marks(int page, QString passage, QString sentence, std::stop_token stop);
    //! \brief Finds the occurrences of a text in the next of the pages of `search`, at least one of them.
    QCoro::Task<Result<PageSearch::Found>> find(PageSearch search, std::stop_token stop);
    //! \brief The letters of a page, for selecting them.
    QCoro::Task<Result<PageLetters>> letters(int page, std::stop_token stop);
    //! \brief The table of contents; empty where the document has none.
    QCoro::Task<Result<QList<PageOutlineEntry>>> outline(std::stop_token stop);
    //! \brief Ends the process until something is asked again: nobody looks.
    void rest() { m_process.rest(); }

private:
    PageReader(InputFile document, const PageLimits &limits, const QString &program)
        : m_limits(limits), m_process(std::move(document), limits, program)
    { }

    const PageLimits m_limits;
    PageProcess m_process;
    int m_pages = 0;
};

} // namespace Heddle::Library
