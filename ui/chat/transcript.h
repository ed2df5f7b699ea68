// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/dialogservice.h"
#include "core/storage/conversationrepository.h"
#include <QPalette>

namespace Heddle::Ui {

//! \brief One question and what has come back for it so far.
struct Exchange {
    enum class State { Running, Done, Stopped, Failed };
    QString question;
    State state = State::Running;
    QString stage; //!< in words, while running
    Dialog::Turn turn;
    QString error;
};

//! \brief The conversation as rich text; every text of the user's is escaped. Citations are links "cite:EXCHANGE:N".
QString transcriptHtml(const QList<Exchange> &exchanges, const QPalette &palette);
//! \brief Where a source stands: file, page, headings.
QString placeOf(const Dialog::Source &source);
//! \brief A source for the card over its citation: title, place, passage with the supporting sentence bold, scores.
QString cardHtml(const Dialog::Source &source, const QPalette &palette);
//! \brief A stored conversation as exchanges. A question without an answer is still being answered, or was when the
//! program ended.
QList<Exchange> exchangesFrom(const QList<Storage::MessageRow> &messages);

} // namespace Heddle::Ui
