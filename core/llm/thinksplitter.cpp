// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/llm/thinksplitter.h"

namespace Heddle::Llm {
namespace {

const QStringList Openers { QStringLiteral("<think>"), QStringLiteral("<thinking>"), QStringLiteral("<thought>") };
const QStringList Closers { QStringLiteral("</think>"), QStringLiteral("</thinking>"), QStringLiteral("</thought>") };

//! The first of the marks in the text: where, and how long.
std::pair<qsizetype, qsizetype> firstOf(const QString &text, const QStringList &marks)
{
    std::pair<qsizetype, qsizetype> found { -1, 0 };
    for (const QString &mark : marks) {
        const qsizetype at = text.indexOf(mark);
        if (at >= 0 && (found.first < 0 || at < found.first))
            found = { at, mark.size() };
    }
    return found;
}

//! How much of the end of a text may be the beginning of a mark.
qsizetype openEnd(const QString &text, const QStringList &marks)
{
    qsizetype longest = 0;
    for (const QString &mark : marks) {
        for (qsizetype n = std::min(mark.size() - 1, text.size()); n > longest; --n) {
            if (text.endsWith(QStringView(mark).left(n))) {
                longest = n;
                break;
            }
        }
    }
    return longest;
}

} // namespace

void ThinkSplitter::emitText(QList<ChatEvent> &events, ChatDelta::Kind kind, const QString &text)
{
    if (text.isEmpty())
        return;
    m_answered = m_answered || kind == ChatDelta::Kind::Answer;
    events += ChatDelta { kind, text };
}

QList<ChatEvent> ThinkSplitter::add(const QString &piece)
{
    QList<ChatEvent> events;
    m_held += piece;
    while (step(events)) { }
    return events;
}

bool ThinkSplitter::step(QList<ChatEvent> &events)
{
    switch (m_state) {
    case State::Start: return begin();
    case State::Thinking: return think(events);
    case State::Between: return skipSpace();
    case State::Answer: break;
    }
    return answer(events);
}

bool ThinkSplitter::begin()
{
    const QString text = m_held.trimmed();
    const auto begins = [&text](const QString &mark) { return mark.startsWith(text) || text.startsWith(mark); };
    if (text.isEmpty())
        return false;
    if (std::none_of(Openers.cbegin(), Openers.cend(), begins)) {
        m_state = State::Answer;
        return true;
    }
    const auto [at, length] = firstOf(m_held, Openers);
    if (at < 0)
        return false;
    m_held.remove(0, at + length);
    m_state = State::Thinking;
    m_thought = true;
    return true;
}

bool ThinkSplitter::think(QList<ChatEvent> &events)
{
    const auto [at, length] = firstOf(m_held, Closers);
    if (at < 0) {
        const qsizetype open = openEnd(m_held, Closers);
        emitText(events, ChatDelta::Kind::Thinking, m_held.chopped(open));
        m_held = m_held.right(open);
        return false;
    }
    emitText(events, ChatDelta::Kind::Thinking, m_held.left(at));
    m_held.remove(0, at + length);
    m_state = State::Between;
    return true;
}

bool ThinkSplitter::skipSpace()
{
    qsizetype blank = 0;
    while (blank < m_held.size() && m_held[blank].isSpace())
        ++blank;
    m_held.remove(0, blank);
    if (m_held.isEmpty())
        return false;
    m_state = State::Answer;
    return true;
}

bool ThinkSplitter::answer(QList<ChatEvent> &events)
{
    if (m_thought) {
        emitText(events, ChatDelta::Kind::Answer, std::exchange(m_held, {}));
        return false;
    }
    const auto [at, length] = firstOf(m_held, Closers);
    if (at < 0) {
        const qsizetype open = openEnd(m_held, Closers);
        emitText(events, ChatDelta::Kind::Answer, m_held.chopped(open));
        m_held = m_held.right(open);
        return false;
    }
    // The block was never opened: all of the answer so far was thinking.
    emitText(events, ChatDelta::Kind::Answer, m_held.left(at));
    if (m_answered)
        events += ChatRethought();
    m_answered = false;
    m_thought = true;
    m_held.remove(0, at + length);
    m_state = State::Between;
    return true;
}

QList<ChatEvent> ThinkSplitter::finish()
{
    QList<ChatEvent> events;
    emitText(events, m_state == State::Thinking ? ChatDelta::Kind::Thinking : ChatDelta::Kind::Answer, m_held);
    m_held.clear();
    return events;
}

} // namespace Heddle::Llm
