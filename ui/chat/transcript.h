// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/dialogservice.h"
#include "core/storage/conversationrepository.h"
#include <QPalette>

namespace Heddle::Ui {

//! \brief One question of the shown branch and what has come back for it so far.
struct Exchange {
    enum class State { Running, Done, Stopped, Failed };
    QString question;
    State state = State::Running;
    QString stage {}; //!< in words, while nothing has come
    Dialog::Turn turn {};
    QString error {};
    QString questionId {}, answerId {}; //!< messages; empty until they are saved
    QString before {}; //!< the message that the question follows
    QStringList questionVersions {}, answerVersions {}; //!< ids, oldest first; this one is among them
    QStringList related {}; //!< questions to ask next
    bool thinkingOpen = false, detailsOpen = false;
};

//! \brief An exchange as rich text; every text of the user's and the model's is escaped. Citations are links
//! "cite:EXCHANGE:N", those that are not borne out "cite:EXCHANGE:N:USE"; actions are links "do:ACTION:EXCHANGE".
//! `last`: of the conversation, with the actions that only the last one has.
QString exchangeHtml(const Exchange &exchange, qsizetype index, bool last, const QPalette &palette);
//! \brief The question alone, with what is above an answer that is still being written.
QString questionHtml(const Exchange &exchange, qsizetype index, const QPalette &palette);
//! \brief Part of a written answer. While it streams its markers mean the nth passage; `uses` false: no source has any yet.
QString writtenHtml(const QString &markdown, qsizetype offset, const Exchange &exchange, qsizetype index, const QPalette &palette);

//! \brief A stored conversation's shown branch as exchanges.
QList<Exchange> exchangesFrom(const QList<Storage::MessageRow> &messages, const QString &leaf);

} // namespace Heddle::Ui
