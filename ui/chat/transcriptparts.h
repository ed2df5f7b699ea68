// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/chat/transcript.h"
#include "ui/chat/transcriptlink.h"

//! \brief What the HTML of an exchange is put together from.
namespace Heddle::Ui::TranscriptParts {

//! \brief A link of the transcript. `html` is put in as it is.
QString linkTo(TranscriptLink::Target target, const QString &html, const QColor &color, const char *weight = "600");
//! \brief A number in brackets, over which its pill is painted; by the colour of its text (transcriptgrounds.h).
QString citationMark(TranscriptLink::Citation target, const QPalette &palette, bool contradicted = false);
//! \brief The height of a line of an answer, in pixels.
int lineHeight();

//! \brief A quoted answer: what is said above its cards, then each card below a line with its place.
QString quotedHtml(const Exchange &exchange, qsizetype index, const QPalette &palette);
//! \brief A list of documents: how many there are, and a line for each.
QString listHtml(const Exchange &exchange, qsizetype index, const QPalette &palette);
//! \brief The cited sources of a written answer as cards, those of a document beside each other.
QString sourcesHtml(const Exchange &exchange, qsizetype index);
//! \brief What stands below an answer: what can be done with it, where it was written, how it came to be, what to ask next.
QString footHtml(const Exchange &exchange, qsizetype index, bool last, const QPalette &palette);
//! \brief "‹ 2 of 3 ›" with a link to each neighbour; empty where there is one version.
QString versionsHtml(const QStringList &versions, const QString &shown, const QColor &color);

} // namespace Heddle::Ui::TranscriptParts
