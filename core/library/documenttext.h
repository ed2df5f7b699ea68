// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/workpool.h"
#include "core/storage/attachmentrepository.h"
#include "core/storage/libraryrepository.h"

namespace Heddle::Library {

//! \brief A document's extracted text around a passage, put together from its chunks.
struct DocumentText {
    QString text;
    qint64 start = 0; //!< where the text begins, UTF-16 units in the document's extracted text
    qint64 passageStart = 0, passageEnd = 0; //!< in `text`
    QStringList headings; //!< heading paths of the chunks in it
    bool more = false; //!< the document goes on before or after it
};

//! \brief Blocking, for the library pool. NotFound when the passage is no longer part of the document: the file changed.
Result<DocumentText> documentTextAround(const Storage::LibraryRepository &library, const QString &chunk);
//! \brief The same of a file that is attached to a conversation.
Result<DocumentText> documentTextAround(const Storage::AttachmentRepository &attachments, const QString &chunk);

} // namespace Heddle::Library
