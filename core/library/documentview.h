// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QByteArray>
#include <QList>
#include <QString>
#include <memory>
#include <stop_token>
#include <vector>

namespace Heddle::Library {

//! \brief A file of a collection and what became of it.
struct Document {
    enum class State {
        NotRead, //!< no format that can be read, or left out
        Reading, //!< not finished: read again
        Ready,
        NoText,
        Failed,
    };
    QByteArray path; //!< absolute, as the file system names it
    State state = State::NotRead;
    QString reason; //!< why it isn't ready, or what is to be known of it all the same; for the user
    QString language; //!< ISO code; empty: not known
    qint64 passages = 0;
    qint64 size = 0; //!< bytes
    qint64 changedMs = 0; //!< when the file was last changed, in ms since 1970; 0: not known
};

//! \brief The documents of a collection, by path; shared, as there may be a hundred thousand.
using Documents = std::shared_ptr<const QList<Document>>;

//! \brief Which documents are shown, and in which order.
struct DocumentView {
    enum class Order { Name, State, Size, Passages, Changed, Language, Folder };
    QString find; //!< what their paths contain, whatever its case; empty: anything
    QList<Document::State> states; //!< that are shown; empty: all
    Order order = Order::Name;
    bool descending = false;
};

//! \brief The places in `documents` of those that a view shows, in its order; the path decides between equals. For many
//! documents it takes a while: a job for a pool. Error: Cancelled.
Result<std::vector<qint32>> arranged(const QList<Document> &documents, const DocumentView &view, std::stop_token stop);

} // namespace Heddle::Library
