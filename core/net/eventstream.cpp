// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/eventstream.h"
#include "core/concurrency/settledawaiter.h"
#include "core/concurrency/sleep.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QLocale>

namespace Heddle::Net {
namespace {

constexpr int SliceMs = 5;
constexpr int CloseMs = 250; //!< a server that has said all gets this long to close, so that its connection can be used again

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Net", text);
}

//! Takes bytes as they come and hands messages on for a while, then lets the event loop do other things.
struct Reader {
    Reader(EventParser::Framing framing, const HttpLimits &limits, HttpRequest asked, EventHandler handler)
        : parser(framing, limits.messageBytes), maxMessageBytes(limits.messageBytes), request(std::move(asked)), onEvent(std::move(handler))
    {
        progress.setSingleShot(true);
        QObject::connect(&progress, &QTimer::timeout, &progress, [this] {
            fail(ErrorCode::Timeout,
                tr("%1 sent nothing of an answer for %2 s.")
                    .arg(originOf(request.url), QLocale().toString(double(request.idle.count()) / 1000, 'g', 3)));
        });
    }

    bool receive(const QByteArray &bytes)
    {
        if (!progress.isActive())
            progress.start(request.idle);
        parser.feed(bytes);
        return slice();
    }

    //! False when there is more to do.
    bool slice()
    {
        QElapsedTimer clock;
        clock.start();
        while (!isDone()) {
            const auto event = parser.next();
            if (parser.isTooLong())
                fail(ErrorCode::Protocol,
                    tr("%1 sent a message of more than %2. Check whether it is a server for chat models.")
                        .arg(originOf(request.url), QLocale().formattedDataSize(maxMessageBytes)));
            if (!event)
                return true;
            hand(*event);
            if (clock.elapsed() >= SliceMs)
                return isDone();
        }
        return true;
    }

    void hand(const ServerEvent &event)
    {
        const StreamControl control = onEvent(event);
        if (control == StreamControl::More)
            progress.start(request.idle);
        enough = control == StreamControl::All || control == StreamControl::Abort;
        if (control == StreamControl::Abort)
            end.request_stop();
        else if (enough)
            QTimer::singleShot(CloseMs, &progress, [this] { end.request_stop(); });
    }

    void fail(ErrorCode code, const QString &message)
    {
        failure = Error { code, message, {}, code == ErrorCode::Timeout };
        end.request_stop();
    }
    bool isDone() const { return enough || failure; }

    EventParser parser;
    qint64 maxMessageBytes;
    HttpRequest request;
    EventHandler onEvent;
    QTimer progress; //!< runs out when nothing but pings comes
    bool enough = false; //!< the handler needs no more
    std::optional<Error> failure;
    std::stop_source end;
};

} // namespace

QCoro::Task<Result<HttpReply>> streamEvents(
    QPointer<HttpClient> client, HttpRequest request, EventParser::Framing framing, EventHandler onEvent, Concurrency::Context context)
{
    const std::stop_token stop = context.stop;
    const auto reader = std::make_shared<Reader>(framing, client->limits(), request, std::move(onEvent));
    const auto state = std::make_shared<HttpClient::State>();
    std::stop_source end = reader->end;
    const std::stop_callback onStop(stop, [end]() mutable { end.request_stop(); });
    // A call whose end was asked for may still have bytes in hand.
    const std::weak_ptr<Reader> weak = reader;
    client->start(request, state, context.under(end.get_token()), [weak](const QByteArray &bytes) {
        const auto alive = weak.lock();
        return !alive || alive->receive(bytes);
    });
    Result<HttpReply> result = co_await Concurrency::SettledAwaiter<Result<HttpReply>>(state, QCoreApplication::instance());
    reader->progress.stop();
    if (reader->enough) {
        HttpReply heard;
        heard.status = 200;
        co_return heard;
    }
    // A call that broke off may have left messages; they are handed on at the loop's pace.
    while (!stop.stop_requested() && !reader->slice())
        co_await Concurrency::sleepFor(std::chrono::milliseconds(0), stop, QCoreApplication::instance());
    if (stop.stop_requested())
        co_return Error::cancelled();
    if (result && !reader->isDone()) {
        if (const auto last = reader->parser.finish())
            reader->hand(*last);
    }
    if (reader->failure)
        co_return Error(*reader->failure);
    co_return result;
}

} // namespace Heddle::Net
