// SPDX-License-Identifier: GPL-3.0-or-later
// The answer to a question for documents: which ones there are, or how many.
#include "core/dialog/questiononitsway.h"
#include "core/retrieval/documentlist.h"
#include <QCoreApplication>
#include <QElapsedTimer>

namespace Heddle::Dialog {
namespace {

Source sourceOf(const Retrieval::DocumentList::Row &row, int n)
{
    Source source;
    source.n = n;
    source.chunk = row.chunk;
    source.document = row.document;
    source.path = row.path;
    source.title = row.title;
    source.text = row.line;
    source.collections = row.collections;
    source.page = row.page;
    source.start = row.start;
    source.end = row.end;
    source.rank = source.searchRank = n;
    return source;
}

QString lineOf(const Retrieval::DocumentList::Row &row, int n)
{
    QString line = row.title.isEmpty() ? row.path.section(QLatin1Char('/'), -1) : row.title;
    if (row.passages > 0)
        line += QStringLiteral(" (%1)").arg(row.passages == 1
                ? QCoreApplication::translate("Heddle::Dialog", "1 passage")
                : QCoreApplication::translate("Heddle::Dialog", "%1 passages").arg(row.passages));
    if (!row.line.isEmpty())
        line += QStringLiteral(": ") + row.line;
    return line + QStringLiteral(" [%1]").arg(n);
}

} // namespace

QCoro::Task<Result<bool>> DialogService::list(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink)
{
    const auto asked = Retrieval::listQuestion(question->request.question);
    if (!asked)
        co_return false;
    if (sink)
        sink(Stage { Stage::Kind::Searching, {}, 0, {}, {} });
    QElapsedTimer clock;
    clock.start();
    auto finding = m_pools->search.submit(
        [engine = question->setup().engine, library = m_library, asked = *asked, filters = question->request.filters,
            context = context.carrying(question->request.contents)](
            std::stop_token stop) { return Retrieval::findDocuments(*engine, library, asked, filters, context.under(stop)); },
        context, QStringLiteral("list documents"));
    const auto result = co_await std::move(finding);
    if (!result && result.error().isCancelled())
        co_return result.error();
    if (!result)
        co_return false; // the search that follows knows what to do without its server
    const Retrieval::DocumentList &found = *result;
    Turn &turn = question->turn;
    turn.notices += found.notices;
    if (!found.host.isEmpty())
        turn.sent += Retrieval::Sent { found.host, QStringLiteral("search"), asked->subject.toUtf8().size() };
    if (found.rows.isEmpty()) {
        turn.notices += Retrieval::headline(found); // what is near may still help
        co_return false;
    }
    turn.kind = Turn::Kind::List;
    QStringList lines { Retrieval::headline(found) };
    for (const Retrieval::DocumentList::Row &row : found.rows) {
        turn.sources += sourceOf(row, int(turn.sources.size()) + 1);
        lines += lineOf(row, turn.sources.last().n);
    }
    turn.answer = lines.join(QLatin1Char('\n'));
    turn.details[QStringLiteral("list")] = QJsonObject { { QStringLiteral("headline"), lines.first() },
        { QStringLiteral("documents"), found.documents }, { QStringLiteral("looked_at"), found.lookedAt },
        { QStringLiteral("unread"), found.unread }, { QStringLiteral("complete"), found.isComplete } };
    turn.timings[QStringLiteral("search")] = double(clock.nsecsElapsed()) / 1e6;
    if (sink)
        sink(Delta { Delta::Kind::Answer, turn.answer });
    co_return true;
}

} // namespace Heddle::Dialog
