// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/llm/tokenscale.h"
#include "core/text/tokens.h"
#include <QHash>
#include <algorithm>

namespace Heddle::Llm {
namespace {

QHash<QString, double> &learned()
{
    static QHash<QString, double> factors;
    return factors;
}

} // namespace

int estimateTokens(const QList<ChatMessage> &messages)
{
    constexpr int PerMessage = 8;
    int tokens = 0;
    for (const ChatMessage &message : messages)
        tokens += Text::estimateTokens(message.text) + PerMessage;
    return tokens;
}

QString TokenScale::key(const QList<ChatMessage> &messages) const
{
    int latin = 0, others = 0;
    for (const ChatMessage &message : messages) {
        if (message.role == ChatMessage::Role::System)
            continue; // our rules are English, whatever the question is
        for (const QChar c : message.text) {
            if (c.isLetter())
                ++(c.unicode() < 0x250 ? latin : others);
        }
    }
    return m_model + (latin >= others ? QLatin1String("\nlatin") : QLatin1String("\nother"));
}

double TokenScale::factor(const QList<ChatMessage> &messages) const
{
    return learned().value(key(messages), 1.0);
}

void TokenScale::learn(const QList<ChatMessage> &messages, int counted)
{
    constexpr int Fewest = 200; // of short prompts the template is the most
    constexpr double Smallest = 0.4, Largest = 4; // a server that counts less has left out what it kept from before
    const int estimated = estimateTokens(messages);
    const double factor = double(counted) / std::max(1, estimated);
    if (estimated < Fewest || factor < Smallest || factor > Largest)
        return;
    const QString model = key(messages);
    const double before = learned().value(model, factor);
    learned()[model] = factor >= before ? factor : (factor + before) / 2;
}

} // namespace Heddle::Llm
