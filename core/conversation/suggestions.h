// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/contents.h"
#include <QHash>
#include <QStringList>

namespace Heddle::Conversation {

//! \brief Questions that were made of the text of documents and shown to be asked, with whose text that is; since the start of the
//! program.
class Suggestions {
public:
    void note(const QStringList &questions, const Concurrency::Contents &contents);
    //! \brief Whose text a question has in it as far as it was suggested, as it was or with more around it.
    Concurrency::Contents contentsOf(const QString &question) const;

private:
    QHash<QString, Concurrency::Contents> m_known; //!< by question, without case, space and marks around it
};

} // namespace Heddle::Conversation
