// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/promptbuilder.h"
#include "core/dialog/fence.h"
#include "core/dialog/prompts.h"
#include "core/text/tokens.h"

namespace Heddle::Dialog {
namespace {

constexpr int SmallContext = 2048; //!< tokens
constexpr int PerMessage = 8; //!< tokens around each message
constexpr double HistoryShare = 0.25; //!< of the room for passages, kept free where there is history

//! A passage below its number, title and place. Only that line begins with a number in brackets.
QString passageText(const Retrieval::Passage &passage, int n, int passages)
{
    const QString title = asMaterialLine(passage.hit.title.isEmpty() ? passage.hit.path : passage.hit.title, passages);
    QString head = QStringLiteral("[%1] ").arg(n) + title;
    if (passage.hit.page > 0)
        head += QStringLiteral(", page %1").arg(passage.hit.page);
    if (!passage.hit.heading.isEmpty())
        head += QLatin1String(", ") + asMaterialLine(passage.hit.heading, passages);
    return head + QLatin1Char('\n') + asMaterial(passage.hit.text, passages);
}

//! As many passages as fit, best first; the best one is shortened rather than left out.
QStringList fittingPassages(const QList<Retrieval::Passage> &passages, int room, int roomForFirst, int *used)
{
    QStringList texts;
    *used = 0;
    for (const Retrieval::Passage &passage : passages) {
        const QString text = passageText(passage, int(texts.size()) + 1, int(passages.size()));
        const int tokens = Text::estimateTokens(text) + 2;
        if (*used + tokens <= room) {
            texts += text;
            *used += tokens;
            continue;
        }
        if (texts.isEmpty()) {
            qsizetype length = text.size();
            while (length > 1 && Text::estimateTokens(QStringView(text).left(length)) > roomForFirst)
                length = length * 9 / 10;
            texts += text.left(length);
            *used = roomForFirst;
        }
        break;
    }
    return texts;
}

} // namespace

QString numberedPassages(const QList<Retrieval::Passage> &passages)
{
    QStringList texts;
    for (int i = 0; i < int(passages.size()); ++i)
        texts += passageText(passages[i], i + 1, int(passages.size()));
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
    const QString asked = QLatin1String("\n\nQuestion: ") + request.question;
    const int reserve = std::min(request.reserve, request.context / (small ? 4 : 2));
    const int fixed = Text::estimateTokens(rules) + Text::estimateTokens(behindFence({}) + asked) + 3 * PerMessage;
    int room = std::max(0, request.context - reserve - fixed);
    const int forHistory = request.history.isEmpty() ? 0 : int(HistoryShare * room);

    Prompt made;
    int used = 0;
    const QStringList texts = fittingPassages(request.passages, room - forHistory, room, &used);
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
    made.messages += Llm::ChatMessage { Llm::ChatMessage::Role::System, rules };
    made.messages += history;
    made.messages += Llm::ChatMessage { Llm::ChatMessage::Role::User, behindFence(texts.join(QLatin1String("\n\n"))) + asked };
    made.tokens = request.context - reserve - room;
    return made;
}

} // namespace Heddle::Dialog
