// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/message.h"
#include "core/dialog/promptbuilder.h"

namespace Heddle::Conversation {

//! \brief The messages from the first one to `leaf`. A leaf that is empty or not there: the newest message.
QList<Message> branchTo(const QList<Message> &messages, const QString &leaf);
//! \brief Ids of the messages that stand at the same place as this one, oldest first: versions of a question, or answers to
//! the same question.
QStringList versionsOf(const QList<Message> &messages, const QString &id);
//! \brief The newest message that follows this one, on any branch; itself where none does.
QString newestUnder(const QList<Message> &messages, const QString &id);
//! \brief The questions of a branch with their answers, for a model. Those without an answer are left out.
QList<Dialog::Exchange> historyOf(const QList<Message> &branch);

//! \brief Whose text an answer has in it: that of the prompt it was written from, else of its sources.
Concurrency::Contents contentsOf(const Answer &answer);

} // namespace Heddle::Conversation
