// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/pages/pagemarks.h"
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
// The functions that read replies believe nothing: what no helper of ours would write is no value.

constexpr int MaxPages = 100'000;
constexpr double MinPoints = 1, MaxPoints = 100'000; //!< of a page's width and height; PDF has no page of more than 15,000 units
constexpr qsizetype MaxMarks = 20'000; //!< boxes
constexpr qsizetype MaxQuoted = 4'000; //!< UTF-16 units of a passage, a sentence, or a text to search

QJsonValue encodeSizes(const QList<QSizeF> &sizes);
std::optional<QList<QSizeF>> decodeSizes(const QJsonValue &value);

QJsonObject encodeMarks(const PageMarks &marks);
std::optional<PageMarks> decodeMarks(const QJsonValue &value, int pages);

QJsonObject encodeSearch(const PageSearch &search);
PageSearch decodeSearch(const QJsonObject &object);
QJsonObject encodeFound(const PageSearch::Found &found);
std::optional<PageSearch::Found> decodeFound(const QJsonValue &value, int pages);

} // namespace Heddle::Library
