// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/answermap.h"
#include "core/dialog/events.h"
#include "core/dialog/promptbuilder.h"
#include "core/dialog/questions.h"
#include "core/dialog/turn.h"
#include "core/retrieval/emptyresult.h"
#include <QCoroTask>

namespace Heddle::Dialog {

//! \brief What may be done to a question before it is searched for; off unless a conversation asks for it.
struct QuestionOptions {
    QStringList languages; //!< also searched for in these
    bool keywords = false; //!< also searched for by words that a model names
};
QJsonObject toJson(const QuestionOptions &options);
QuestionOptions optionsFromJson(const QJsonObject &object);

struct DialogRequest {
    Setup::AnswerSetupPtr setup; //!< what it is answered with; never null
    QString question;
    Concurrency::Contents contents {}; //!< whose text the question has in it
    QList<Exchange> history; //!< oldest first
    QuestionOptions options;
    Search::Filters filters;
    std::shared_ptr<Search::Searcher> attached = {}; //!< files of the conversation alone; null: none
    bool onlyAttached = false; //!< the library is left out
    Retrieval::Scope scope; //!< what is searched, for the empty answer
    //! Passages whose scores came after the answer was begun without them; called after the task is complete, perhaps.
    std::function<void(const Passages &)> late;
};

//! \brief What a mind map is asked for.
struct MapRequest {
    Setup::AnswerSetupPtr setup; //!< what it is made with; never null
    QString question, answer; //!< of an answer that there is already
    Concurrency::Contents contents {}, answerContents {}; //!< whose text they have in them
    QList<Retrieval::Passage> passages; //!< of its retrieval; empty: they are searched for
    Search::Filters filters;
    Retrieval::Scope scope; //!< what is searched, for the notice that nothing was found
};
//! \brief A map that is still growing, and how many of the passages are in it. Called on the GUI thread, never after the
//! task is complete.
using MapSink = std::function<void(const MindMap::Map &map, int done, int all)>;

//! \brief Answers from the user's documents: written by a chat model, streamed, where there is one; else, and where it
//! fails, quoted. Lives on the event loop's thread.
class DialogService {
public:
    static constexpr int AnswerPassages = 8;
    static constexpr int MapPassages = 12; //!< that a model writes a map from

    DialogService(Retrieval::Retriever *retriever, Storage::LibraryRepository library, Flow::Pools *pools)
        : m_retriever(retriever), m_library(std::move(library)), m_pools(pools)
    { }
    //! \brief One question among several turns. Errors only from before the passages were found; after that there is a
    //! turn, however it ended.
    QCoro::Task<Result<Turn>> chat(DialogRequest request, Concurrency::Context context, EventSink sink);
    //! \brief One question without history.
    QCoro::Task<Result<Turn>> ask(DialogRequest request, Concurrency::Context context, EventSink sink);
    struct Related {
        QStringList questions;
        Concurrency::Contents contents; //!< whose text the questions have in them
        QStringList notices;
        QList<Retrieval::Sent> sent;
    };
    //! \brief 3 to 5 questions that the same passages answer; `passages` empty: they are searched for first.
    QCoro::Task<Result<Related>> related(DialogRequest request, QList<Retrieval::Passage> passages, Concurrency::Context context);

    //! \brief A map instead of prose: written by the chat model from the passages, in batches where they are more than it
    //! takes at once; where there is none, or it gives no outline, made of headings and sentences. A stop keeps what there is.
    //! Errors: from the search; Cancelled, where there was nothing to keep.
    QCoro::Task<Result<AnswerMap>> mindMap(MapRequest request, Concurrency::Context context, MapSink sink);

private:
    struct Question;
    struct MapWork;
    struct EvidenceWork;
    //! What a search for a question or a map begins with.
    template <class Request>
    static Retrieval::RetrievalRequest retrievalFor(const Request &request)
    {
        Retrieval::RetrievalRequest retrieval;
        retrieval.setup = request.setup;
        retrieval.question = request.question;
        retrieval.contents = request.contents;
        retrieval.filters = request.filters;
        if constexpr (requires { request.attached; }) {
            retrieval.attached = request.attached;
            retrieval.onlyAttached = request.onlyAttached;
        }
        return retrieval;
    }
    QCoro::Task<void> prepare(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink);
    static void carryOver(Question &question);
    //! Answers a question for documents as a whole; false: it is none, or there are none.
    QCoro::Task<Result<bool>> list(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink);
    //! Answers what wants a summary and has no model for it; false: it is no such question, or no document is called so.
    QCoro::Task<Result<bool>> outline(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink);
    QCoro::Task<Status> findPassages(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink);
    QCoro::Task<Status> answer(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink);
    //! Which files that were not read may answer; without an answer to that the question goes on.
    QCoro::Task<void> findUnread(std::shared_ptr<Question> question, Concurrency::Context context);
    //! Looks for what can be quoted; where a chat model is asked as well, the sink gets it.
    QCoro::Task<Status> quote(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink);
    //! Looks for the sentences that may answer.
    QCoro::Task<Status> findEvidence(std::shared_ptr<EvidenceWork> work, Concurrency::Context context);
    QCoro::Task<void> addCosines(std::shared_ptr<EvidenceWork> work, Concurrency::Context context);
    QCoro::Task<void> write(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink);
    QCoro::Task<void> checkCitations(std::shared_ptr<Question> question, QString text, int given, Concurrency::Context context);

    QCoro::Task<Result<Retrieval::Retrieval>> searchForMap(MapRequest request, std::shared_ptr<AnswerMap> made, Concurrency::Context context);
    QCoro::Task<Retrieval::Retrieval> knownOf(MapRequest request, Concurrency::Context context);
    QCoro::Task<Status> makeMap(
        MapRequest request, Retrieval::Retrieval found, std::shared_ptr<AnswerMap> made, Concurrency::Context context);
    QCoro::Task<void> writeMap(std::shared_ptr<MapWork> work, Concurrency::Context context);
    QCoro::Task<bool> writeBatch(std::shared_ptr<MapWork> work, Concurrency::Context context);
    static Llm::ChatSink drawingSink(std::shared_ptr<MapWork> work, std::shared_ptr<QString> text, QStringList chunks);
    QCoro::Task<void> readOutline(std::shared_ptr<MapWork> work, QString text, QStringList chunks, Concurrency::Context context);

    Retrieval::Retriever *m_retriever;
    const Storage::LibraryRepository m_library;
    Flow::Pools *m_pools;
};

} // namespace Heddle::Dialog
