// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/mindmap/formats.h"
#include "ui/render/mapfiles.h"
#include <QSaveFile>

namespace Heddle::Cli {
namespace {

//! A map of the last answer of a conversation, stored with it.
QCoro::Task<Result<Dialog::AnswerMap>> mapOfAnswer(
    App::App *app, QString conversation, bool again, Dialog::MapSink sink, std::stop_token stop)
{
    const std::function<void(const QString &)> asked;
    auto opening = app->maps().open(conversation, QString(), again, stop, sink, asked);
    HEDDLE_CO_TRY_VALUE(const auto opened, co_await std::move(opening));
    co_return opened.map;
}

QCoro::Task<Result<Dialog::AnswerMap>> mapOfQuestion(
    App::App *app, QString question, Arguments arguments, Dialog::MapSink sink, std::stop_token stop)
{
    Dialog::MapRequest request;
    request.setup = app->setup().answers().take();
    request.question = question;
    auto filtering = filtersFor(app, arguments, question, stop);
    HEDDLE_CO_TRY_VALUE(request.filters, co_await std::move(filtering));
    auto listing = app->pools().library.submit(
        [library = app->library()](std::stop_token) { return library.collections(); }, stop, QStringLiteral("list collections"));
    const auto rows = co_await std::move(listing);
    if (rows)
        request.scope = Retrieval::scopeOf(*rows, request.filters.collections);
    auto making = app->dialog().mindMap(request, Concurrency::Context(stop), sink);
    co_return co_await std::move(making);
}

Result<Outcome> writeMap(const Dialog::AnswerMap &made, const QString &format, const QString &out)
{
    const QByteArray bytes = Render::mapAs(format, made.map);
    QSaveFile file(out);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Error { ErrorCode::StorageReadOnly, QStringLiteral("%1 could not be written: %2.").arg(out, file.errorString()), {}, false };
    const QStringList lines =
        QStringList { QStringLiteral("%1 nodes written to %2.").arg(made.map.size()).arg(oneLine(out)) } + made.notices;
    return Outcome { { { QStringLiteral("out"), out }, { QStringLiteral("format"), format }, { QStringLiteral("nodes"), made.map.size() },
                         { QStringLiteral("bytes"), bytes.size() } },
        lines.join(QLatin1Char('\n')), Ok };
}

} // namespace

QCoro::Task<Outcome> mindmap(App::App *app, Arguments arguments, std::stop_token stop)
{
    const QString conversation = arguments.options.value(QStringLiteral("conversation")),
                  out = arguments.options.value(QStringLiteral("out"));
    const QString format =
        arguments.options.value(QStringLiteral("format"), arguments.json() ? QStringLiteral("json") : QStringLiteral("md"));
    const QString question = arguments.words.mid(1).join(QLatin1Char(' '));
    if (question.trimmed().isEmpty() == conversation.isEmpty())
        co_return usage(QStringLiteral("mindmap needs a question, or --conversation ID for a map of its last answer."));
    if (!Render::mapFormats().contains(format))
        co_return usage(QStringLiteral("mindmap --format takes one of: %1.").arg(Render::mapFormats().join(QLatin1String(", "))));
    if (out.isEmpty() && Render::isBinaryMap(format))
        co_return usage(QStringLiteral("mindmap --format %1 needs --out FILE.").arg(format));
    Dialog::MapSink sink;
    if (!arguments.json())
        sink = [](const MindMap::Map &map, int done, int all) {
            showProgress(QStringLiteral("%1 of %2 passages, %3 nodes").arg(done).arg(all).arg(map.size()), done == all);
        };
    auto making = conversation.isEmpty()
        ? mapOfQuestion(app, question, arguments, sink, stop)
        : mapOfAnswer(app, conversation, arguments.options.contains(QStringLiteral("regenerate")), sink, stop);
    const auto made = co_await std::move(making);
    if (!made)
        co_return failure(made.error());
    Outcome outcome;
    if (out.isEmpty()) {
        outcome = { MindMap::toJson(made->map), QString::fromUtf8(Render::mapAs(format, made->map)).trimmed(), Ok };
        if (!arguments.json()) {
            for (const QString &notice : made->notices)
                showProgress(notice, true);
        }
    } else {
        const auto written = writeMap(*made, format, out);
        if (!written)
            co_return failure(written.error());
        outcome = *written;
    }
    outcome.json[QStringLiteral("written")] = made->written;
    outcome.json[QStringLiteral("notices")] = QJsonArray::fromStringList(made->notices);
    outcome.json[QStringLiteral("sent")] = Dialog::toJson(made->sent);
    if (made->stopped)
        outcome.exit = Interrupted;
    co_return outcome;
}

} // namespace Heddle::Cli
