// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/mindmap/formats.h"
#include "ui/render/mapfiles.h"
#include <QSaveFile>

namespace Heddle::Cli {
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
    Dialog::AnswerMap made;
    if (!conversation.isEmpty()) {
        const bool again = arguments.options.contains(QStringLiteral("regenerate"));
        const std::function<void(const QString &)> asked;
        auto opening = app->maps().open(conversation, QString(), again, stop, sink, asked);
        const auto opened = co_await std::move(opening);
        if (!opened)
            co_return failure(opened.error());
        made = opened->map;
    } else {
        Dialog::MapRequest request;
        request.setup = app->setup().answers().take();
        request.question = question;
        auto filters = co_await filtersFrom(app, arguments, stop);
        if (!filters)
            co_return failure(filters.error());
        request.filters = *filters;
        auto listing = app->pools().library.submit(
            [library = app->library()](std::stop_token) { return library.collections(); }, stop, QStringLiteral("list collections"));
        const auto rows = co_await std::move(listing);
        if (rows)
            request.scope = Retrieval::scopeOf(*rows, filters->collections);
        auto making = app->dialog().mindMap(request, Concurrency::Context(stop), sink);
        const auto map = co_await std::move(making);
        if (!map)
            co_return failure(map.error());
        made = *map;
    }
    const QByteArray bytes = Render::mapAs(format, made.map);
    Outcome outcome;
    if (out.isEmpty()) {
        outcome = { MindMap::toJson(made.map), QString::fromUtf8(bytes).trimmed(), Ok };
    } else {
        QSaveFile file(out);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
            co_return failure(
                { ErrorCode::StorageReadOnly, QStringLiteral("%1 could not be written: %2.").arg(out, file.errorString()), {}, false });
        outcome = { { { QStringLiteral("out"), out }, { QStringLiteral("format"), format }, { QStringLiteral("nodes"), made.map.size() },
                        { QStringLiteral("bytes"), bytes.size() } },
            QStringLiteral("%1 nodes written to %2.").arg(made.map.size()).arg(out), Ok };
        for (const QString &notice : std::as_const(made.notices))
            outcome.text += QLatin1Char('\n') + notice;
    }
    if (out.isEmpty() && !arguments.json()) {
        for (const QString &notice : std::as_const(made.notices))
            showProgress(notice, true);
    }
    outcome.json[QStringLiteral("written")] = made.written;
    outcome.json[QStringLiteral("notices")] = QJsonArray::fromStringList(made.notices);
    outcome.json[QStringLiteral("sent")] = Dialog::toJson(made.sent);
    if (made.stopped)
        outcome.exit = Interrupted;
    co_return outcome;
}

} // namespace Heddle::Cli
