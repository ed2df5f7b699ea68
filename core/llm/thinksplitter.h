// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatmodel.h"

namespace Heddle::Llm {

//! \brief Separates the think block at the beginning of an answer ("<think>…</think>") from the answer, while both stream and
//! wherever the pieces cut them. A model whose template opens the block only ever sends its end.
class ThinkSplitter {
public:
    //! \brief Returns the events of another piece of text; none while it can't be decided yet.
    QList<ChatEvent> add(const QString &piece);
    //! \brief Returns what was held back when nothing more comes.
    QList<ChatEvent> finish();

private:
    enum class State { Start, Thinking, Between, Answer };
    //! Each takes what the held text decides, and returns whether there is more to take.
    bool step(QList<ChatEvent> &events);
    bool begin();
    bool think(QList<ChatEvent> &events);
    bool skipSpace();
    bool answer(QList<ChatEvent> &events);
    void emitText(QList<ChatEvent> &events, ChatDelta::Kind kind, const QString &text);

    State m_state = State::Start;
    QString m_held;
    bool m_answered = false, m_thought = false;
};

} // namespace Heddle::Llm
