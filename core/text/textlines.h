// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QStringView>

namespace Heddle::Text {

//! \brief A line of a plain text, as what it looks like. Positions are UTF-16 units; widths are columns, in which a CJK character takes two.
struct Line {
    qsizetype start = 0, end = 0; //!< with indentation and quote marks, without the line break
    qsizetype from = 0, to = 0; //!< what is written there
    qsizetype indent = 0; //!< of what is written, behind the quote marks
    qsizetype width = 0; //!< with the indentation
    qsizetype firstWidth = 0; //!< of the first word
    qsizetype column = 0; //!< where the text behind a term and a gap begins: "-e     Use"; 0: none
    qsizetype mark = 0; //!< units of the mark of a list's item with the blanks behind it; 0: none
    qsizetype item = -1; //!< the line whose mark opens the item it belongs to
    int quotes = 0; //!< depth, of a mail
    int words = 0;

    bool fixed = false; //!< a row of a table, a line of a program, a heading, a rule
    bool named = false; //!< "Name: value", or a turn of a chat
    bool dated = false; //!< begins with a date or a time, as in a log
    bool attribution = false; //!< "-- Name"
    bool dash = false; //!< the mark is a dash or an arrow
    // How it begins, behind a mark, quotes and brackets
    bool small = false; //!< as the middle of a sentence does
    bool lower = false; //!< at once by a small letter
    bool capital = false;
    bool quoted = false; //!< by a quotation mark
    bool address = false; //!< "<anna@example.org>"
    bool closes = false; //!< by a sign that closes, which belongs to the line before
    bool beginsWide = false; //!< by a CJK character
    // How it ends
    bool ended = false; //!< by a mark that may end a sentence
    bool stopped = false; //!< by a full stop
    bool colon = false;
    bool comma = false; //!< or another sign after which a sentence goes on
    bool continued = false; //!< by a backslash
    bool openBracket = false; //!< that the line doesn't close
    bool openQuote = false;
    bool endsWide = false;
    bool stops = false; //!< a sentence ends in the middle of it

    bool isEmpty() const { return from >= to; }
};

//! \brief The lines of a text.
class TextLines {
public:
    explicit TextLines(QStringView text);

    qsizetype size() const { return m_lines.size(); }
    const Line &operator[](qsizetype i) const { return m_lines[i]; }

    //! \brief Of the longest line that seems to have been wrapped.
    qsizetype wrapWidth() const { return m_wrapWidth; }

    QStringView firstWord(const Line &line) const;
    QStringView lastWord(const Line &line) const;

private:
    Line read(qsizetype start, qsizetype end) const;
    void readBeginning(Line &line) const;
    void readEnding(Line &line) const;

    const QStringView m_text;
    QList<Line> m_lines;
    qsizetype m_wrapWidth = 0;
};

} // namespace Heddle::Text
