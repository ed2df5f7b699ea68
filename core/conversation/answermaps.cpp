// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/answermaps.h"
#include "core/conversation/branch.h"
#include <QCoreApplication>

namespace Heddle::Conversation {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Conversation", text);
}

//! An answer with its question, and the map that is kept with it.
struct Found {
    Storage::MessageRow question, answer;
    QJsonObject map;
};

Result<Found> find(const Storage::ConversationRepository &db, const QString &conversation, const QString &message)
{
    const auto row = db.load(conversation);
    if (!row)
        return row.error();
    const auto messages = db.messages(conversation);
    if (!messages)
        return messages.error();
    Found found;
    for (const auto &one : message.isEmpty() ? branchTo(*messages, row->leaf) : *messages) {
        if (one.role == QLatin1String("assistant") && (message.isEmpty() || one.id == message))
            found.answer = one;
    }
    if (found.answer.id.isEmpty())
        return Error { ErrorCode::NotFound, tr("There is no answer yet that a map could be made of. Ask something first."), {}, false };
    for (const auto &one : *messages) {
        if (one.id == found.answer.parentId)
            found.question = one;
    }
    auto map = db.mindMap(found.answer.id);
    if (!map)
        return map.error();
    found.map = *map;
    return found;
}

} // namespace

QCoro::Task<Result<AnswerMaps::MapResult>> AnswerMaps::open(QString conversation, QString message, bool again, std::stop_token stop,
    Dialog::MapSink sink, std::function<void(const QString &)> asked)
{
    const auto flow = m_pools->flows->begin({}, std::chrono::steady_clock::now());
    const Concurrency::Context context(stop, flow);
    const auto end = [this, flow](Concurrency::Outcome outcome) { m_pools->flows->end(flow, outcome, std::chrono::steady_clock::now()); };
    auto finding = m_pools->conversations.submit(
        [db = m_conversations, conversation, message](std::stop_token) { return find(db, conversation, message); }, context,
        QStringLiteral("load answer"));
    const auto found = co_await std::move(finding);
    if (!found) {
        end(Concurrency::Outcome::Failed);
        co_return found.error();
    }
    MapResult opened { conversation, found->answer.id, found->question.text, {}, flow };
    m_pools->flows->setTitle(flow, opened.question.toStdString());
    if (asked)
        asked(opened.question);
    if (!again && !found->map.isEmpty()) {
        auto kept = Dialog::answerMapFromJson(found->map);
        if (kept) {
            opened.map = *kept;
            end(Concurrency::Outcome::Done);
            co_return opened;
        }
    }
    Dialog::MapRequest request;
    request.question = opened.question;
    request.answer = found->answer.kind == QLatin1String("written") ? found->answer.text : QString();
    for (const QJsonValue &source : found->answer.sources)
        request.passages += Dialog::passageFrom(Dialog::sourceFromJson(source.toObject()));
    auto making = m_dialog->mindMap(request, context, sink);
    auto made = co_await std::move(making);
    if (!made) {
        end(made.error().isCancelled() ? Concurrency::Outcome::Cancelled : Concurrency::Outcome::Failed);
        co_return made.error();
    }
    opened.map = *made;
    auto saving = save(opened.message, opened.map);
    const Status saved = co_await std::move(saving);
    end(saved ? Concurrency::Outcome::Done : Concurrency::Outcome::Failed);
    if (!saved)
        opened.map.notices += tr("The map could not be saved: %1").arg(saved.error().message);
    co_return opened;
}

QCoro::Task<Status> AnswerMaps::save(QString message, Dialog::AnswerMap map)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, message, map](std::stop_token) { return db.saveMindMap(message, Dialog::toJson(map)); }, std::stop_token(),
        QStringLiteral("save map"));
}

} // namespace Heddle::Conversation
