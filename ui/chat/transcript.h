// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/message.h"
#include <QPalette>

namespace Heddle::Ui {

//! \brief One question of the shown branch and what has come back for it so far.
struct Exchange {
    QString question;
    Conversation::Answer answer {};
    QString stage {}; //!< in words, while nothing has come
    QString questionId {}, answerId {}; //!< messages; empty until they are saved
    QString before {}; //!< the message that the question follows
    QStringList questionVersions {}, answerVersions {}; //!< ids, oldest first; this one is among them
    QStringList related {}; //!< questions to ask next
    quint64 flow = 0; //!< what was done for it, in Pools::flows; 0: not in this run of the program
    bool thinkingOpen = false, detailsOpen = false;
};

//! \brief An exchange as rich text; every text of the user's and the model's is escaped. Its links are TranscriptLinks.
//! `last`: of the conversation, with the actions that only the last one has.
QString exchangeHtml(const Exchange &exchange, qsizetype index, bool last, const QPalette &palette);
//! \brief The question alone, with what is above an answer that is still being written.
QString questionHtml(const Exchange &exchange, qsizetype index, const QPalette &palette);
//! \brief Part of a written answer. While it streams its markers mean the nth passage; `uses` false: no source has any yet.
QString writtenHtml(const QString &markdown, qsizetype offset, const Exchange &exchange, qsizetype index, const QPalette &palette);

//! \brief The branch of a conversation that ends with `leaf`, as exchanges.
QList<Exchange> exchangesFrom(const QList<Conversation::Message> &messages, const QString &leaf);

} // namespace Heddle::Ui
