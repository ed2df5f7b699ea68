// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/conversation/export.h"
#include "ui/render/pdf.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

namespace Heddle::Cli {

QCoro::Task<Outcome> conversations(App::App *app, Arguments arguments, std::stop_token stop)
{
    constexpr int Most = 100'000;
    Conversation::ConversationService &service = app->conversations();
    const QString action = arguments.operand(1);
    if (action == QLatin1String("list") || action.isEmpty()) {
        auto rows = co_await service.list(0, Most, QString(), stop);
        if (!rows)
            co_return failure(rows.error());
        QJsonArray list;
        QStringList lines;
        for (const auto &row : std::as_const(*rows)) {
            list += Conversation::toJson(row);
            lines += QStringLiteral("%1  %2  %3").arg(row.id, row.lastUsed.toString(QStringLiteral("yyyy-MM-dd hh:mm")), row.title);
        }
        if (lines.isEmpty())
            lines += QStringLiteral("There is no conversation yet. Start one: heddle-cli ask QUESTION");
        co_return Outcome { { { QStringLiteral("conversations"), list } }, lines.join(QLatin1Char('\n')), Ok };
    }
    if (action == QLatin1String("search")) {
        const QString words = arguments.words.mid(2).join(QLatin1Char(' '));
        if (words.isEmpty())
            co_return usage(QStringLiteral("conversations search needs words."));
        auto found = co_await service.search(words, Most, stop);
        if (!found)
            co_return failure(found.error());
        QJsonArray list;
        QStringList lines;
        for (const auto &one : std::as_const(*found)) {
            QJsonObject object = Conversation::toJson(one.conversation);
            object[QStringLiteral("message")] = one.messageId;
            object[QStringLiteral("excerpt")] = one.excerpt;
            list += object;
            lines += QStringLiteral("%1  %2\n   %3").arg(one.conversation.id, one.conversation.title, one.excerpt);
        }
        if (lines.isEmpty())
            lines += QStringLiteral("No conversation holds: %1").arg(words);
        co_return Outcome { { { QStringLiteral("conversations"), list } }, lines.join(QLatin1Char('\n')), Ok };
    }
    const QString id = arguments.operand(2);
    if (action == QLatin1String("rename") && arguments.words.size() > 3) {
        const QString title = arguments.words.mid(3).join(QLatin1Char(' '));
        auto renamed = co_await service.rename(id, title, stop);
        if (!renamed)
            co_return failure(renamed.error());
        co_return Outcome { { { QStringLiteral("renamed"), id }, { QStringLiteral("title"), title } }, QStringLiteral("Renamed."), Ok };
    }
    if (id.isEmpty() || (action != QLatin1String("show") && action != QLatin1String("export") && action != QLatin1String("delete")))
        co_return usage(QStringLiteral("conversations takes: list, show ID, search WORDS, rename ID TITLE, export ID --format "
                                       "md|html|json|pdf --out FILE, or delete ID."));
    if (action == QLatin1String("delete")) {
        auto deleted = co_await service.deleteConversations(QStringList(id), stop);
        if (!deleted)
            co_return failure(deleted.error());
        co_return Outcome { { { QStringLiteral("deleted"), id } }, QStringLiteral("Deleted."), Ok };
    }
    auto loaded = co_await service.load(id, stop);
    if (!loaded)
        co_return failure(loaded.error());
    const bool show = action == QLatin1String("show");
    const QString format =
        show ? (arguments.json() ? QStringLiteral("json") : QStringLiteral("md")) : arguments.options.value(QStringLiteral("format"));
    const QString out = arguments.options.value(QStringLiteral("out"));
    if (!show && (format.isEmpty() || out.isEmpty()))
        co_return usage(QStringLiteral("export needs --format md|html|json|pdf and --out FILE."));
    const bool pdf = format == QLatin1String("pdf");
    auto bytes = Conversation::exportConversation(loaded->first, loaded->second, pdf ? QStringLiteral("html") : format);
    if (!bytes)
        co_return failure(bytes.error());
    if (pdf)
        bytes = Render::htmlToPdf(QString::fromUtf8(*bytes), loaded->first.title);
    if (show)
        co_return Outcome { QJsonDocument::fromJson(*bytes).object(), QString::fromUtf8(*bytes), Ok };
    QSaveFile file(out);
    if (!file.open(QIODevice::WriteOnly) || file.write(*bytes) != bytes->size() || !file.commit())
        co_return failure(
            { ErrorCode::StorageReadOnly, QStringLiteral("%1 could not be written: %2.").arg(out, file.errorString()), {}, false });
    co_return Outcome { { { QStringLiteral("conversation"), id }, { QStringLiteral("out"), out },
                            { QStringLiteral("bytes"), bytes->size() } },
        QStringLiteral("Written to %1.").arg(out), Ok };
}

} // namespace Heddle::Cli
