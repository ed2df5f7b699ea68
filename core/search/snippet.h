// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"

namespace Heddle::Search {

//! \brief Where words of the question stand in a text, as half-open ranges of UTF-16 units in order; overlaps merged.
QList<std::pair<qsizetype, qsizetype>> matchRanges(QStringView text, const QList<QueryTerm> &terms, const QString &language);

//! \brief The part of a text, up to about `length` UTF-16 units cut at words, that holds the rarest words of the
//! question; "…" marks what was left out. White space is folded.
QString snippet(const QString &text, const QList<QueryTerm> &terms, const QString &language, qsizetype length = 300);

} // namespace Heddle::Search
