// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatmodel.h"

namespace Heddle::Llm {

//! \brief What the tokenizers of models really count, against Text::estimateTokens(), as their servers told it in this run of the
//! program. Kept apart for Latin and other scripts. On the event loop's thread.
class TokenScale {
public:
    //! \param model names model and server
    explicit TokenScale(QString model) : m_model(std::move(model)) { }

    //! \brief Returns the tokens per estimated token for messages like these; 1 until something was learned.
    double factor(const QList<ChatMessage> &messages) const;
    //! \brief Takes note of a count. More than before counts at once, less by half: too small an estimate costs a refused prompt.
    void learn(const QList<ChatMessage> &messages, int counted);

private:
    QString key(const QList<ChatMessage> &messages) const;
    QString m_model;
};

//! \brief Returns the estimate for messages, with what a template puts around each.
int estimateTokens(const QList<ChatMessage> &messages);

} // namespace Heddle::Llm
