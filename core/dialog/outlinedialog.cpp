// SPDX-License-Identifier: GPL-3.0-or-later
// The answer to "Summarise the lease" without a chat model: the outline of the document that is called so.
#include "core/dialog/documentoutline.h"
#include "core/dialog/questiononitsway.h"
#include "core/dialog/summaryquestion.h"
#include "core/retrieval/documentlist.h"
#include "core/search/librarytexts.h"
#include <QElapsedTimer>

namespace Heddle::Dialog {
namespace {

//! All passages of the document that is called as the subject says; none where there is no such document.
Result<QList<Retrieval::Passage>> chunksOf(Search::Searcher &engine, const Storage::LibraryRepository &library, const QString &subject,
    const Search::Filters &filters, Concurrency::Context context)
{
    constexpr int MaxChunks = 5000;
    QList<Retrieval::Passage> passages;
    HEDDLE_TRY_VALUE(const qint64 row, Retrieval::chunkOfDocumentCalled(engine, subject, filters, context));
    if (row == 0)
        return passages;
    HEDDLE_TRY_VALUE(const auto named, library.chunks({ row }));
    if (named.isEmpty())
        return passages;
    Storage::ChunkInDocument chunk = *named.cbegin();
    HEDDLE_TRY_VALUE(const auto chunks, library.chunksOfDocument(chunk.documentId, 0, MaxChunks));
    for (const Storage::ChunkRow &one : chunks) {
        chunk.chunk = one;
        Retrieval::Passage passage;
        Search::fillFrom(passage.hit, chunk);
        passages += passage;
    }
    return passages;
}

} // namespace

QCoro::Task<Result<bool>> DialogService::outline(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink)
{
    const auto subject = summarySubject(question->request.question);
    if (!subject || question->setup().chatModel)
        co_return false;
    if (sink)
        sink(Stage { Stage::Kind::Searching, {}, 0, {}, {} });
    QElapsedTimer clock;
    clock.start();
    auto finding = m_pools->search.submit(
        [engine = question->setup().engine, library = m_library, named = *subject, filters = question->request.filters,
            context = context.carrying(question->request.contents)](std::stop_token stop) -> Result<QuotedSources> {
            HEDDLE_TRY_VALUE(const auto chunks, chunksOf(*engine, library, named, filters, context.under(stop)));
            return outlineOf(chunks);
        },
        context, QStringLiteral("outline a document"));
    const auto outlined = co_await std::move(finding);
    if (!outlined && outlined.error().isCancelled())
        co_return outlined.error();
    if (!outlined || outlined->answer.cards.isEmpty())
        co_return false; // the search that follows shows what is near
    Turn &turn = question->turn;
    const Source &first = outlined->sources.first();
    QuotedAnswer answer = outlined->answer;
    answer.scope = question->request.scope;
    answer.outlined = first.title.isEmpty() ? first.path.section(QLatin1Char('/'), -1) : first.title;
    turn.kind = Turn::Kind::Quoted;
    turn.sources = outlined->sources;
    turn.answer = plainText(answer, turn.sources);
    turn.quoted = answer;
    for (const Setup::Notice &notice : question->setup().notices) { // why there is no model
        if (notice.about != Setup::Notice::About::Chat)
            continue;
        turn.notices += notice.text;
        if (sink)
            sink(Notice { notice.text });
    }
    turn.timings[QStringLiteral("search")] = double(clock.nsecsElapsed()) / 1e6;
    if (sink) {
        sink(Stage { Stage::Kind::Answering, {}, int(turn.sources.size()), {}, {} });
        sink(Delta { Delta::Kind::Answer, turn.answer });
    }
    co_return true;
}

} // namespace Heddle::Dialog
