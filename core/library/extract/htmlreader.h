// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/htmlnesting.h"
#include "core/library/extract/htmltokenizer.h"
#include "core/library/extract/tablewriter.h"
#include <QList>

namespace Heddle::Library {

//! \brief Makes blocks of a page's tags and texts: what a reader sees of it, in the order of the page.
//!
//! It keeps the open elements, as far as they matter for the text, and no tree. Elements end where the HTML standard implies it
//! (a paragraph at the next one, a row at the next row); deeper than MaxDepth they are taken as text without structure.
class HtmlReader final : public HtmlTokenizer::Handler, private HtmlNesting<HtmlReader> {
    friend HtmlNesting<HtmlReader>;

public:
    explicit HtmlReader(const BlockSink &sink) : m_writer(sink), m_table(m_writer) { }

    void startTag(const QString &name, const HtmlTokenizer::Attributes &attributes, bool selfClosing) override;
    void endTag(const QString &name) override;
    void characters(const QString &text) override;
    void finish();

    //! \brief False once the sink asked to stop.
    bool goesOn() const { return m_go; }
    //! \brief The page's title, else its first heading.
    QString title() const;

    static constexpr qsizetype MaxDepth = 512; // as in browsers

private:
    struct Element {
        QString name;
        bool hidden = false;
        bool block = false;
        bool decoration = false; //!< goes if there are no letters in it
        int heading = 0; //!< level
        qsizetype textStart = 0; //!< of m_text
        int next = 0; //!< of a numbered list: the number of its next item
        QString mark {}; //!< of an item whose text has not begun: its bullet or number
    };
    void open(const QString &name, const HtmlTokenizer::Attributes &attributes, bool empty);
    void openCell(const QString &name, const HtmlTokenizer::Attributes &attributes);
    void push(const Element &element);
    void pop();
    void closeElement(const Element &element);
    void separateFrom(const QString &name);
    QString markOf(const HtmlTokenizer::Attributes &item);
    QString takeMark();
    QString take();
    static QString withoutPermalink(QString heading);
    void flush();
    void endCell();
    void endRow();
    void leaveTable();
    void endTable();
    bool isHidden() const { return m_hidden > 0; }

    BlockWriter m_writer;
    TableWriter m_table;
    QList<Element> m_open;
    QString m_text, m_title, m_reading;
    QList<TableWriter::Cell> m_cells;
    TableWriter::Cell m_cell;
    int m_hidden = 0, m_items = 0, m_pre = 0, m_headings = 0, m_paragraphs = 0; //!< open elements
    bool m_inTable = false, m_inCell = false, m_inHead = false, m_placing = false, m_longRow = false;
    bool m_ended = false, m_endedLink = false; //!< the last that came was an end tag; that of a link
    bool m_apart = false; //!< the next text belongs to a neighbour of the element that ended
    bool m_inTitle = false, m_go = true;
};

} // namespace Heddle::Library
