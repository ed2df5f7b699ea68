// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonObject>
#include <QList>
#include <QString>
#include <optional>

namespace Heddle::Library {

//! \brief A run of letters in a FormattedBlock that look alike.
struct FormattedSpan {
    enum Style { Bold = 1, Italic = 2, Code = 4, Underlined = 8, StruckOut = 16, Raised = 32, Lowered = 64, AllStyles = 127 };
    int length = 0; //!< UTF-16 units; spans follow each other without a gap
    int styles = 0;
    QString link {}; //!< http, https or mailto; empty: none
    bool operator==(const FormattedSpan &) const = default;
};

//! \brief A paragraph, or what stands like one. The text of a block has no line feed but where its lines are its own.
struct FormattedBlock {
    enum class Kind { Paragraph, Heading, Bullet, Number, Quote, Code, Cell, HeaderCell, Rule };
    Kind kind = Kind::Paragraph;
    int level = 0; //!< of a heading, 1 to 6; how deep a list or a quotation lies in others, from 1
    int number = 0; //!< of a numbered item; of the row of a cell, from 0
    int column = 0, columns = 1; //!< of a cell: where it begins, from 0, and how many it spans
    QString text {};
    QList<FormattedSpan> spans {}; //!< of all of `text`
    bool operator==(const FormattedBlock &) const = default;
};

//! \brief A document as a reader sees it, reduced to text and a few properties of it: there is nothing in it that could load, run or
//! lead anywhere by itself. Cells that follow each other are one table; row 0 begins the next one.
struct FormattedText {
    QString title;
    QList<FormattedBlock> blocks;
    bool more = false; //!< the document goes on before or after it
    bool operator==(const FormattedText &) const = default;

    // What a document may have at most, so that it is laid out at once.
    static constexpr qsizetype MaxText = 128 << 10; //!< UTF-16 units
    static constexpr qsizetype MaxBlocks = 6'000;
    static constexpr qsizetype MaxSpans = 20'000;
    static constexpr qsizetype MaxLink = 2'000; //!< UTF-16 units of one
    static constexpr qsizetype MaxLinks = 256 << 10; //!< UTF-16 units of all of them
    static constexpr int MaxColumns = 40; //!< of a table
    static constexpr qsizetype MaxPlaces = 10'000; //!< rows × columns of all tables, those that no cell lies in too
    static constexpr int MaxLevel = 8;
};

//! \brief The part of a text around a passage that is within the limits; the beginning where the passage isn't in it.
FormattedText formattedPart(const FormattedText &text, const QString &passage);

QJsonObject encodeFormatted(const FormattedText &text);
//! \brief Reads what encodeFormatted() wrote, and believes nothing: no value where a limit or a rule is broken.
std::optional<FormattedText> decodeFormatted(const QJsonValue &value);

} // namespace Heddle::Library
