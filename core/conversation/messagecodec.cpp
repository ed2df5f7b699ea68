// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/messagecodec.h"
#include "core/dialog/contents.h"

namespace Heddle::Conversation {
namespace {

const QString User = QStringLiteral("user"), Assistant = QStringLiteral("assistant"); // roles
const QString QuestionKind = QStringLiteral("question");
const QString Quoted = QStringLiteral("quoted"); // in the details of a row; it has no column of its own

QString stateName(Answer::State state)
{
    switch (state) {
    case Answer::State::Running: return QStringLiteral("running");
    case Answer::State::Done: break;
    case Answer::State::Stopped: return QStringLiteral("stopped");
    case Answer::State::Failed: return QStringLiteral("failed");
    }
    return QStringLiteral("done");
}

Answer::Kind kindFrom(const QString &name, bool hasText)
{
    for (const auto kind : { Answer::Kind::None, Answer::Kind::Quoted, Answer::Kind::List, Answer::Kind::Written }) {
        if (name == kindName(kind))
            return kind;
    }
    return hasText ? Answer::Kind::Written : Answer::Kind::None;
}

Answer::State stateFrom(const QString &name, bool hasError)
{
    for (const auto state : { Answer::State::Running, Answer::State::Done, Answer::State::Stopped, Answer::State::Failed }) {
        if (name == stateName(state))
            return state;
    }
    return hasError ? Answer::State::Failed : Answer::State::Done;
}

QJsonObject toJson(const Error &error)
{
    return { { QStringLiteral("code"), errorName(error.code) }, { QStringLiteral("message"), error.message },
        { QStringLiteral("retryable"), error.retryable } };
}

std::optional<Error> errorFrom(const QJsonObject &object)
{
    if (object.isEmpty())
        return {};
    return Error { errorFromName(object[QLatin1String("code")].toString()).value_or(ErrorCode::Provider),
        object[QLatin1String("message")].toString(), {}, object[QLatin1String("retryable")].toBool(true) };
}

QJsonArray toJson(const QList<Dialog::Source> &sources)
{
    QJsonArray array;
    for (const Dialog::Source &source : sources)
        array += Dialog::toJson(source);
    return array;
}

Answer answerFrom(const Storage::MessageRow &row)
{
    Answer answer;
    answer.error = errorFrom(row.error);
    answer.kind = kindFrom(row.kind, !row.text.isEmpty());
    answer.state = stateFrom(row.state, answer.error.has_value());
    answer.text = row.text;
    answer.thinking = row.thinking;
    answer.timings = row.timings;
    answer.details = row.details;
    answer.sent = Dialog::sentFromJson(row.sent);
    for (const QJsonValue &notice : row.notices) {
        if (notice.isString())
            answer.notices += notice.toString();
    }
    for (const QJsonValue &source : row.sources) {
        if (!source.toObject().isEmpty())
            answer.sources += Dialog::sourceFromJson(source.toObject());
    }
    // Before there were cards, the sources of a quoted answer held its sentences.
    if (const QJsonValue quoted = answer.details.take(Quoted); quoted.isObject())
        answer.quoted = Dialog::quotedFromJson(quoted.toObject());
    else if (answer.kind == Answer::Kind::Quoted)
        answer.quoted = Dialog::quotedFromSources(answer.sources);
    return answer;
}

} // namespace

QString kindName(Answer::Kind kind)
{
    switch (kind) {
    case Answer::Kind::None: break;
    case Answer::Kind::Quoted: return QStringLiteral("quoted");
    case Answer::Kind::List: return QStringLiteral("list");
    case Answer::Kind::Written: return QStringLiteral("written");
    }
    return QStringLiteral("none");
}

Message messageFrom(const Storage::MessageRow &row)
{
    Message message { row.id, row.conversationId, row.parentId, row.created, row.updated, {} };
    if (row.role == User)
        message.content = Question { row.text, Dialog::contentsFromJson(row.details[Dialog::contentsDetail()].toArray()) };
    else
        message.content = answerFrom(row);
    return message;
}

QList<Message> messagesFrom(const QList<Storage::MessageRow> &rows)
{
    QList<Message> messages;
    messages.reserve(rows.size());
    for (const Storage::MessageRow &row : rows)
        messages += messageFrom(row);
    return messages;
}

Storage::MessageRow rowFrom(const Message &message)
{
    Storage::MessageRow row;
    row.id = message.id;
    row.conversationId = message.conversation;
    row.parentId = message.parent;
    row.created = message.created;
    row.updated = message.updated;
    row.text = message.text();
    if (message.question()) {
        row.role = User;
        row.kind = QuestionKind;
        row.state = stateName(Answer::State::Done);
        if (message.question()->contents.holdsDocuments())
            row.details[Dialog::contentsDetail()] = Dialog::toJson(message.question()->contents);
        return row;
    }
    const Answer &answer = *message.answer();
    row.role = Assistant;
    row.kind = kindName(answer.kind);
    row.state = stateName(answer.state);
    row.thinking = answer.thinking;
    row.timings = answer.timings;
    row.details = answer.details;
    if (answer.quoted) {
        const QJsonObject quoted = Dialog::toJson(*answer.quoted);
        if (quoted != Dialog::toJson(Dialog::quotedFromSources(answer.sources))) // which is made anew, as for answers of old
            row.details[Quoted] = quoted;
    }
    row.notices = QJsonArray::fromStringList(answer.notices);
    row.sent = Dialog::toJson(answer.sent);
    row.sources = toJson(answer.sources);
    if (answer.error)
        row.error = toJson(*answer.error);
    return row;
}

Summary summaryFrom(const Storage::ConversationRow &row)
{
    return { row.id, row.title, row.created, row.lastUsed, row.messages, row.leaf, Dialog::optionsFromJson(row.options), row.named,
        row.pinned, row.archived, labelFromName(row.label) };
}

SearchHit searchHitFrom(const Storage::ConversationRepository::Found &found)
{
    return { summaryFrom(found.conversation), found.messageId, found.excerpt };
}

Storage::DraftRow draftRowFrom(
    const QString &message, const QString &text, const QString &thinking, const std::optional<QList<Dialog::Source>> &sources)
{
    Storage::DraftRow row { message, text, thinking, {} };
    if (sources)
        row.sources = toJson(*sources);
    return row;
}

} // namespace Heddle::Conversation
