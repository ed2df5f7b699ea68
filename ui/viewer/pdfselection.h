// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/pages/pagemarks.h"
#include <QHash>

namespace Heddle::Ui {

//! \brief The letters that are selected on the pages of a PDF, in the order in which they are read.
//!
//! It begins and ends at places on pages. The letters of a page may become known later; until then, nothing of that page is selected.
class PdfSelection {
public:
    void clear();
    //! \brief Forgets the letters, too: another document.
    void reset();
    bool knows(int page) const { return m_letters.contains(page); }
    void setLetters(int page, const Library::PageLetters &letters) { m_letters.insert(page, letters); }
    //! \brief Begins at a place of a page, in points.
    void begin(int page, QPointF place);
    //! \brief Ends there.
    void extend(int page, QPointF place);
    void selectWord(int page, QPointF place);
    void selectPage(int page);
    //! \brief True if there is a letter at a place of a page.
    bool isText(int page, QPointF place) const;

    bool isEmpty() const { return text().isEmpty(); }
    //! \brief Pages of it whose letters aren't known, from 0.
    QList<int> unknownPages() const;
    QString text() const;
    //! \brief The first page of it, from 0; -1: nothing is selected.
    int firstPage() const;
    int lastPage() const;
    //! \brief What is selected of a page, in points: one box for what stands together on a line.
    QList<QRectF> boxes(int page) const;

private:
    struct End {
        int page = -1;
        QPointF place;
        qsizetype index = -1; //!< between letters; -1: where `place` is
    };
    qsizetype indexOf(const End &end) const;
    //! \brief The selected part of a page: from, to.
    std::pair<qsizetype, qsizetype> range(int page) const;

    QHash<int, Library::PageLetters> m_letters;
    End m_begin, m_end;
};

} // namespace Heddle::Ui
