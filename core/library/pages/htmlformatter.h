// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include "core/library/extract/htmlnesting.h"
#include "core/library/extract/htmltokenizer.h"
#include "core/library/extract/inputfile.h"
#include "core/library/pages/formattedtext.h"

namespace Heddle::Library {

//! \brief Makes a FormattedText of a page's tags and texts. Scripts, styles, frames and what is hidden are left out, pictures become their
//! description, and links stay where they lead to a page or a mail address. Runs in the locked helper process.
class HtmlFormatter final : public HtmlTokenizer::Handler, private HtmlNesting<HtmlFormatter> {
    friend HtmlNesting<HtmlFormatter>;

public:
    void startTag(const QString &name, const HtmlTokenizer::Attributes &attributes, bool selfClosing) override;
    void endTag(const QString &name) override;
    void characters(const QString &text) override;
    //! \brief The page ends here. \return All of it; see formattedPart().
    FormattedText finish();
    //! \brief False once the page has more text than anybody reads.
    bool goesOn() const { return m_size < MaxSize; }

    static constexpr qsizetype MaxSize = 16 << 20; //!< UTF-16 units
    static constexpr qsizetype MaxDepth = 512; //!< of elements; deeper ones are taken as text without structure

private:
    struct Element {
        QString name;
        bool hidden = false, block = false;
        int styles = 0, heading = 0; //!< its own and those of the elements around it
        QString link {};
    };
    struct List {
        bool numbered = false;
        int next = 1;
    };
    struct Table {
        QList<QList<FormattedBlock>> rows;
        QList<int> covered; //!< how many further rows a cell from above reaches down in each column
        bool cell = false; //!< one is open
        bool head = false;
    };
    const Element &innermost() const;
    void open(const QString &name, const HtmlTokenizer::Attributes &attributes);
    void beginElement(const QString &name, const HtmlTokenizer::Attributes &attributes);
    void push(Element element);
    void pop();
    void append(const QString &text);
    void appendSpan(const QString &text);
    void breakLine();
    FormattedBlock take();
    void flush();
    void openCell(const QString &name, const HtmlTokenizer::Attributes &attributes);
    void endCell();
    void openRow();
    void endTable();
    void dissolveTable();

    FormattedText m_result;
    QList<Element> m_open;
    QList<List> m_lists;
    std::optional<Table> m_table;
    FormattedBlock m_block, m_cell; //!< what is being written; kind and place of the open cell
    int m_hidden = 0, m_pre = 0, m_quotes = 0, m_paragraphs = 0; //!< open elements
    bool m_item = false; //!< the next block begins an item
    bool m_inTitle = false;
    qsizetype m_size = 0;
};

//! \brief Reads a page of HTML and returns the part around a passage. Errors: Unreadable.
Result<FormattedText> formatHtml(const InputFile &file, const QString &passage);

} // namespace Heddle::Library
