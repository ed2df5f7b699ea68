// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatmodel.h"
#include "core/llm/templatemark.h"

namespace Heddle::Llm {

//! \brief Separates the reasoning of a model from its answer while both stream, wherever the pieces cut them, and keeps the tokens
//! of its chat template out of both.
//!
//! Reasoning stands in a block at the beginning ("<think>…</think>", any mark of templateMarkAt()) or after a sentence; a model
//! whose template opens the block only ever sends its end. A mark in code, in quotation marks or in the middle of a sentence is
//! text. A token that ends a turn ends the answer.
class ThinkSplitter {
public:
    //! \brief Returns the events of another piece of text; none while it can't be decided yet.
    QList<ChatEvent> add(const QString &piece);
    //! \brief Returns what was held back when nothing more comes.
    QList<ChatEvent> finish();
    //! \brief Reasoning has come apart from the text, so that tags of reasoning in it are text.
    void setReasonedApart() { m_apart = true; }
    //! \brief Whether a token of the template has ended the answer; what comes after it is dropped.
    bool hasEnded() const { return m_state == State::Ended; }

private:
    enum class State { Answer, Thinking, Between, Ended };
    enum class Verdict { Text, Taken, Wait };
    //! Each takes what the held text decides, and returns whether there is more to take.
    bool step(QList<ChatEvent> &events);
    bool answer(QList<ChatEvent> &events);
    bool think(QList<ChatEvent> &events);
    bool skipSpace();
    bool beginsBare();
    bool thinkBare(QList<ChatEvent> &events);

    //! Follows code from one character of the answer to the next; 0: more text is needed first.
    qsizetype passCharacter(qsizetype at);
    Verdict judge(QList<ChatEvent> &events, qsizetype at);
    Verdict judgeOpening(QList<ChatEvent> &events, qsizetype at, const TemplateMark &mark);
    Verdict judgeClosing(QList<ChatEvent> &events, qsizetype at, const TemplateMark &mark);
    Verdict judgeToken(QList<ChatEvent> &events, qsizetype at, const TemplateMark &mark);
    Verdict take(QList<ChatEvent> &events, qsizetype at, qsizetype length, State next);
    bool isSpokenOf(qsizetype at, qsizetype length, bool closing = false) const;
    bool canOpenAt(qsizetype at, qsizetype length) const;
    QString before(qsizetype at) const { return m_recent + m_held.left(at); }
    void emitText(QList<ChatEvent> &events, ChatDelta::Kind kind, const QString &text);

    State m_state = State::Answer;
    QString m_held;
    QString m_recent; //!< the end of the answer so far
    bool m_final = false; //!< nothing more comes
    bool m_begun = false, m_answered = false, m_thought = false, m_apart = false;
    bool m_bare = false; //!< the marks of the reasoning have lost all but their names
    bool m_channels = false; //!< the model writes in channels, whose messages end one by one
    bool m_wrapped = false, m_struck = false; //!< <answer> and <s> are open
    bool m_fenced = false, m_lineBegins = true;
    qsizetype m_ticks = 0; //!< of the inline code that is open
};

} // namespace Heddle::Llm
