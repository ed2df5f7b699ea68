// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/extractionprotocol.h"
#include "core/library/extract/blocklimits.h"
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace Heddle::Library {
namespace {

static_assert(6 * MaxBlockText + MaxHeadingPath < MaxReplyLine);

Error invalid(const char *what)
{
    return { ErrorCode::Unreadable, QCoreApplication::translate("Heddle::Library", "the document reader returned invalid data"),
        QLatin1String(what), false };
}

//! What a message with one descriptor needs beside its bytes.
struct Control {
    alignas(cmsghdr) char bytes[CMSG_SPACE(sizeof(int))] = {};
};

msghdr message(iovec &part, Control &control)
{
    msghdr header {};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control.bytes;
    header.msg_controllen = sizeof control.bytes;
    return header;
}

} // namespace

QByteArray protocolLine(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QJsonObject BlockEncoder::encode(const Block &block)
{
    const auto differs = std::mismatch(m_path.cbegin(), m_path.cend(), block.headings.cbegin(), block.headings.cend()).second;
    const qsizetype kept = differs - block.headings.cbegin();
    QJsonObject object { { QStringLiteral("kind"), int(block.kind) }, { QStringLiteral("text"), block.text },
        { QStringLiteral("page"), block.page } };
    if (kept < block.headings.size() || kept < m_path.size()) {
        object.insert(QStringLiteral("keep"), kept);
        object.insert(QStringLiteral("headings"), QJsonArray::fromStringList(block.headings.mid(kept)));
        m_path = block.headings;
    }
    return object;
}

Result<Block> BlockDecoder::decode(const QJsonObject &object)
{
    constexpr int Overhead = 8; // each block costs something, whatever it holds
    const int kind = object[QLatin1String("kind")].toInt(-1);
    Block block { Block::Kind(kind), object[QLatin1String("text")].toString(), {}, object[QLatin1String("page")].toInt() };
    if (kind < int(Block::Kind::Heading) || kind > int(Block::Kind::Code) || block.page < 0)
        return invalid("a block of an unknown kind");
    if (block.text.isEmpty() || block.text.size() > MaxBlockText)
        return invalid("a block without text, or with too much");
    m_taken += Overhead + block.text.toUtf8().size();
    if (object.contains(QLatin1String("headings"))) {
        const int keep = object[QLatin1String("keep")].toInt(-1);
        if (keep < 0 || keep > m_path.size())
            return invalid("a heading path that continues none");
        m_path = m_path.mid(0, keep);
        for (const QJsonValue &heading : object[QLatin1String("headings")].toArray())
            m_path += heading.toString();
        qsizetype bytes = 0;
        for (const QString &heading : std::as_const(m_path))
            bytes += heading.toUtf8().size();
        if (bytes > MaxHeadingPath || m_path.size() > MaxHeadingPath)
            return invalid("a heading path that is too long");
    }
    if (m_taken > m_budget) {
        return Error { ErrorCode::Unreadable,
            QCoreApplication::translate("Heddle::Library",
                "it unpacks to more than %1 MB of text, far more than a file of its size holds; it may be damaged or made to do harm")
                .arg(m_budget >> 20),
            {}, false };
    }
    block.headings = m_path;
    return block;
}

Result<DescriptorChannel> DescriptorChannel::make()
{
    int ends[2] = { -1, -1 };
#ifdef SOCK_CLOEXEC
    const int made = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
#else
    const int made = socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    for (const int end : ends)
        fcntl(end, F_SETFD, FD_CLOEXEC);
#endif
    if (made != 0) {
        return Error { ErrorCode::Programming,
            QCoreApplication::translate("Heddle::Library", "the document reader could not be started; close other programs and try again"),
            QString::fromLocal8Bit(std::strerror(errno)), true };
    }
    return DescriptorChannel { FileDescriptor(ends[0]), FileDescriptor(ends[1]) };
}

bool sendRequest(int socket, const QByteArray &line, int descriptor)
{
    QByteArray bytes = line;
    iovec part { bytes.data(), size_t(bytes.size()) };
    Control control;
    msghdr header = message(part, control);
    if (descriptor < 0) {
        header.msg_control = nullptr;
        header.msg_controllen = 0;
    } else {
        cmsghdr *const attached = CMSG_FIRSTHDR(&header);
        attached->cmsg_level = SOL_SOCKET;
        attached->cmsg_type = SCM_RIGHTS;
        attached->cmsg_len = CMSG_LEN(sizeof descriptor);
        std::memcpy(CMSG_DATA(attached), &descriptor, sizeof descriptor);
    }
#ifdef MSG_NOSIGNAL
    constexpr int Flags = MSG_NOSIGNAL | MSG_DONTWAIT;
#else
    constexpr int Flags = MSG_DONTWAIT;
#endif
    // A line is smaller than the socket's buffer, which is empty: it goes as a whole or not at all.
    return bytes.size() <= MaxRequestLine && sendmsg(socket, &header, Flags) == bytes.size();
}

std::optional<RequestReader::Request> RequestReader::next()
{
    Request request;
    while (!m_bytes.contains('\n')) {
        char buffer[4096];
        iovec part { buffer, sizeof buffer };
        Control control;
        msghdr header = message(part, control);
        const ssize_t got = recvmsg(m_socket, &header, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0 || m_bytes.size() > MaxRequestLine)
            return std::nullopt;
        for (cmsghdr *attached = CMSG_FIRSTHDR(&header); attached; attached = CMSG_NXTHDR(&header, attached)) {
            if (attached->cmsg_level != SOL_SOCKET || attached->cmsg_type != SCM_RIGHTS)
                continue;
            int descriptor = -1;
            std::memcpy(&descriptor, CMSG_DATA(attached), sizeof descriptor);
            request.file = InputFile(FileDescriptor(descriptor));
        }
        m_bytes.append(buffer, qsizetype(got));
    }
    const qsizetype end = m_bytes.indexOf('\n');
    request.line = QJsonDocument::fromJson(m_bytes.left(end)).object();
    m_bytes.remove(0, end + 1);
    return request;
}

} // namespace Heddle::Library
