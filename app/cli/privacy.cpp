// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include <QJsonArray>
#include <QLocale>

namespace Heddle::Cli {
namespace {

QJsonObject toJson(const Privacy::Departures &one)
{
    return { { QStringLiteral("day"), one.day.toString(Qt::ISODate) }, { QStringLiteral("host"), one.host },
        { QStringLiteral("requests"), one.requests }, { QStringLiteral("bytes"), one.bytes },
        { QStringLiteral("passages"), one.passages } };
}

QString lineOf(const QString &first, const Privacy::Departures &one)
{
    const QLocale locale = QLocale::c();
    return QStringLiteral("%1  %2  %3 requests, %4, %5 passages")
        .arg(
            first, oneLine(one.host), locale.toString(one.requests), locale.formattedDataSize(one.bytes, 1), locale.toString(one.passages));
}

} // namespace

QCoro::Task<Outcome> sealCollection(App::App *app, QString name, bool sealed, std::stop_token stop)
{
    auto task = app->pools().conversationsWriter.submit(
        [seals = app->seals(), name, sealed](std::stop_token) { return sealed ? seals.seal(name) : seals.unseal(name); }, stop,
        QStringLiteral("mark collection"));
    const Status done = co_await std::move(task);
    if (!done)
        co_return failure(done.error());
    QString text = sealed ? QStringLiteral("\"%1\" is never sent: its text stays on this computer.").arg(oneLine(name))
                          : QStringLiteral("\"%1\" may be sent to the servers that are set up.").arg(oneLine(name));
    // What a search server holds of it, or lacks, is put right when a folder is read the next time.
    const QString server = app->setup().indexing().engine->host();
    if (!server.isEmpty() && !Net::isLoopback(QUrl(server)))
        text += QStringLiteral(" Read any collection again (heddle-cli collections rescan NAME): %1 follows then.").arg(oneLine(server));
    co_return Outcome { { { QStringLiteral("collection"), name }, { QStringLiteral("never_send"), sealed } }, text, Ok };
}

QCoro::Task<Outcome> ledger(App::App *app, Arguments arguments, std::stop_token stop)
{
    const QString action = arguments.operand(1);
    if (action == QLatin1String("clear")) {
        auto clearing = app->ledger().clear(stop);
        const Status cleared = co_await std::move(clearing);
        if (!cleared)
            co_return failure(cleared.error());
        co_return Outcome { { { QStringLiteral("cleared"), true } }, QStringLiteral("The record of what was sent is empty."), Ok };
    }
    if (!action.isEmpty())
        co_return usage(QStringLiteral("ledger takes nothing, or: clear."));
    auto listing = app->ledger().list(stop);
    const auto list = co_await std::move(listing);
    if (!list)
        co_return failure(list.error());
    QJsonArray days, totals;
    QStringList lines;
    for (const Privacy::Departures &one : *list) {
        days += toJson(one);
        lines += lineOf(one.day.toString(Qt::ISODate), one);
    }
    for (const Privacy::Departures &one : Privacy::totalsOf(*list)) {
        QJsonObject total = toJson(one);
        total.remove(QStringLiteral("day"));
        totals += total;
        lines += lineOf(QStringLiteral("all days  "), one);
    }
    if (lines.isEmpty())
        lines += QStringLiteral("Nothing was sent to another computer.");
    co_return Outcome { { { QStringLiteral("days"), days }, { QStringLiteral("totals"), totals } }, lines.join(QLatin1Char('\n')), Ok };
}

} // namespace Heddle::Cli
