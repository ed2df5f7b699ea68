// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/base/files.h"
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
    auto task = service->listWhere({ std::nullopt, Conversation::Label::None }, MaxListed, stop);
    const auto listed = co_await std::move(task);
    if (!listed)
        co_return failure(listed.error());
    QJsonArray list;
    QStringList lines;
    for (const Conversation::Summary &one : *listed) {
        list += Conversation::toJson(one);
        lines += QStringLiteral("%1  %2  %3").arg(one.id, one.lastUsed.toString(QStringLiteral("yyyy-MM-dd hh:mm")), oneLine(one.title));
        if (one.archived)
            lines.last() += QStringLiteral("  (archived)");
        if (one.label != Conversation::Label::None)
            lines.last() += QStringLiteral("  [%1]").arg(Conversation::labelName(one.label));
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

//! Several in one file: as Markdown one after the other, as JSON so that `import` reads them again.
QCoro::Task<Result<QByteArray>> exported(
    Conversation::ConversationService *service, QStringList ids, QString format, std::stop_token stop)
{
    if (format == QLatin1String("json")) {
        auto task = service->exportAll(ids, stop);
        HEDDLE_CO_TRY_VALUE(const QByteArray bytes, co_await std::move(task));
        co_return bytes;
    }
    QByteArray all;
    const bool pdf = format == QLatin1String("pdf");
    for (const QString &id : std::as_const(ids)) {
        auto task = service->load(id, stop);
        HEDDLE_CO_TRY_VALUE(const auto record, co_await std::move(task));
        HEDDLE_CO_TRY_VALUE(
            const QByteArray bytes, Conversation::exportConversation(record, pdf ? QStringLiteral("html") : format));
        all += pdf ? Render::htmlToPdf(QString::fromUtf8(bytes), record.summary.title) : bytes;
    }
    co_return all;
}

QCoro::Task<Outcome> exportTo(Conversation::ConversationService *service, QStringList ids, bool all, Arguments arguments, std::stop_token stop)
{
    const QString format = arguments.options.value(QStringLiteral("format")), out = arguments.options.value(QStringLiteral("out"));
    if (format.isEmpty() || out.isEmpty())
        co_return usage(QStringLiteral("export needs --format md|html|json|pdf and --out FILE."));
    const bool joins = format == QLatin1String("md") || format == QLatin1String("json");
    if (all || ids.size() > 1) {
        if (!joins)
            co_return usage(QStringLiteral("Several conversations can be exported as md or json."));
    }
    if (all) {
        auto listing = service->listWhere({ std::nullopt, Conversation::Label::None }, MaxListed, stop);
        const auto listed = co_await std::move(listing);
        if (!listed)
            co_return failure(listed.error());
        for (const Conversation::Summary &one : *listed)
            ids += one.id;
    }
    auto exporting = exported(service, ids, format, stop);
    const auto bytes = co_await std::move(exporting);
    if (!bytes)
        co_return failure(bytes.error());
    QSaveFile file(out);
    if (!file.open(QIODevice::WriteOnly) || file.write(*bytes) != bytes->size() || !file.commit())
        co_return failure(
            { ErrorCode::StorageReadOnly, QStringLiteral("%1 could not be written: %2.").arg(out, file.errorString()), {}, false });
    co_return Outcome { { { QStringLiteral("conversation"), ids.value(0) },
                            { QStringLiteral("conversations"), QJsonArray::fromStringList(ids) }, { QStringLiteral("out"), out },
                            { QStringLiteral("bytes"), bytes->size() } },
        QStringLiteral("Written to %1.").arg(oneLine(out)), Ok };
}

QCoro::Task<Outcome> importFrom(Conversation::ConversationService *service, Concurrency::WorkPool *pool, QString path, std::stop_token stop)
{
    auto loading = pool->submit(
        [path](std::stop_token) { return loadFile(path, Conversation::MaxTransferBytes); }, stop, QStringLiteral("read a file"));
    const auto bytes = co_await std::move(loading);
    if (!bytes)
        co_return failure(bytes.error());
    auto importing = service->importFrom(*bytes, stop);
    const auto report = co_await std::move(importing);
    if (!report)
        co_return failure(report.error());
    co_return Outcome { { { QStringLiteral("imported"), report->imported }, { QStringLiteral("known"), report->known },
                            { QStringLiteral("copied"), report->copied } },
        QStringLiteral("%1 imported, %2 were here already.").arg(report->imported).arg(report->known), Ok };
}

QCoro::Task<Outcome> archive(Conversation::ConversationService *service, QStringList ids, bool archived, std::stop_token stop)
{
    auto task = service->setArchived(ids, archived, stop);
    const Status done = co_await std::move(task);
    if (!done)
        co_return failure(done.error());
    co_return Outcome { { { archived ? QStringLiteral("archived") : QStringLiteral("unarchived"), QJsonArray::fromStringList(ids) } },
        archived ? QStringLiteral("Archived.") : QStringLiteral("Back in the list."), Ok };
}

QCoro::Task<Outcome> label(Conversation::ConversationService *service, QString id, QString name, std::stop_token stop)
{
    const Conversation::Label label = Conversation::labelFromName(name);
    if (label == Conversation::Label::None && name != QLatin1String("none")) {
        QStringList names { QStringLiteral("none") };
        for (const Conversation::Label one : Conversation::allLabels())
            names += Conversation::labelName(one);
        co_return usage(QStringLiteral("There is no label \"%1\". There are: %2.").arg(name, names.join(QLatin1String(", "))));
    }
    const QStringList ids(id);
    auto task = service->setLabel(ids, label, stop);
    const Status done = co_await std::move(task);
    if (!done)
        co_return failure(done.error());
    co_return Outcome { { { QStringLiteral("conversation"), id }, { QStringLiteral("label"), Conversation::labelName(label) } },
        QStringLiteral("Labelled."), Ok };
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
    const QStringList ids = arguments.words.mid(2);
    if (action == QLatin1String("export") && !id.isEmpty())
        return exportTo(service, id == QLatin1String("all") ? QStringList() : ids, id == QLatin1String("all"), arguments, stop);
    if (action == QLatin1String("import") && !id.isEmpty())
        return importFrom(service, &app->pools().conversations, id, stop);
    if (!id.isEmpty() && (action == QLatin1String("archive") || action == QLatin1String("unarchive")))
        return archive(service, ids, action == QLatin1String("archive"), stop);
    if (action == QLatin1String("label") && ids.size() == 2)
        return label(service, id, ids.last(), stop);
    if (action == QLatin1String("delete") && !id.isEmpty())
        return remove(service, id, stop);
    return wrongUse(QStringLiteral("conversations takes: list, show ID, search WORDS, rename ID TITLE, export ID... | all --format "
                                   "md|html|json|pdf --out FILE, import FILE, archive ID..., unarchive ID..., label ID COLOUR, or delete "
                                   "ID."));
}

} // namespace Heddle::Cli
