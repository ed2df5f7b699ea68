// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/suggestions.h"

namespace Heddle::Conversation {
namespace {

QString keyOf(const QString &question)
{
    QString key = question.simplified().toCaseFolded();
    while (key.endsWith(QLatin1Char('?')))
        key.chop(1);
    return key.trimmed();
}

} // namespace

void Suggestions::note(const QStringList &questions, const Concurrency::Contents &contents)
{
    for (const QString &question : questions) {
        if (const QString key = keyOf(question); !key.isEmpty())
            m_known[key].add(contents);
    }
}

Concurrency::Contents Suggestions::contentsOf(const QString &question) const
{
    Concurrency::Contents contents;
    const QString key = keyOf(question);
    for (auto it = m_known.cbegin(); it != m_known.cend(); ++it) {
        if (key.contains(it.key()))
            contents.add(*it);
    }
    contents.texts = 0;
    return contents;
}

} // namespace Heddle::Conversation
