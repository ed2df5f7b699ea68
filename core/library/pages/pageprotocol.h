// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/pages/pagemarks.h"
#include <QJsonArray>
#include <QJsonObject>
#include <QSize>
#include <optional>

namespace Heddle::Library {

// What the window and heddle-extract --pages say to each other: JSON objects, one a line, one request at a time. A request
// {"id", NAME: arguments} goes through a socket, its reply {"id", NAME: result} or {"id", "error": true} comes on the helper's
// standard output.
//   open   with the descriptor of the document, as the first request: the sizes of its pages
//   draw   {"page", "width", "height"} with the descriptor of memory for the pixels: true
//   marks  {"page", "passage", "sentence"}: PageMarks
//   find   a PageSearch: its PageSearch::Found
//   letters {"page"}: its PageLetters
//   outline true: the table of contents
//   read   {"type", "passage"} with the descriptor of a document that has no pages, as the only request: its FormattedText
// The functions that read replies believe nothing: what no helper of ours would write is no value.

constexpr int MaxPages = 100'000;
constexpr double MinPoints = 1, MaxPoints = 100'000; //!< of a page's width and height; PDF has no page of more than 15,000 units
constexpr qsizetype MaxMarks = 20'000; //!< boxes
constexpr qsizetype MaxLetters = 40'000; //!< UTF-16 units of a page that can be selected
constexpr qsizetype MaxOutline = 5'000; //!< entries of a table of contents
constexpr qsizetype MaxOutlineTitle = 200; //!< UTF-16 units
constexpr qsizetype MaxQuoted = 4'000; //!< UTF-16 units of a passage, a sentence, or a text to search

QJsonValue encodeSizes(const QList<QSizeF> &sizes);
std::optional<QList<QSizeF>> decodeSizes(const QJsonValue &value);

QJsonObject encodeMarks(const PageMarks &marks);
std::optional<PageMarks> decodeMarks(const QJsonValue &value, int pages);

QJsonObject encodeSearch(const PageSearch &search);
PageSearch decodeSearch(const QJsonObject &object);
QJsonObject encodeFound(const PageSearch::Found &found);
//! \brief What was found by `search`, in its pages.
std::optional<PageSearch::Found> decodeFound(const QJsonValue &value, const PageSearch &search);

QJsonObject encodeLetters(const PageLetters &letters);
std::optional<PageLetters> decodeLetters(const QJsonValue &value);

QJsonArray encodeOutline(const QList<PageOutlineEntry> &outline);
std::optional<QList<PageOutlineEntry>> decodeOutline(const QJsonValue &value, int pages);

} // namespace Heddle::Library
