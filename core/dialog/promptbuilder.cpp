// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/promptbuilder.h"
#include "core/dialog/fence.h"
#include "core/dialog/prompts.h"
#include "core/text/tokens.h"
#include <algorithm>
#include <cmath>

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

//! Counts texts in the tokens of a model.
class Budget {
public:
    explicit Budget(double factor) : m_factor(std::max(0.1, factor)) { }
    int of(QStringView text) const { return int(std::ceil(m_factor * Text::estimateTokens(text))); }
    QString beginning(const QString &text, int tokens) const { return Text::cutToTokens(text, int(tokens / m_factor)); }
    QString end(const QString &text, int tokens) const
    {
        qsizetype from = 0; // each round looks at what is left
        while (from < text.size() && of(QStringView(text).mid(from)) > tokens)
            from += std::max<qsizetype>(1, (text.size() - from) / 16);
        while (from < text.size() && (text[from].isLowSurrogate() || text[from].isMark()))
            ++from;
        return text.mid(from);
    }

private:
    double m_factor;
};

//! As many passages as fit, best first; the best one is shortened rather than left out.
QStringList fittingPassages(const PromptRequest &request, const Budget &budget, int room, int roomForFirst, Prompt &made, int *used)
{
    constexpr int SmallestPart = 48; // tokens of a passage with its title that are worth sending
    QStringList texts;
    *used = 0;
    for (const Retrieval::Passage &passage : request.passages) {
        const QString text = passageText(passage, int(texts.size()) + 1, int(request.passages.size()));
        const int tokens = budget.of(text) + 2;
        if (*used + tokens <= (texts.isEmpty() ? roomForFirst : room)) {
            texts += text;
            *used += tokens;
            continue;
        }
        if (texts.isEmpty() && roomForFirst >= SmallestPart) {
            texts += budget.beginning(text, roomForFirst - 2);
            *used = roomForFirst;
            made.shortPassage = true;
        }
        break;
    }
    made.passages = int(texts.size());
    return texts;
}

//! The question, without its middle where it is longer than `room` tokens.
QString fittingQuestion(const QString &question, const Budget &budget, int room, Prompt &made)
{
    if (budget.of(question) <= room)
        return question;
    constexpr double Beginning = 0.6; // what is asked stands at an end, and most often at the first
    const int begins = int(Beginning * room), ends = std::max(0, room - begins - 4);
    made.shortQuestion = true;
    return budget.beginning(question, begins).trimmed() + QLatin1String(" […] ") + budget.end(question, ends).trimmed();
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
    const Budget budget(request.tokenFactor);
    const bool small = request.context < SmallContext;
    QString rules = prompt(small ? QStringLiteral("answer-short") : QStringLiteral("answer"));
    QString own = request.systemPrompt.trimmed();
    if (budget.of(own) > request.context / 4)
        own = budget.beginning(own, request.context / 4);
    if (!own.isEmpty())
        rules = own + QLatin1String("\n\n") + rules;
    const QString label = QStringLiteral("\n\nQuestion: ");
    const int reserve = std::min(request.reserve, request.context / (small ? 4 : 2));
    const int fixed = budget.of(rules) + budget.of(behindFence({}) + label) + 3 * PerMessage;
    int room = std::max(0, request.context - reserve - fixed);

    // The question may take what the best passage leaves, and a third of the room in any case.
    Prompt made;
    const int best = request.passages.isEmpty() ? 0 : budget.of(passageText(request.passages.first(), 1, int(request.passages.size()))) + 2;
    const QString question = fittingQuestion(request.question, budget, std::max(room - best, room / 3), made);
    room = std::max(0, room - budget.of(question));
    const int forHistory = request.history.isEmpty() ? 0 : int(HistoryShare * room);

    int used = 0;
    const QStringList texts = fittingPassages(request, budget, room - forHistory, room, made, &used);
    room -= used;

    QList<Llm::ChatMessage> history;
    for (auto exchange = request.history.crbegin(); exchange != request.history.crend(); ++exchange) {
        const int tokens = budget.of(exchange->question) + budget.of(exchange->answer) + 2 * PerMessage;
        if (tokens > room)
            break;
        room -= tokens;
        history.prepend({ Llm::ChatMessage::Role::Assistant, exchange->answer });
        history.prepend({ Llm::ChatMessage::Role::User, exchange->question });
        ++made.turns;
    }
    made.messages += Llm::ChatMessage { Llm::ChatMessage::Role::System, rules };
    made.messages += history;
    made.messages += Llm::ChatMessage { Llm::ChatMessage::Role::User, behindFence(texts.join(QLatin1String("\n\n"))) + label + question };
    made.tokens = request.context - reserve - room;
    return made;
}

} // namespace Heddle::Dialog
