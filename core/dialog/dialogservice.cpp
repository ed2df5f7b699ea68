// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/dialogservice.h"
#include "core/dialog/quotedanswer.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QLocale>
#include <QSet>

namespace Heddle::Dialog {
namespace {

//! Passages were found by the other words: says which words none of them can hold, and how they may be meant.
QStringList unknownWords(const Retrieval::Retrieval &found)
{
    QStringList words;
    for (const auto &term : found.terms) {
        if (!term.known)
            words += QLatin1Char('"') + term.word + QLatin1Char('"');
    }
    if (words.isEmpty() || words.size() == found.terms.size())
        return {};
    constexpr int Shown = 5;
    const auto tr = [](const char *text) { return QCoreApplication::translate("Heddle::Dialog", text); };
    QString notice = words.size() == 1
        ? tr("%1 occurs in none of your documents.").arg(words.first())
        : tr("These words occur in none of your documents: %1.").arg(words.mid(0, Shown).join(QLatin1String(", ")));
    if (!found.suggestion.isEmpty())
        notice += QLatin1Char(' ') + tr("Did you mean: %1").arg(found.suggestion.left(200));
    return QStringList(notice);
}

} // namespace

QString kindName(Turn::Kind kind)
{
    switch (kind) {
    case Turn::Kind::Written: return QStringLiteral("written");
    case Turn::Kind::Quoted: return QStringLiteral("quoted");
    case Turn::Kind::None: break;
    }
    return QStringLiteral("none");
}

QString sentText(const QList<Retrieval::Sent> &sent)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Heddle::Dialog", text); };
    if (sent.isEmpty())
        return tr("nothing was sent anywhere");
    QStringList parts;
    for (const Retrieval::Sent &one : sent)
        parts += tr("%1 were sent to %2 (%3)").arg(QLocale().formattedDataSize(one.bytes), one.host, one.purpose);
    return parts.join(QLatin1String(", "));
}

QJsonArray toJson(const QList<Retrieval::Sent> &sent)
{
    QJsonArray array;
    for (const Retrieval::Sent &one : sent)
        array += QJsonObject { { QStringLiteral("host"), one.host }, { QStringLiteral("purpose"), one.purpose },
            { QStringLiteral("bytes"), one.bytes } };
    return array;
}

QList<Retrieval::Sent> sentFromJson(const QJsonArray &array)
{
    QList<Retrieval::Sent> sent;
    for (const QJsonValue &one : array)
        sent +=
            { one[QLatin1String("host")].toString(), one[QLatin1String("purpose")].toString(), one[QLatin1String("bytes")].toInteger() };
    return sent;
}

QCoro::Task<Result<Turn>> DialogService::ask(DialogRequest request, std::stop_token stop, EventSink sink)
{
    const auto send = [](const EventSink &to, Event event) {
        if (to)
            to(event);
    };
    QElapsedTimer clock;
    clock.start();
    send(sink, Stage { Stage::Kind::Searching, {}, 0, {} });
    Retrieval::RetrievalRequest retrieve;
    retrieve.question = request.question;
    retrieve.filters = request.filters;
    Retrieval::Retriever::Sink late;
    if (request.late)
        late = [onLate = request.late](const Retrieval::Retrieval &reordered) {
            onLate(Passages { reordered.revision, reordered.passages });
        };
    auto foundTask = m_retriever->retrieve(
        retrieve,
        [sink, retriever = m_retriever](const Retrieval::Retrieval &early) {
            if (!sink)
                return;
            sink(Passages { 1, early.passages });
            if (const auto reranker = retriever->reranker(); reranker && !early.passages.isEmpty())
                sink(Stage { Stage::Kind::Reranking, reranker->name(), std::min(retriever->rerankWindow(), int(early.passages.size())),
                    retriever->rerankWait() });
        },
        stop, late);
    auto found = co_await std::move(foundTask);
    if (!found)
        co_return found.error();
    if (found->revision > 1)
        send(sink, Passages { found->revision, found->passages });
    Turn turn;
    turn.notices = found->notices;
    turn.sent = found->sent;
    turn.suggestion = found->suggestion;
    turn.timings = { { QStringLiteral("search"), found->searchMs }, { QStringLiteral("embed"), found->embedMs },
        { QStringLiteral("rerank"), found->rerankMs } };
    if (!found->passages.isEmpty())
        turn.notices += unknownWords(*found);
    for (const QString &notice : std::as_const(turn.notices))
        send(sink, Notice { notice });

    if (found->passages.isEmpty()) {
        turn.answer = Retrieval::emptyResultText(request.scope, found->terms, found->suggestion);
    } else {
        send(sink, Stage { Stage::Kind::Answering, {}, 0, {} });
        QElapsedTimer quoting;
        quoting.start();
        const QList<Retrieval::Passage> window = found->passages.mid(0, AnswerPassages);
        const QList<Search::QueryTerm> terms = found->terms;
        auto quotedTask =
            m_pools->inference.submit([question = request.question, window, terms](
                                          std::stop_token) -> Result<QuotedAnswer> { return quoteAnswer(question, window, terms); },
                stop, QStringLiteral("quote an answer"));
        auto quoted = co_await std::move(quotedTask);
        if (!quoted)
            co_return quoted.error();
        turn.kind = quoted->text.isEmpty() ? Turn::Kind::None : Turn::Kind::Quoted;
        turn.answer = quoted->text.isEmpty() ? Retrieval::emptyResultText(request.scope, found->terms, found->suggestion) : quoted->text;
        turn.sources = quoted->sources;
        QSet<QString> cited;
        for (const Source &source : std::as_const(turn.sources))
            cited += source.chunk;
        for (const Retrieval::Passage &passage : window) {
            if (!cited.contains(passage.hit.chunk))
                turn.sources += sourceFrom(passage);
        }
        turn.timings[QStringLiteral("answer")] = double(quoting.nsecsElapsed()) / 1e6;
        send(sink, Delta { Delta::Kind::Answer, turn.answer });
    }
    turn.timings[QStringLiteral("total")] = double(clock.nsecsElapsed()) / 1e6;
    co_return turn;
}

} // namespace Heddle::Dialog
