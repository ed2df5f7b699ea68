// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/pages/pagereader.h"
#include "core/library/pages/pageprotocol.h"
#include <QCoreApplication>

namespace Heddle::Library {
namespace {

constexpr qsizetype Context = 200; //!< UTF-16 units of a passage that are sent beside the sentence

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

Error invalidReply()
{
    return { ErrorCode::Protocol, tr("The document reader returned invalid data."), {}, true };
}

Error pageError(int page, Error error)
{
    const int number = page + 1;
    switch (error.code) {
    case ErrorCode::Timeout: error.message = tr("Drawing page %1 took too long and was stopped.").arg(number); break;
    case ErrorCode::Protocol: error.message = tr("The document reader returned invalid data for page %1.").arg(number); break;
    case ErrorCode::Unreadable:
        error.message = error.retryable ? tr("The document reader stopped at page %1. The file may be damaged.").arg(number)
                                        : tr("Page %1 is damaged and can't be drawn.").arg(number);
        break;
    default: break; // it isn't about a page
    }
    return error;
}

} // namespace

std::shared_ptr<PageReader> PageReader::make(InputFile document, const PageLimits &limits, const QString &program)
{
    return std::shared_ptr<PageReader>(new PageReader(std::move(document), limits, program));
}

QCoro::Task<Result<QList<QSizeF>>> PageReader::open(std::stop_token stop)
{
    const auto self = shared_from_this();
    auto task = m_process.open(std::move(stop));
    HEDDLE_CO_TRY_VALUE(const QJsonValue reply, co_await std::move(task));
    auto sizes = decodeSizes(reply);
    if (!sizes) {
        m_process.rest();
        co_return invalidReply();
    }
    m_pages = int(sizes->size());
    co_return *sizes;
}

QCoro::Task<Result<std::shared_ptr<SharedPixels>>> PageReader::draw(
    int page, QSize size, int patience, std::stop_token stop, PageProcess::Urgency urgency)
{
    const auto self = shared_from_this();
    HEDDLE_CO_TRY_VALUE(const std::shared_ptr<SharedPixels> pixels, SharedPixels::make(size));
    const QJsonObject arguments { { QStringLiteral("page"), page }, { QStringLiteral("width"), size.width() },
        { QStringLiteral("height"), size.height() } };
    PageProcess::Request request { QStringLiteral("draw"), arguments, pixels->descriptor(), patience * m_limits.drawing, urgency };
    auto task = m_process.ask(std::move(request), std::move(stop));
    const auto reply = co_await std::move(task);
    if (!reply)
        co_return pageError(page, reply.error());
    pixels->closeDescriptor();
    co_return pixels;
}

QCoro::Task<Result<PageMarks>> PageReader::marks(int page, QString passage, QString sentence, std::stop_token stop)
{
    const auto self = shared_from_this();
    const qsizetype at = std::max<qsizetype>(0, passage.indexOf(sentence) - Context);
    const QJsonObject arguments { { QStringLiteral("page"), page }, { QStringLiteral("passage"), passage.mid(at, MaxQuoted) },
        { QStringLiteral("sentence"), sentence.left(MaxQuoted) } };
    PageProcess::Request request { QStringLiteral("marks"), arguments, -1, m_limits.reading };
    auto task = m_process.ask(std::move(request), std::move(stop));
    HEDDLE_CO_TRY_VALUE(const QJsonValue reply, co_await std::move(task));
    const auto marks = decodeMarks(reply, m_pages);
    co_return marks ? Result<PageMarks>(*marks) : invalidReply();
}

QCoro::Task<Result<PageSearch::Found>> PageReader::find(PageSearch search, std::stop_token stop)
{
    const auto self = shared_from_this();
    search.text.truncate(MaxQuoted);
    PageProcess::Request request { QStringLiteral("find"), encodeSearch(search), -1, m_limits.reading, PageProcess::Urgency::Searching };
    auto task = m_process.ask(std::move(request), std::move(stop));
    HEDDLE_CO_TRY_VALUE(const QJsonValue reply, co_await std::move(task));
    const auto found = decodeFound(reply, search);
    co_return found ? Result<PageSearch::Found>(*found) : invalidReply();
}

QCoro::Task<Result<PageLetters>> PageReader::letters(int page, std::stop_token stop)
{
    const auto self = shared_from_this();
    PageProcess::Request request { QStringLiteral("letters"), QJsonObject { { QStringLiteral("page"), page } }, -1, m_limits.reading };
    auto task = m_process.ask(std::move(request), std::move(stop));
    HEDDLE_CO_TRY_VALUE(const QJsonValue reply, co_await std::move(task));
    const auto letters = decodeLetters(reply);
    co_return letters ? Result<PageLetters>(*letters) : invalidReply();
}

QCoro::Task<Result<QList<PageOutlineEntry>>> PageReader::outline(std::stop_token stop)
{
    const auto self = shared_from_this();
    PageProcess::Request request { QStringLiteral("outline"), true, -1, m_limits.reading };
    auto task = m_process.ask(std::move(request), std::move(stop));
    HEDDLE_CO_TRY_VALUE(const QJsonValue reply, co_await std::move(task));
    const auto outline = decodeOutline(reply, m_pages);
    co_return outline ? Result<QList<PageOutlineEntry>>(*outline) : invalidReply();
}

} // namespace Heddle::Library
