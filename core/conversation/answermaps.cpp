// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/answermaps.h"
#include "core/conversation/branch.h"
#include "core/conversation/messagecodec.h"
#include <QCoreApplication>

namespace Heddle::Conversation {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Conversation", text);
}

//! An answer with its question, and the map that is kept with it.
struct Found {
    QString message, question;
    Concurrency::Contents contents; //!< of the question
    Answer answer;
    QJsonObject map;
};

Result<Found> find(const Storage::ConversationRepository &db, const QString &conversation, const QString &message)
{
    HEDDLE_TRY_VALUE(const auto row, db.load(conversation));
    HEDDLE_TRY_VALUE(const auto rows, db.messages(conversation));
    const QList<Message> messages = messagesFrom(rows);
    Found found;
    QString asked;
    for (const Message &one : message.isEmpty() ? branchTo(messages, row.leaf) : messages) {
        if (!one.answer() || (!message.isEmpty() && one.id != message))
            continue;
        found.message = one.id;
        found.answer = *one.answer();
        asked = one.parent;
    }
    if (found.message.isEmpty())
        return Error { ErrorCode::NotFound, tr("There is no answer yet that a map could be made of. Ask something first."), {}, false };
    for (const Message &one : messages) {
        if (one.id == asked && one.question()) {
            found.question = one.text();
            found.contents = one.question()->contents;
        }
    }
    HEDDLE_TRY_VALUE(found.map, db.mindMap(found.message));
    return found;
}

Dialog::MapRequest requestFor(const QString &question, const Answer &answer)
{
    Dialog::MapRequest request;
    request.question = question;
    request.answer = answer.kind == Answer::Kind::Written ? answer.text : QString();
    request.answerContents = contentsOf(answer);
    for (const Dialog::Source &source : answer.sources)
        request.passages += Dialog::passageFrom(source);
    return request;
}

} // namespace

QCoro::Task<Result<AnswerMaps::MapResult>> AnswerMaps::open(QString conversation, QString message, bool again, std::stop_token stop,
    Dialog::MapSink sink, std::function<void(const QString &)> asked)
{
    const Setup::AnswerSetupPtr setup = m_setup->take();
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
    MapResult opened { conversation, found->message, found->question, {}, flow };
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
    Dialog::MapRequest request = requestFor(opened.question, found->answer);
    request.contents = found->contents;
    request.setup = setup;
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
        opened.map.notices += tr("The map could not be saved. %1").arg(saved.error().message);
    co_return opened;
}

QCoro::Task<Status> AnswerMaps::save(QString message, Dialog::AnswerMap map)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, message, map](std::stop_token) { return db.saveMindMap(message, Dialog::toJson(map)); }, std::stop_token(),
        QStringLiteral("save map"));
}

} // namespace Heddle::Conversation
