// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/conversation/export.h"
#include "ui/render/pdf.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

namespace Heddle::Cli {

namespace {

constexpr int MaxListed = 100'000;

QCoro::Task<Outcome> list(Conversation::ConversationService *service, std::stop_token stop)
{
    auto task = service->list(0, MaxListed, QString(), stop);
    const auto listed = co_await std::move(task);
    if (!listed)
        co_return failure(listed.error());
    QJsonArray list;
    QStringList lines;
    for (const Conversation::Summary &one : *listed) {
        list += Conversation::toJson(one);
        lines += QStringLiteral("%1  %2  %3").arg(one.id, one.lastUsed.toString(QStringLiteral("yyyy-MM-dd hh:mm")), oneLine(one.title));
    }
    if (lines.isEmpty())
        lines += QStringLiteral("There is no conversation yet. Start one: heddle-cli ask QUESTION");
    co_return Outcome { { { QStringLiteral("conversations"), list } }, lines.join(QLatin1Char('\n')), Ok };
}

QCoro::Task<Outcome> search(Conversation::ConversationService *service, QString words, std::stop_token stop)
{
    if (words.isEmpty())
        co_return usage(QStringLiteral("conversations search needs words."));
    auto task = service->search(words, MaxListed, stop);
    const auto found = co_await std::move(task);
    if (!found)
        co_return failure(found.error());
    QJsonArray list;
    QStringList lines;
    for (const Conversation::SearchHit &one : *found) {
        QJsonObject object = Conversation::toJson(one.conversation);
        object[QStringLiteral("message")] = one.message;
        object[QStringLiteral("excerpt")] = one.excerpt;
        list += object;
        lines += QStringLiteral("%1  %2\n   %3").arg(one.conversation.id, oneLine(one.conversation.title), oneLine(one.excerpt));
    }
    if (lines.isEmpty())
        lines += QStringLiteral("No conversation holds: %1").arg(words);
    co_return Outcome { { { QStringLiteral("conversations"), list } }, lines.join(QLatin1Char('\n')), Ok };
}

QCoro::Task<Outcome> rename(Conversation::ConversationService *service, QString id, QString title, std::stop_token stop)
{
    auto task = service->rename(id, title, stop);
    const auto renamed = co_await std::move(task);
    if (!renamed)
        co_return failure(renamed.error());
    co_return Outcome { { { QStringLiteral("renamed"), id }, { QStringLiteral("title"), title } }, QStringLiteral("Renamed."), Ok };
}

QCoro::Task<Outcome> remove(Conversation::ConversationService *service, QString id, std::stop_token stop)
{
    const QStringList ids(id);
    auto task = service->deleteConversations(ids, stop);
    const auto deleted = co_await std::move(task);
    if (!deleted)
        co_return failure(deleted.error());
    co_return Outcome { { { QStringLiteral("deleted"), id } }, QStringLiteral("Deleted."), Ok };
}

QCoro::Task<Outcome> show(Conversation::ConversationService *service, QString id, bool json, std::stop_token stop)
{
    auto task = service->load(id, stop);
    const auto loaded = co_await std::move(task);
    if (!loaded)
        co_return failure(loaded.error());
    const auto bytes = Conversation::exportConversation(*loaded, json ? QStringLiteral("json") : QStringLiteral("md"));
    if (!bytes)
        co_return failure(bytes.error());
    co_return Outcome { QJsonDocument::fromJson(*bytes).object(), QString::fromUtf8(*bytes), Ok };
}

QCoro::Task<Outcome> exportTo(Conversation::ConversationService *service, QString id, QString format, QString out, std::stop_token stop)
{
    auto task = service->load(id, stop);
    const auto loaded = co_await std::move(task);
    if (!loaded)
        co_return failure(loaded.error());
    if (format.isEmpty() || out.isEmpty())
        co_return usage(QStringLiteral("export needs --format md|html|json|pdf and --out FILE."));
    const bool pdf = format == QLatin1String("pdf");
    auto bytes = Conversation::exportConversation(*loaded, pdf ? QStringLiteral("html") : format);
    if (!bytes)
        co_return failure(bytes.error());
    if (pdf)
        bytes = Render::htmlToPdf(QString::fromUtf8(*bytes), loaded->summary.title);
    QSaveFile file(out);
    if (!file.open(QIODevice::WriteOnly) || file.write(*bytes) != bytes->size() || !file.commit())
        co_return failure(
            { ErrorCode::StorageReadOnly, QStringLiteral("%1 could not be written: %2.").arg(out, file.errorString()), {}, false });
    co_return Outcome { { { QStringLiteral("conversation"), id }, { QStringLiteral("out"), out },
                            { QStringLiteral("bytes"), bytes->size() } },
        QStringLiteral("Written to %1.").arg(oneLine(out)), Ok };
}

QCoro::Task<Outcome> wrongUse(QString message)
{
    co_return usage(message);
}

} // namespace

QCoro::Task<Outcome> conversations(App::App *app, Arguments arguments, std::stop_token stop)
{
    Conversation::ConversationService *service = &app->conversations();
    const QString action = arguments.operand(1), id = arguments.operand(2);
    if (action == QLatin1String("list") || action.isEmpty())
        return list(service, stop);
    if (action == QLatin1String("search"))
        return search(service, arguments.words.mid(2).join(QLatin1Char(' ')), stop);
    if (action == QLatin1String("rename") && arguments.words.size() > 3)
        return rename(service, id, arguments.words.mid(3).join(QLatin1Char(' ')), stop);
    if (action == QLatin1String("show") && !id.isEmpty())
        return show(service, id, arguments.json(), stop);
    if (action == QLatin1String("export") && !id.isEmpty())
        return exportTo(
            service, id, arguments.options.value(QStringLiteral("format")), arguments.options.value(QStringLiteral("out")), stop);
    if (action == QLatin1String("delete") && !id.isEmpty())
        return remove(service, id, stop);
    return wrongUse(QStringLiteral("conversations takes: list, show ID, search WORDS, rename ID TITLE, export ID --format "
                                   "md|html|json|pdf --out FILE, or delete ID."));
}

} // namespace Heddle::Cli
