// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/branch.h"
#include "core/dialog/contents.h"
#include <QHash>
#include <QSet>
#include <algorithm>

namespace Heddle::Conversation {

QList<Message> branchTo(const QList<Message> &messages, const QString &leaf)
{
    QHash<QString, qsizetype> at;
    for (qsizetype i = 0; i < messages.size(); ++i)
        at.insert(messages[i].id, i);
    QList<Message> branch;
    QSet<QString> seen; // a file that somebody edited may hold a circle
    for (QString id = at.contains(leaf) ? leaf
             : messages.isEmpty()       ? QString()
                                        : messages.last().id;
         at.contains(id) && !seen.contains(id);) {
        seen += id;
        branch += messages[at.value(id)];
        id = branch.last().parent;
    }
    std::reverse(branch.begin(), branch.end());
    return branch;
}

QStringList versionsOf(const QList<Message> &messages, const QString &id)
{
    const auto self = std::find_if(messages.cbegin(), messages.cend(), [&id](const Message &one) { return one.id == id; });
    QStringList versions;
    if (self == messages.cend())
        return versions;
    for (const Message &one : messages) {
        if (one.parent == self->parent && one.content.index() == self->content.index())
            versions += one.id;
    }
    return versions;
}

QString newestUnder(const QList<Message> &messages, const QString &id)
{
    QSet<QString> under { id };
    QString newest = id;
    for (const Message &one : messages) { // in the order of writing: parents come first
        if (under.contains(one.parent)) {
            under += one.id;
            newest = one.id;
        }
    }
    return newest;
}

Concurrency::Contents contentsOf(const Answer &answer)
{
    const QJsonValue kept = answer.details[Dialog::contentsDetail()];
    if (kept.isArray())
        return Dialog::contentsFromJson(kept.toArray());
    Concurrency::Contents contents = Dialog::contentsOf(answer.sources);
    // Earlier turns were in the prompt as well: of an answer that was broken off with the program nobody knows which.
    contents.unknown = contents.unknown || answer.kind == Answer::Kind::Written;
    return contents;
}

QList<Dialog::Exchange> historyOf(const QList<Message> &branch)
{
    QList<Dialog::Exchange> history;
    for (qsizetype i = 0; i + 1 < branch.size(); ++i) {
        const Question *question = branch[i].question();
        const Answer *answer = branch[i + 1].answer();
        if (question && answer && !answer->text.isEmpty() && answer->kind != Answer::Kind::None) {
            Concurrency::Contents contents = question->contents;
            contents.add(contentsOf(*answer));
            history += { question->text, answer->text, question->contents, contents };
        }
    }
    return history;
}

} // namespace Heddle::Conversation
