// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatmodel.h"

namespace Heddle::Llm {

//! \brief Tells the think block at the beginning of an answer from the answer, while both stream: "<think>…</think>", torn
//! anywhere. A model whose template opens the block itself only ever closes it.
class ThinkSplitter {
public:
    //! \brief Events for another piece of text; an empty list while it can't be told yet.
    QList<ChatEvent> add(const QString &piece);
    //! \brief What was held back.
    QList<ChatEvent> finish();

private:
    enum class State { Start, Thinking, Between, Answer };
    void emitText(QList<ChatEvent> &events, ChatDelta::Kind kind, const QString &text);

    State m_state = State::Start;
    QString m_held;
    bool m_answered = false, m_thought = false;
};

} // namespace Heddle::Llm
