// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/promptbuilder.h"
#include "core/storage/conversationrepository.h"

namespace Heddle::Conversation {

//! \brief The messages from the first one to `leaf`. A leaf that is empty or not there: the newest message.
QList<Storage::MessageRow> branchTo(const QList<Storage::MessageRow> &messages, const QString &leaf);
//! \brief Ids of the messages that stand at the same place as this one, oldest first: versions of a question, or answers to
//! the same question.
QStringList versionsOf(const QList<Storage::MessageRow> &messages, const QString &id);
//! \brief The newest message that follows this one, on any branch; itself where none does.
QString newestUnder(const QList<Storage::MessageRow> &messages, const QString &id);
//! \brief The questions of a branch with their answers, for a model. Those without an answer are left out.
QList<Dialog::Exchange> historyOf(const QList<Storage::MessageRow> &branch);

} // namespace Heddle::Conversation
