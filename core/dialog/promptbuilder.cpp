// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/promptbuilder.h"
#include "core/dialog/prompts.h"
#include "core/text/tokens.h"

namespace Heddle::Dialog {
namespace {

constexpr int SmallContext = 2048; //!< tokens
constexpr int PerMessage = 8; //!< tokens around each message
constexpr double HistoryShare = 0.25; //!< of the room for passages, kept free where there is history

QString passageText(const Retrieval::Passage &passage, int n)
{
    QString head = QStringLiteral("[%1] %2").arg(n).arg(passage.hit.title.isEmpty() ? passage.hit.path : passage.hit.title);
    if (passage.hit.page > 0)
        head += QStringLiteral(", page %1").arg(passage.hit.page);
    if (!passage.hit.heading.isEmpty())
        head += QLatin1String(", ") + passage.hit.heading;
    return head + QLatin1Char('\n') + passage.hit.text;
}

} // namespace

QString numberedPassages(const QList<Retrieval::Passage> &passages)
{
    QStringList texts;
    for (int i = 0; i < int(passages.size()); ++i)
        texts += passageText(passages[i], i + 1);
    return texts.join(QLatin1String("\n\n"));
}

Prompt buildPrompt(const PromptRequest &request)
{
    // A small context has room for few rules and a short answer; the user's own instructions take a quarter of it at most.
    const bool small = request.context < SmallContext;
    QString rules = prompt(small ? QStringLiteral("answer-short") : QStringLiteral("answer"));
    QString own = request.systemPrompt.trimmed();
    while (Text::estimateTokens(own) > request.context / 4)
        own.truncate(own.size() * 9 / 10);
    if (!own.isEmpty())
        rules = own + QLatin1String("\n\n") + rules;
    const int reserve = std::min(request.reserve, request.context / (small ? 4 : 2));
    const int fixed = Text::estimateTokens(rules) + Text::estimateTokens(request.question) + 3 * PerMessage;
    int room = std::max(0, request.context - reserve - fixed);
    const int forHistory = request.history.isEmpty() ? 0 : int(HistoryShare * room);

    Prompt made;
    QStringList texts;
    int used = 0;
    for (const Retrieval::Passage &passage : request.passages) {
        const QString text = passageText(passage, int(texts.size()) + 1);
        const int tokens = Text::estimateTokens(text) + 2;
        if (used + tokens > room - forHistory) {
            if (texts.isEmpty()) { // the best one, as far as it goes
                qsizetype length = text.size();
                while (length > 1 && Text::estimateTokens(QStringView(text).left(length)) > room)
                    length = length * 9 / 10;
                texts += text.left(length);
                used = room;
            }
            break;
        }
        texts += text;
        used += tokens;
    }
    made.passages = int(texts.size());
    room -= used;

    QList<Llm::ChatMessage> history;
    for (auto exchange = request.history.crbegin(); exchange != request.history.crend(); ++exchange) {
        const int tokens = Text::estimateTokens(exchange->question) + Text::estimateTokens(exchange->answer) + 2 * PerMessage;
        if (tokens > room)
            break;
        room -= tokens;
        history.prepend({ Llm::ChatMessage::Role::Assistant, exchange->answer });
        history.prepend({ Llm::ChatMessage::Role::User, exchange->question });
        ++made.turns;
    }
    made.messages +=
        Llm::ChatMessage { Llm::ChatMessage::Role::System, rules + QLatin1String("\n\nPassages:\n\n") + texts.join(QLatin1String("\n\n")) };
    made.messages += history;
    made.messages += Llm::ChatMessage { Llm::ChatMessage::Role::User, request.question };
    made.tokens = request.context - reserve - room;
    return made;
}

} // namespace Heddle::Dialog
