// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/branch.h"
#include <QHash>
#include <QSet>
#include <algorithm>

namespace Heddle::Conversation {

using Storage::MessageRow;

QList<MessageRow> branchTo(const QList<MessageRow> &messages, const QString &leaf)
{
    QHash<QString, qsizetype> at;
    for (qsizetype i = 0; i < messages.size(); ++i)
        at.insert(messages[i].id, i);
    QList<MessageRow> branch;
    QSet<QString> seen; // a file that somebody edited may hold a circle
    for (QString id = at.contains(leaf) ? leaf
             : messages.isEmpty()       ? QString()
                                        : messages.last().id;
         at.contains(id) && !seen.contains(id);) {
        seen += id;
        branch += messages[at.value(id)];
        id = branch.last().parentId;
    }
    std::reverse(branch.begin(), branch.end());
    return branch;
}

QStringList versionsOf(const QList<MessageRow> &messages, const QString &id)
{
    const auto self = std::find_if(messages.cbegin(), messages.cend(), [&id](const MessageRow &one) { return one.id == id; });
    QStringList versions;
    if (self == messages.cend())
        return versions;
    for (const MessageRow &one : messages) {
        if (one.parentId == self->parentId && one.role == self->role)
            versions += one.id;
    }
    return versions;
}

QString newestUnder(const QList<MessageRow> &messages, const QString &id)
{
    QSet<QString> under { id };
    QString newest = id;
    for (const MessageRow &one : messages) { // in the order of writing: parents come first
        if (under.contains(one.parentId)) {
            under += one.id;
            newest = one.id;
        }
    }
    return newest;
}

QList<Dialog::Exchange> historyOf(const QList<MessageRow> &branch)
{
    QList<Dialog::Exchange> history;
    for (qsizetype i = 0; i + 1 < branch.size(); ++i) {
        const MessageRow &question = branch[i], &answer = branch[i + 1];
        if (question.role == QLatin1String("user") && answer.role == QLatin1String("assistant") && !answer.text.isEmpty()
            && answer.kind != QLatin1String("none"))
            history += { question.text, answer.text };
    }
    return history;
}

} // namespace Heddle::Conversation
