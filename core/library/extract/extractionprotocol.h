// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/extractor.h"
#include <QJsonObject>

namespace Heddle::Library {

// What the program and heddle-extract say to each other: JSON objects, one a line. A request {"id", "type"} goes through a
// socket together with the descriptor of the document; with "look", a number of pages, a PDF is only looked into. Its replies, on the helper's standard output, carry its id:
// {"alive"} while there is nothing to hand over, {"block"}s, and at the end {"done"} or {"error"}.

constexpr qsizetype MaxRequestLine = qsizetype(1) << 16; //!< bytes; sent as a whole, so it has to fit into the buffer of a socket
//! \brief Bytes: a block of MaxBlockText units, each written as six characters of JSON, and its heading path.
constexpr qsizetype MaxReplyLine = (qsizetype(1) << 21) - (qsizetype(1) << 12);

QByteArray protocolLine(const QJsonObject &object);

//! \brief Writes blocks for the wire. A heading path is sent as what differs from the path before it, so that a document
//! can't multiply its headings.
class BlockEncoder {
public:
    QJsonObject encode(const Block &block);

private:
    QStringList m_path;
};

//! \brief Reads what BlockEncoder wrote, and believes nothing: it keeps the document within its limits.
class BlockDecoder {
public:
    explicit BlockDecoder(qint64 budget) : m_budget(budget) { }
    //! \brief Error: Unreadable, if no helper of ours writes this, or once the document exceeds its budget.
    Result<Block> decode(const QJsonObject &object);

private:
    qint64 m_budget;
    qint64 m_taken = 0;
    QStringList m_path;
};

//! \brief Two ends of a socket that descriptors go through. Both close when another program is started.
struct DescriptorChannel {
    FileDescriptor program;
    FileDescriptor helper;
    static Result<DescriptorChannel> make();
};
//! \brief Sends a line, together with a descriptor unless that is -1. False once nobody reads it.
bool sendRequest(int socket, const QByteArray &line, int descriptor);

//! \brief The helper's end: takes requests apart.
class RequestReader {
public:
    struct Request {
        QJsonObject line;
        InputFile file { FileDescriptor() };
    };
    explicit RequestReader(int socket) : m_socket(socket) { }
    //! \brief Waits for the next one; nothing when the program has ended or makes no sense.
    std::optional<Request> next();

private:
    int m_socket;
    QByteArray m_bytes;
};

} // namespace Heddle::Library
