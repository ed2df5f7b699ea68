// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/extractionhelper.h"
#include "core/library/extract/blocklimits.h"
#include "core/library/extract/helperrequests.h"
#include "core/library/extract/pdfium.h"
#include "core/library/extract/pdflook.h"
#include <QCoreApplication>
#include <QJsonArray>
#include <chrono>
#include <cstdio>
#include <unistd.h>

namespace Heddle::Library {
namespace {

using Clock = std::chrono::steady_clock;
//! The replies to one request.
class Replies {
    static constexpr std::chrono::milliseconds SignOfLife { 250 };

public:
    explicit Replies(const QJsonValue &id) : m_id(id) { }

    bool block(const Block &block)
    {
        if (block.text.isEmpty())
            return alive();
        const QString &text = block.text;
        for (qsizetype at = 0; at < text.size();) {
            qsizetype end = std::min(at + MaxBlockText, text.size());
            if (end < text.size()) {
                const qsizetype space = text.lastIndexOf(QLatin1Char(' '), end - 1);
                end = space > at + MaxBlockText / 2 ? space + 1 : text[end].isLowSurrogate() ? end - 1 : end;
            }
            if (!write(QStringLiteral("block"), m_encoder.encode({ block.kind, text.mid(at, end - at), block.headings, block.page })))
                return false;
            at = end;
        }
        return true;
    }
    void end(const Result<Extracted> &result)
    {
        if (result) {
            write(QStringLiteral("done"),
                QJsonObject { { QStringLiteral("title"), result->title.left(MaxTitle) }, { QStringLiteral("pages"), result->pages },
                    { QStringLiteral("pages_without_text"), result->pagesWithoutText },
                    { QStringLiteral("pages_unreadable"), result->pagesUnreadable },
                    { QStringLiteral("charset"), QString::fromLatin1(result->charset) },
                    { QStringLiteral("charset_certain"), result->charsetCertain } });
        } else {
            const Error &error = result.error();
            write(QStringLiteral("error"),
                QJsonObject { { QStringLiteral("message"), error.message }, { QStringLiteral("detail"), error.detail },
                    { QStringLiteral("retryable"), error.retryable } });
        }
        std::fflush(stdout);
    }

private:
    bool alive()
    {
        if (Clock::now() - m_flushed < SignOfLife)
            return true;
        return write(QStringLiteral("alive"), true);
    }
    bool write(const QString &what, const QJsonValue &value)
    {
        const QByteArray bytes = protocolLine({ { QStringLiteral("id"), m_id }, { what, value } });
        const bool written = std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout) == size_t(bytes.size());
        if (const auto now = Clock::now(); now - m_flushed >= SignOfLife) {
            m_flushed = now;
            std::fflush(stdout); // the program waits for a sign of life
        }
        return written;
    }

    QJsonValue m_id;
    BlockEncoder m_encoder;
    Clock::time_point m_flushed = Clock::now();
};

} // namespace

int runExtractionHelper(const ReaderLimits &limits, const Extractor *(*extractorOf)(const QString &type))
{
    Pdfium::load(); // the last library to be opened
    HelperRequests requests(limits);
    while (true) {
        RequestReader::Request request = requests.next();
        request.file.setCharset(request.line[QLatin1String("charset")].toString().toLatin1());
        const QString type = request.line[QLatin1String("type")].toString();
        Replies replies(request.line[QLatin1String("id")]);
        const Extractor *const extractor = extractorOf(type);
        Result<Extracted> result =
            Error { ErrorCode::Unreadable, QCoreApplication::translate("Heddle::Library", "not read: %1").arg(type), {}, false };
        if (extractor && lseek(request.file.descriptor(), 0, SEEK_SET) != 0)
            result = fileError({}, errno);
        else if (const int pages = request.line[QLatin1String("look")].toInt(); extractor && pages > 0)
            result = lookIntoPdf(request.file, pages, [&replies](const Block &block) { return replies.block(block); });
        else if (extractor)
            result = extractor->extract(request.file, [&replies](const Block &block) { return replies.block(block); });
        replies.end(result);
    }
}

int reportReaderLocks(const ReaderLimits &limits)
{
    closeInheritedDescriptors();
    Pdfium::load();
    QList<ReaderLock> locks = lockResourcesAndFiles(limits);
    locks += lockSystemCalls();
    QJsonArray list;
    for (const ReaderLock &lock : std::as_const(locks)) {
        list += QJsonObject { { QStringLiteral("name"), lock.name }, { QStringLiteral("active"), lock.active },
            { QStringLiteral("detail"), lock.detail } };
    }
    const QByteArray bytes = protocolLine({ { QStringLiteral("locks"), list } });
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
    return std::fflush(stdout) == 0 ? 0 : 1;
}

} // namespace Heddle::Library
