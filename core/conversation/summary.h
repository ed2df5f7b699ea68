// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/label.h"
#include "core/conversation/attachments.h"
#include "core/conversation/message.h"
#include "core/dialog/dialogservice.h"

namespace Heddle::Conversation {

//! \brief A conversation without its messages.
struct Summary {
    QString id, title;
    QDateTime created, lastUsed;
    int messages = 0;
    QString leaf {}; //!< the last message of the branch that is shown; empty: the newest
    Dialog::QuestionOptions options {}; //!< how its questions are asked
    bool named = false; //!< by the user
    bool pinned = false; //!< listed before the others
    bool archived = false; //!< kept out of the list
    Label label = Label::None;
};

//! \brief Which conversations are listed.
struct ListFilter {
    std::optional<bool> archived = false; //!< unset: both
    Label label = Label::None; //!< None: any
};

//! \brief A conversation with the messages of all its branches, in the order in which they were written.
struct Record {
    Summary summary;
    QList<Message> messages;
    QList<Attachment> attachments {}; //!< as they were stored, without a look at the files
};

//! \brief A conversation that was found by its words.
struct SearchHit {
    Summary conversation;
    QString message; //!< that holds the words; empty: they are in the title
    QString excerpt; //!< the text around the first of them
};

} // namespace Heddle::Conversation
