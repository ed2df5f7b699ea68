// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/conversation/branch.h"
#include "core/conversation/messagecodec.h"
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

namespace Heddle::Cli {
namespace {

using Conversation::Answer;

//! Writes an answer to standard output while it comes.
class Terminal {
public:
    void show(const Dialog::Event &event)
    {
        if (const auto *stage = std::get_if<Dialog::Stage>(&event)) {
            if (!stage->waiting.isEmpty())
                showProgress(stage->waiting, true);
            m_quoted = stage->kind == Dialog::Stage::Kind::Answering && stage->who.isEmpty();
        } else if (const auto *delta = std::get_if<Dialog::Delta>(&event)) {
            if (delta->kind == Dialog::Delta::Kind::Answer && !m_quoted)
                write(delta->text);
        } else if (std::holds_alternative<Dialog::Rethought>(event)) {
            write(QStringLiteral("\n(That was the model thinking aloud. Its answer:)\n"));
            m_written.clear();
        }
    }
    const QString &written() const { return m_written; }

private:
    void write(const QString &text)
    {
        m_written += text;
        print(Output::Standard, text);
    }
    QString m_written;
    bool m_quoted = false; //!< what comes now is quoted: it is printed as cards, once it is whole
};

//! `card`: what is quoted of the source; null in a written answer.
QJsonObject citationJson(const Dialog::Source &source, const Dialog::Card *card)
{
    Dialog::CitationUse worst;
    for (const Dialog::CitationUse &use : source.uses) {
        if (use.outcome > worst.outcome)
            worst = use;
    }
    return { { QStringLiteral("n"), source.n }, { QStringLiteral("chunk"), source.chunk }, { QStringLiteral("path"), source.path },
        { QStringLiteral("page"), source.page > 0 ? QJsonValue(source.page) : QJsonValue() }, { QStringLiteral("text"), source.text },
        { QStringLiteral("supported"), !Dialog::isDoubted(source.outcome) },
        { QStringLiteral("support"), Dialog::outcomeName(source.outcome) }, { QStringLiteral("reason"), worst.reason },
        { QStringLiteral("passage_says"), worst.passageSays }, { QStringLiteral("answer_says"), worst.answerSays },
        { QStringLiteral("title"), source.title }, { QStringLiteral("heading"), source.heading },
        { QStringLiteral("sentence_start"), source.sentenceStart }, { QStringLiteral("sentence_end"), source.sentenceEnd },
        { QStringLiteral("window"), card ? QJsonValue(Dialog::windowJson(*card, source)) : QJsonValue() },
        { QStringLiteral("context"), card ? QJsonValue(Dialog::contextJson(*card, source)) : QJsonValue() } };
}

QString placeOf(const Dialog::Source &source)
{
    QString place = QStringLiteral("[%1] %2").arg(source.n).arg(oneLine(source.path));
    if (source.page > 0)
        place += QStringLiteral(" · page %1").arg(source.page);
    if (!source.heading.isEmpty())
        place += QStringLiteral(" › ") + oneLine(source.heading);
    return place;
}

//! A text in lines of about 90 characters, each behind four characters.
QString setIn(const QString &text, QLatin1String before = QLatin1String("    "))
{
    constexpr qsizetype Width = 90;
    QString lines, line;
    for (const QString &word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (!line.isEmpty() && line.size() + word.size() >= Width) {
            lines += before + line + QLatin1Char('\n');
            line.clear();
        }
        line += (line.isEmpty() ? QString() : QStringLiteral(" ")) + word;
    }
    return lines + before + line + QLatin1Char('\n');
}

//! What is shown of a card: behind ">" stands the quote, wherever there is more.
QString cardText(const Dialog::Card &card, const Dialog::Source &source)
{
    const QString before = Dialog::textBefore(card, source), after = Dialog::textAfter(card, source);
    const QString quote = oneLine(Dialog::textOf(card, source));
    if (before.isEmpty() && after.isEmpty())
        return setIn(quote);
    return (before.isEmpty() ? QString() : setIn(oneLine(before))) + setIn(quote, QLatin1String("  > "))
        + (after.isEmpty() ? QString() : setIn(oneLine(after)));
}

//! A quoted answer as cards: the place, and below it what is quoted of it.
QString cardsText(const Dialog::QuotedAnswer &quoted, const QList<Dialog::Source> &sources)
{
    QString text;
    for (const QString &line : Dialog::saidAbove(quoted))
        text += oneLine(line) + QLatin1Char('\n');
    for (const Dialog::Card &card : quoted.cards) {
        if (const Dialog::Source *source = Dialog::sourceOf(card.n, sources))
            text += (text.isEmpty() ? QString() : QStringLiteral("\n")) + placeOf(*source) + QLatin1Char('\n')
                + cardText(card, *source);
    }
    const QStringList below = Dialog::saidBelow(quoted);
    for (const QString &line : below)
        text += QLatin1Char('\n') + oneLine(line);
    if (below.isEmpty())
        text.chop(1); // what stands below begins with its own line end
    return text;
}

//! What stands below the answer: where it comes from, what was sent, what else there is to say.
QString belowAnswer(const Answer &answer, const QString &conversation)
{
    QString text;
    for (const Dialog::Source &source : answer.sources) {
        if (source.n == 0 || answer.quoted || answer.kind == Answer::Kind::List) // cards and lists have their places with them
            continue;
        text += QLatin1Char('\n') + placeOf(source);
        for (const Dialog::CitationUse &use : source.uses) {
            if (Dialog::isDoubted(use.outcome))
                text += QStringLiteral("\n    ") + oneLine(Dialog::checkedText(use));
        }
    }
    for (const auto &[start, end] : Dialog::unsourcedIn(answer.details, answer.text.size()))
        text += QStringLiteral("\nno source: ") + oneLine(answer.text.mid(start, end - start));
    if (answer.kind == Answer::Kind::List)
        text += QStringLiteral("\n\nlisted from the index, ") + Dialog::sentText(answer.sent);
    else if (answer.kind == Answer::Kind::Quoted)
        text += QStringLiteral("\n\nquoted from your documents, ") + Dialog::sentText(answer.sent);
    else if (answer.kind == Answer::Kind::Written)
        text += QStringLiteral("\n\n") + Dialog::sentText(answer.sent);
    for (const QString &notice : answer.notices)
        text += QLatin1Char('\n') + notice;
    return text + QStringLiteral("\nconversation %1").arg(conversation);
}

Dialog::QuestionOptions optionsFrom(const Arguments &arguments)
{
    Dialog::QuestionOptions options;
    options.languages = arguments.options.value(QStringLiteral("languages")).split(QLatin1Char(','), Qt::SkipEmptyParts);
    options.keywords = arguments.options.contains(QStringLiteral("keywords"));
    return options;
}

//! The last question of the branch that is shown; empty: there is none.
QString lastQuestion(const Conversation::Record &record)
{
    QString last;
    for (const Conversation::Message &message : Conversation::branchTo(record.messages, record.summary.leaf)) {
        if (message.question())
            last = message.id;
    }
    return last;
}

//! `written`: what stands on the terminal already.
Outcome outcomeOf(const Conversation::ConversationService::Answered &answered, const QString &written)
{
    const Answer &answer = answered.answer();
    const bool nothingFits = answer.quoted && !answer.quoted->answers();
    QJsonArray citations, nearest;
    for (const auto &source : answer.sources) {
        if (source.n > 0)
            (nothingFits ? nearest : citations) += citationJson(source, answer.quoted ? Dialog::cardOf(source.n, *answer.quoted) : nullptr);
    }
    QString text;
    if (answer.quoted)
        text = (written.isEmpty() ? QString() : QStringLiteral("\n\n")) + cardsText(*answer.quoted, answer.sources);
    else if (written.isEmpty())
        text = answer.text + QLatin1Char('\n');
    else if (written.trimmed() != answer.text.trimmed())
        text = QStringLiteral("\n\nThe same with its citations checked:\n\n") + answer.text + QLatin1Char('\n');
    else
        text = QStringLiteral("\n");
    text += belowAnswer(answer, answered.conversation);
    Outcome outcome { { { QStringLiteral("answer"), answer.text }, { QStringLiteral("kind"), Conversation::kindName(answer.kind) },
                          { QStringLiteral("citations"), citations }, { QStringLiteral("conversation"), answered.conversation },
                          { QStringLiteral("message"), answered.message.id }, { QStringLiteral("timings_ms"), answer.timings },
                          { QStringLiteral("notices"), QJsonArray::fromStringList(answer.notices) },
                          { QStringLiteral("sent"), Dialog::toJson(answer.sent) }, { QStringLiteral("thinking"), answer.thinking },
                          { QStringLiteral("details"), answer.details } },
        text, Ok };
    if (nothingFits)
        outcome.json[QStringLiteral("nearest")] = nearest;
    if (answer.quoted) {
        QJsonArray unread;
        for (const Dialog::UnreadFile &file : answer.quoted->unread)
            unread += Dialog::toJson(file);
        outcome.json[QStringLiteral("unread")] = unread;
    }
    if (answer.state == Answer::State::Stopped) {
        outcome.json[QStringLiteral("stopped")] = true;
        outcome.text += QStringLiteral("\nStopped; what is above is kept.");
        outcome.exit = Interrupted;
    } else if (answer.state == Answer::State::Failed) { // cut off: kept, and said
        outcome.json[QStringLiteral("error")] = failure(*answer.error).json[QLatin1String("error")];
        outcome.exit = exitCode(*answer.error);
    }
    return outcome;
}

//! Attaches the files of --attach. \return The conversation that has them; that of --conversation where there are none.
QCoro::Task<Result<QString>> attachFiles(App::App *app, Arguments arguments, std::stop_token stop)
{
    QString conversation = arguments.options.value(QStringLiteral("conversation"));
    for (const QString &file : std::as_const(arguments.attach)) {
        const QByteArray path = QFile::encodeName(QFileInfo(file).absoluteFilePath());
        auto attaching = app->conversations().attachments().attach(conversation, path, stop);
        const auto attached = co_await std::move(attaching);
        if (!attached)
            co_return attached.error();
        conversation = attached->conversation;
    }
    const QString kept = conversation;
    co_return kept;
}

} // namespace

QCoro::Task<Outcome> ask(App::App *app, Arguments arguments, std::stop_token stop)
{
    Conversation::AskRequest request;
    request.question = arguments.words.mid(1).join(QLatin1Char(' '));
    request.conversation = arguments.options.value(QStringLiteral("conversation"));
    const bool again = arguments.options.contains(QStringLiteral("regenerate"));
    if (again == (arguments.words.size() > 1) || (again && request.conversation.isEmpty()))
        co_return usage(QStringLiteral("ask needs a question, or --conversation ID --regenerate for another answer to its last one."));
    auto filters = co_await filtersFrom(app, arguments, stop);
    if (!filters)
        co_return failure(filters.error());
    request.filters = *filters;
    if (arguments.options.contains(QStringLiteral("languages")) || arguments.options.contains(QStringLiteral("keywords")))
        request.options = optionsFrom(arguments);
    if (again) {
        auto loadTask = app->conversations().load(request.conversation, stop);
        const auto loaded = co_await std::move(loadTask);
        if (!loaded)
            co_return failure(loaded.error());
        request.again = lastQuestion(*loaded);
        if (request.again.isEmpty())
            co_return usage(QStringLiteral("That conversation holds no question yet."));
    }
    if (arguments.options.contains(QStringLiteral("only-attached")) && arguments.attach.isEmpty() && request.conversation.isEmpty())
        co_return usage(QStringLiteral("--only-attached needs --attach FILE, or a conversation that has files."));
    request.onlyAttached = arguments.options.contains(QStringLiteral("only-attached"));
    auto attachTask = attachFiles(app, arguments, stop);
    const auto conversation = co_await std::move(attachTask);
    if (!conversation)
        co_return failure(conversation.error());
    request.conversation = *conversation;
    const auto terminal = std::make_shared<Terminal>();
    Dialog::EventSink sink;
    if (!arguments.json())
        sink = [terminal](const Dialog::Event &event) { terminal->show(event); };
    auto answeredTask = app->conversations().ask(request, stop, sink);
    const auto answered = co_await std::move(answeredTask);
    if (!answered)
        co_return failure(answered.error());
    if (answered->error)
        co_return failure(*answered->error);
    if (const QString trace = arguments.options.value(QStringLiteral("trace")); !trace.isEmpty()) {
        if (const auto flow = app->pools().flows->find(answered->flow)) {
            const Status written = writeTrace(trace, flow->spans, { *flow });
            if (!written)
                co_return failure(written.error());
        }
    }
    co_return outcomeOf(*answered, terminal->written());
}

QCoro::Task<Outcome> related(App::App *app, Arguments arguments, std::stop_token stop)
{
    Dialog::DialogRequest request;
    request.setup = app->setup().answers().take();
    request.question = arguments.words.mid(1).join(QLatin1Char(' '));
    if (arguments.words.size() < 2)
        co_return usage(QStringLiteral("related needs a question."));
    auto filters = co_await filtersFrom(app, arguments, stop);
    if (!filters)
        co_return failure(filters.error());
    request.filters = *filters;
    const QList<Retrieval::Passage> none;
    auto task = app->dialog().related(request, none, Concurrency::Context(stop));
    const auto related = co_await std::move(task);
    if (!related)
        co_return failure(related.error());
    QStringList lines;
    for (const QString &question : related->questions)
        lines += oneLine(question);
    QString text = lines.join(QLatin1Char('\n'));
    if (text.isEmpty())
        text = QStringLiteral("Your documents hold nothing near that question.");
    co_return Outcome { { { QStringLiteral("questions"), QJsonArray::fromStringList(related->questions) },
                            { QStringLiteral("sent"), Dialog::toJson(related->sent) } },
        text, Ok };
}

} // namespace Heddle::Cli
