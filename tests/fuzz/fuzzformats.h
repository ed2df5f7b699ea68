// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QList>
#include <cstdlib>

// What Heddle reads that others have written, one function a format. Each takes bytes of anybody's making through the functions that
// the programs read them with, and returns whatever the bytes are; a promise that is broken ends the program. tools/fuzz feeds them
// with damaged input, test_corpus with what was found so.
namespace Heddle::Fuzz {

void chat(const QByteArray &bytes); //!< a stream of a chat model; the first byte chooses the service and the status
void elastic(const QByteArray &bytes); //!< a reply of a search server
void embedding(const QByteArray &bytes); //!< vectors of a server; the first byte chooses the service and the number of texts
void events(const QByteArray &bytes); //!< a stream's messages
void frames(const QByteArray &bytes); //!< lines of the document reader
void html(const QByteArray &bytes);
void json(const QByteArray &bytes); //!< settings, conversations, questions and reports
void markdown(const QByteArray &bytes); //!< a document, and an answer
void mindmap(const QByteArray &bytes); //!< a file of a map
void outline(const QByteArray &bytes); //!< an outline as models write it
void pdf(const QByteArray &bytes);
void rerank(const QByteArray &bytes); //!< scores of a service; the first byte chooses it
void text(const QByteArray &bytes);
void vectors(const QByteArray &bytes); //!< manifest, deleted rows and segment, with a line "==" between them

struct Format {
    const char *name;
    void (*read)(const QByteArray &bytes);
};
//! \brief All of them, by name.
const QList<Format> &formats();

//! \brief Ends the program where a promise is broken, so that the input is kept.
inline void require(bool promise)
{
    if (!promise)
        std::abort();
}

} // namespace Heddle::Fuzz
