// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/llm/thinksplitter.h"

namespace Heddle::Llm {
namespace {

using Kind = TemplateMark::Kind;

constexpr qsizetype LookAhead = 2; //!< characters behind a mark that tell whether it is text
constexpr qsizetype Recent = 200; //!< characters of the answer that are remembered

bool endsSentence(QChar c)
{
    static const QString ends = QStringLiteral(".!?…。！？؟)]）】*`>");
    return ends.contains(c);
}

bool isOpeningQuote(QChar c)
{
    static const QString quotes = QStringLiteral("\"'“‘„«‹「『(（`");
    return quotes.contains(c);
}

//! How much of the end of a text may be the beginning of a word.
qsizetype openEnd(const QString &text, const QString &word)
{
    for (qsizetype n = std::min(word.size() - 1, text.size()); n > 0; --n) {
        if (text.endsWith(QStringView(word).left(n)))
            return n;
    }
    return 0;
}

} // namespace

void ThinkSplitter::emitText(QList<ChatEvent> &events, ChatDelta::Kind kind, const QString &text)
{
    if (text.isEmpty())
        return;
    if (kind == ChatDelta::Kind::Answer) {
        m_answered = true;
        m_recent = (m_recent + text).right(Recent);
    }
    events += ChatDelta { kind, text };
}

QList<ChatEvent> ThinkSplitter::add(const QString &piece)
{
    QList<ChatEvent> events;
    m_held += piece;
    while (step(events)) { }
    return events;
}

QList<ChatEvent> ThinkSplitter::finish()
{
    m_final = true;
    QList<ChatEvent> events;
    while (step(events)) { }
    if (m_state != State::Ended)
        emitText(events, m_state == State::Thinking ? ChatDelta::Kind::Thinking : ChatDelta::Kind::Answer, m_held);
    m_held.clear();
    return events;
}

bool ThinkSplitter::step(QList<ChatEvent> &events)
{
    if (m_held.isEmpty())
        return false;
    switch (m_state) {
    case State::Answer: return answer(events);
    case State::Thinking: return m_bare ? thinkBare(events) : think(events);
    case State::Between: return skipSpace();
    case State::Ended: break;
    }
    m_held.clear();
    return false;
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

//! "analysisI look.assistantfinalThe answer": a server took the marks away and left their names.
bool ThinkSplitter::beginsBare()
{
    static const QString name = QStringLiteral("analysis");
    const bool bare = m_held.startsWith(name) && m_held.size() > name.size() && m_held[name.size()].isUpper();
    if (bare) {
        m_held.remove(0, name.size());
        m_bare = m_thought = true;
        m_state = State::Thinking;
    }
    return bare;
}

bool ThinkSplitter::thinkBare(QList<ChatEvent> &events)
{
    static const QString name = QStringLiteral("assistantfinal");
    const qsizetype end = m_held.indexOf(name);
    const qsizetype open = end < 0 && !m_final ? openEnd(m_held, name) : 0;
    emitText(events, ChatDelta::Kind::Thinking, end < 0 ? m_held.chopped(open) : m_held.left(end));
    m_held = end < 0 ? m_held.right(open) : m_held.mid(end + name.size());
    if (end < 0)
        return false;
    m_state = State::Between;
    return true;
}

bool ThinkSplitter::answer(QList<ChatEvent> &events)
{
    if (!m_begun) {
        static const QString name = QStringLiteral("analysis");
        if (!m_final && (name.startsWith(m_held) || m_held.trimmed().isEmpty()))
            return false;
        m_begun = true;
        if (beginsBare())
            return true;
    }
    qsizetype i = 0;
    while (i < m_held.size()) {
        if (!m_fenced && m_ticks == 0 && beginsTemplateMark(m_held[i])) {
            const Verdict verdict = judge(events, i);
            if (verdict == Verdict::Taken)
                return true;
            if (verdict == Verdict::Wait)
                break;
            const qsizetype length = std::max<qsizetype>(1, templateMarkAt(QStringView(m_held).mid(i), m_final).length);
            m_lineBegins = false;
            i += length;
            continue;
        }
        const qsizetype passed = passCharacter(i);
        if (passed == 0)
            break;
        i += passed;
    }
    if (!m_answered && !m_final && m_held.left(i).trimmed().isEmpty()) {
        m_fenced = false; // nothing but space: what it is decides the next character
        m_ticks = 0;
        m_lineBegins = true;
        return false;
    }
    emitText(events, ChatDelta::Kind::Answer, m_held.left(i));
    m_held.remove(0, i);
    return false;
}

qsizetype ThinkSplitter::passCharacter(qsizetype at)
{
    const QChar c = m_held[at];
    if (c == QLatin1Char('\n')) {
        m_lineBegins = true;
        m_ticks = 0;
        return 1;
    }
    if (c == QLatin1Char('`') || (c == QLatin1Char('~') && m_lineBegins)) {
        qsizetype run = 1;
        while (at + run < m_held.size() && m_held[at + run] == c)
            ++run;
        if (at + run == m_held.size() && !m_final)
            return 0;
        constexpr qsizetype Fence = 3;
        if (m_lineBegins && run >= Fence)
            m_fenced = !m_fenced;
        else if (!m_fenced && c == QLatin1Char('`'))
            m_ticks = m_ticks == 0 ? run : m_ticks == run ? 0 : m_ticks;
        m_lineBegins = false;
        return run;
    }
    if (!c.isSpace())
        m_lineBegins = false;
    return 1;
}

//! What a mark in the answer is, and what follows from it.
ThinkSplitter::Verdict ThinkSplitter::judge(QList<ChatEvent> &events, qsizetype at)
{
    const TemplateMark mark = templateMarkAt(QStringView(m_held).mid(at), m_final);
    if (mark.kind == Kind::None)
        return Verdict::Text;
    if (mark.kind == Kind::Undecided || (!m_final && m_held.size() < at + mark.length + LookAhead))
        return Verdict::Wait;
    switch (mark.kind) {
    case Kind::ThinkOpen: return judgeOpening(events, at, mark);
    case Kind::ThinkClose: return judgeClosing(events, at, mark);
    default: return judgeToken(events, at, mark);
    }
}

ThinkSplitter::Verdict ThinkSplitter::take(QList<ChatEvent> &events, qsizetype at, qsizetype length, State next)
{
    const QString text = m_held.left(at);
    if (m_answered || !text.trimmed().isEmpty())
        emitText(events, ChatDelta::Kind::Answer, text);
    m_held.remove(0, at + length);
    m_state = next == State::Between && m_answered ? State::Answer : next;
    return Verdict::Taken;
}

ThinkSplitter::Verdict ThinkSplitter::judgeOpening(QList<ChatEvent> &events, qsizetype at, const TemplateMark &mark)
{
    const bool first = before(at).trimmed().isEmpty();
    if (mark.plain && (m_apart || (!first && !canOpenAt(at, mark.length))))
        return Verdict::Text;
    m_thought = true;
    m_channels = m_channels || QStringView(m_held).mid(at).startsWith(QLatin1String("<|channel"));
    return take(events, at, mark.length, State::Thinking);
}

ThinkSplitter::Verdict ThinkSplitter::judgeClosing(QList<ChatEvent> &events, qsizetype at, const TemplateMark &mark)
{
    if (m_apart || m_thought)
        return mark.plain ? Verdict::Text : take(events, at, mark.length, State::Between);
    if (mark.plain && isSpokenOf(at, mark.length, true))
        return Verdict::Text;
    // The block was never opened: all of the answer so far was thinking.
    emitText(events, ChatDelta::Kind::Answer, m_held.left(at));
    if (m_answered)
        events += ChatRethought();
    m_answered = false;
    m_thought = true;
    m_recent.clear();
    m_held.remove(0, at + mark.length);
    m_state = State::Between;
    return Verdict::Taken;
}

ThinkSplitter::Verdict ThinkSplitter::judgeToken(QList<ChatEvent> &events, qsizetype at, const TemplateMark &mark)
{
    const bool first = before(at).trimmed().isEmpty();
    switch (mark.kind) {
    case Kind::AnswerOpen:
        if (mark.plain && (!m_thought || !first))
            return Verdict::Text;
        m_wrapped = mark.plain;
        return take(events, at, mark.length, State::Between);
    case Kind::AnswerClose:
        if (mark.plain && !m_wrapped)
            return Verdict::Text;
        m_wrapped = false;
        return take(events, at, mark.length, State::Between);
    case Kind::Filler:
        if ((mark.plain && !first) || isSpokenOf(at, mark.length)) {
            m_struck = m_struck || mark.plain;
            return Verdict::Text;
        }
        return take(events, at, mark.length, State::Between);
    default: break;
    }
    if ((mark.plain && m_struck) || isSpokenOf(at, mark.length)) {
        m_struck = m_struck && !mark.plain;
        return Verdict::Text;
    }
    return take(events, at, mark.length, first ? State::Between : State::Ended);
}

//! Whether a sentence speaks of the mark: it stands in quotation marks, or between two words like one. `closing`: it may as well
//! end the reasoning behind a sentence.
bool ThinkSplitter::isSpokenOf(qsizetype at, qsizetype length, bool closing) const
{
    const QString text = before(at);
    if (text.isEmpty())
        return false;
    if (isOpeningQuote(text.back()))
        return true;
    qsizetype last = text.size() - 1;
    while (last >= 0 && text[last] == QLatin1Char(' '))
        --last;
    if (last == text.size() - 1 && text[last] != QLatin1Char('\n'))
        return false;
    const bool afterSentence = last < 0 || text[last] == QLatin1Char('\n') || endsSentence(text[last]);
    if (closing && afterSentence)
        return false;
    const QStringView after = QStringView(m_held).mid(at + length, LookAhead);
    static const QString signs = QStringLiteral(",;.:)");
    if (after.isEmpty())
        return false;
    return signs.contains(after.front())
        || (after.size() > 1 && after.front() == QLatin1Char(' ') && after.back().isLetterOrNumber() && !after.back().isUpper());
}

//! Whether reasoning can begin in the middle of an answer: at a line's beginning or behind a sentence.
bool ThinkSplitter::canOpenAt(qsizetype at, qsizetype length) const
{
    const QString text = before(at);
    qsizetype last = text.size() - 1;
    while (last >= 0 && text[last] == QLatin1Char(' '))
        --last;
    if (last >= 0 && text[last] != QLatin1Char('\n'))
        return endsSentence(text[last]) && !isOpeningQuote(text.back());
    const QStringView after = QStringView(m_held).mid(at + length, LookAhead);
    return !(after.size() > 1 && after.front() == QLatin1Char(' ') && after.back().isLower()); // "<think> opens the block"
}

bool ThinkSplitter::think(QList<ChatEvent> &events)
{
    for (qsizetype i = 0; i < m_held.size(); ++i) {
        if (!beginsTemplateMark(m_held[i]))
            continue;
        const TemplateMark mark = templateMarkAt(QStringView(m_held).mid(i), m_final);
        if (mark.kind == Kind::None)
            continue;
        if (mark.kind == Kind::Undecided || (!m_final && m_held.size() < i + mark.length + 1)) {
            const qsizetype until = i > 0 && isOpeningQuote(m_held[i - 1]) ? i - 1 : i; // seen together with the mark
            emitText(events, ChatDelta::Kind::Thinking, m_held.left(until));
            m_held.remove(0, until);
            return false;
        }
        const QChar next = i + mark.length < m_held.size() ? m_held[i + mark.length] : QChar();
        const bool quoted = i > 0 && isOpeningQuote(m_held[i - 1]) && (isOpeningQuote(next) || next == QChar(0x201d));
        const bool closes = (mark.kind == Kind::ThinkClose && !quoted) || (mark.kind == Kind::AnswerOpen && !mark.plain)
            || (m_channels && (mark.kind == Kind::TurnEnd || mark.kind == Kind::TurnStart));
        const bool ends = mark.kind == Kind::TurnEnd && !mark.plain && !quoted;
        if (!closes && !ends)
            continue;
        emitText(events, ChatDelta::Kind::Thinking, m_held.left(i));
        m_held.remove(0, i + mark.length);
        m_state = closes ? State::Between : State::Ended;
        return true;
    }
    const qsizetype keep = !m_final && !m_held.isEmpty() && isOpeningQuote(m_held.back()) ? 1 : 0;
    emitText(events, ChatDelta::Kind::Thinking, m_held.chopped(keep));
    m_held = m_held.right(keep);
    return false;
}

} // namespace Heddle::Llm
