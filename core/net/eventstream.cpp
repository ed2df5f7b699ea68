// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/eventstream.h"
#include "core/concurrency/settledawaiter.h"
#include "core/concurrency/sleep.h"
#include <QCoreApplication>
#include <QElapsedTimer>

namespace Heddle::Net {
namespace {

constexpr int SliceMs = 5;
constexpr int CloseMs = 250; //!< a server that has said all gets this long to close, so that its connection can be used again

//! Takes bytes as they come and hands messages on for a while, then lets the event loop do other things.
struct Reader {
    Reader(EventParser::Framing framing, EventHandler handler) : parser(framing), onEvent(std::move(handler))
    {
        again.setSingleShot(true);
        QObject::connect(&again, &QTimer::timeout, &again, [this] { slice(); });
    }

    void receive(const QByteArray &bytes)
    {
        parser.feed(bytes);
        if (!again.isActive())
            slice();
    }

    //! False when there is more to do.
    bool slice()
    {
        QElapsedTimer clock;
        clock.start();
        while (!enough) {
            const auto event = parser.next();
            if (!event)
                return true;
            hand(*event);
            if (clock.elapsed() >= SliceMs) {
                again.start(0);
                return false;
            }
        }
        return true;
    }

    void hand(const ServerEvent &event)
    {
        const StreamControl control = onEvent(event);
        enough = control != StreamControl::More;
        if (control == StreamControl::Abort)
            end.request_stop();
        else if (enough)
            QTimer::singleShot(CloseMs, &again, [this] { end.request_stop(); });
    }

    EventParser parser;
    EventHandler onEvent;
    QTimer again;
    bool enough = false;
    std::stop_source end;
};

} // namespace

QCoro::Task<Result<HttpReply>> streamEvents(
    QPointer<HttpClient> client, HttpRequest request, EventParser::Framing framing, EventHandler onEvent, Concurrency::Context context)
{
    const std::stop_token stop = context.stop;
    const auto reader = std::make_shared<Reader>(framing, std::move(onEvent));
    const auto state = std::make_shared<HttpClient::State>();
    std::stop_source end = reader->end;
    const std::stop_callback onStop(stop, [end]() mutable { end.request_stop(); });
    // A call whose end was asked for may still have bytes in hand.
    const std::weak_ptr<Reader> weak = reader;
    client->start(request, state, context.under(end.get_token()), [weak](const QByteArray &bytes) {
        if (const auto alive = weak.lock())
            alive->receive(bytes);
    });
    Result<HttpReply> result = co_await Concurrency::SettledAwaiter<Result<HttpReply>>(state, QCoreApplication::instance());
    if (reader->enough) {
        HttpReply heard;
        heard.status = 200;
        co_return heard;
    }
    // The bytes are all here; what they hold is still handed on at the loop's pace.
    while (!stop.stop_requested() && !reader->slice())
        co_await Concurrency::sleepFor(std::chrono::milliseconds(0), stop, QCoreApplication::instance());
    reader->again.stop();
    if (stop.stop_requested())
        co_return Error::cancelled();
    if (result && !reader->enough) {
        if (const auto last = reader->parser.finish())
            reader->hand(*last);
    }
    co_return result;
}

} // namespace Heddle::Net
