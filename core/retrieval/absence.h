// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/retrieval/retriever.h"
#include "core/storage/libraryrepository.h"

namespace Heddle::Retrieval {

//! \brief A file, or a passage with certain words, and how far it came on its way into an answer.
struct Standing {
    //! \brief The last step that it reached, in the order of the way.
    enum class Step {
        NotInLibrary, //!< no collection has it
        OtherCollection, //!< it is in one that was not asked
        NotRead, //!< no format that can be read, or left out
        Unreadable,
        NoText,
        Queued, //!< not read or not indexed yet
        NoMatch, //!< no word in common with the question, and not near it by meaning
        TooDeep, //!< further down in each leg than the search looks
        Folded, //!< the same text stands in another passage, which names it as its copy
        CutOff, //!< ranked, but further down than an answer reads
        NotUsed, //!< read for the answer, which rests on none of it
        Used,
    };
    Step step = Step::NotInLibrary;
    QString path, collection; //!< for people; empty: no file at all
    QString reason; //!< what the library says of the file
    QString copyOf; //!< the path of the passage that stands for it
    qint64 total = 0; //!< passages that match by words
    bool vectorSearched = false;
    std::optional<Search::LegScore> text, vector; //!< of its best passage
    int searchRank = 0; //!< of its best passage in the order of the search; 0: none
    int rank = 0; //!< after reranking; 0: none, or beyond what was reranked
    QString message; //!< for the user: where it fell out, and what can be done
};

//! \brief A stable word for machines, such as "not_read".
QString stepName(Standing::Step step);

//! \brief "Why is this not here?", asked of an answer.
struct AbsenceRequest {
    Setup::AnswerSetupPtr setup; //!< what the question was answered with; never null
    QString question;
    Concurrency::Contents contents {}; //!< whose text the question has in it
    QString subject; //!< a file's name or a part of it, or words that stand in a document; in quotation marks it is words
    Search::Filters filters; //!< that the question was asked with
    int answerPassages = 8; //!< how many passages an answer reads
    std::optional<QStringList> used; //!< public ids of the chunks that the answer cites; unset: not known
};

struct AbsenceReport {
    enum class About { File, Words };
    About about = About::File;
    QList<Standing> standings; //!< those that came furthest first; never empty
    bool more = false; //!< there are others that the subject fits
    QStringList notices;
    QList<Sent> sent; //!< what left this computer
};

//! \brief Finds out why a file or a phrase is not among what an answer rests on. Lives on the event loop's thread; outlives its
//! tasks.
class AbsenceExplainer {
public:
    AbsenceExplainer(Storage::LibraryRepository library, Retriever *retriever, Flow::Pools *pools)
        : m_library(std::move(library)), m_retriever(retriever), m_pools(pools)
    { }

    //! \brief Errors: Input, where there is no subject; those of the search; Cancelled.
    QCoro::Task<Result<AbsenceReport>> explain(AbsenceRequest request, Concurrency::Context context);

private:
    struct Inquiry;
    const Storage::LibraryRepository m_library;
    Retriever *m_retriever;
    Flow::Pools *m_pools;
};

} // namespace Heddle::Retrieval
