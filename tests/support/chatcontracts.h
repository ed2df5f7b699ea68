// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/support/fakehttpserver.h"
#include <QStringList>

namespace Heddle::TestSupport {

//! \brief A data line of an OpenAI-style stream with a piece of the answer.
QByteArray answerEvent(const QString &text);
//! \brief An OpenAI-style stream that says these pieces, each after `pauseMs`, and ends as it should.
FakeReply writtenReply(const QStringList &pieces, int pauseMs = 0);
//! \brief A list of models as OpenAI-style servers give it.
FakeReply modelsReply(const QStringList &ids, int context = 0);
//! \brief What in a chat request breaks the documented contract of "openai", "ollama" or "anthropic"; empty: nothing.
QStringList chatFaults(const QString &wire, const FakeRequest &request, const QByteArray &key);
//! \brief The messages of a chat request as "role: text".
QStringList messagesOf(const FakeRequest &request);

} // namespace Heddle::TestSupport
