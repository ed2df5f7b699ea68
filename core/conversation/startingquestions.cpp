// SPDX-License-Identifier: GPL-3.0-or-later
// What an empty conversation offers: questions from the user's own headings, of which each was tried and has an answer.
#include "core/conversation/conversationservice.h"
#include "core/dialog/starters.h"
#include "core/library/samplelibrary.h"

namespace Heddle::Conversation {
namespace {

//! What could be asked first, of what is asked by default or of one collection.
struct Candidates {
    QList<Dialog::Starter> questions; //!< more than are shown: not each has an answer
    Search::Filters filters;
};

Result<Candidates> candidatesOf(const Storage::LibraryRepository &library, const QString &sample, qint64 collection)
{
    constexpr int Most = 16;
    Candidates found;
    if (collection != 0) {
        found.filters.collections = { collection };
    } else {
        HEDDLE_TRY_VALUE(const auto rows, library.collections());
        found.filters.collections = Library::collectionsAskedByDefault(rows, sample, {});
    }
    HEDDLE_TRY_VALUE(found.questions, Dialog::starters(library, found.filters.collections, Most));
    return found;
}

} // namespace

QCoro::Task<QStringList> ConversationService::startingQuestions(qint64 collection, qsizetype limit, std::stop_token stop)
{
    auto looking = m_pools->library.submit([library = m_library, sample = m_sampleFolder, collection](
                                               std::stop_token) { return candidatesOf(library, sample, collection); },
        stop, QStringLiteral("questions to begin with"));
    const auto found = co_await std::move(looking);
    const QStringList none;
    if (!found)
        co_return none;
    QStringList questions;
    for (const Dialog::Starter &starter : found->questions) {
        questions += starter.question;
        noteSuggested({ starter.question }, { { starter.collection.toStdString() } });
    }
    auto trying = answerable(questions, found->filters, limit, stop);
    const QStringList answered = co_await std::move(trying);
    co_return answered;
}

QCoro::Task<QStringList> ConversationService::answerable(
    QStringList questions, Search::Filters filters, qsizetype limit, std::stop_token stop)
{
    const auto setup = std::make_shared<Setup::AnswerSetup>(*m_setup->take());
    QStringList answered;
    if (!setup->engine->host().isEmpty())
        answered = questions.mid(0, limit);
    setup->chatModel.reset();
    setup->reranker.reset();
    setup->embedder.reset();
    for (const QString &question : std::as_const(questions)) {
        if (answered.size() >= limit || stop.stop_requested())
            break;
        Dialog::DialogRequest request;
        request.setup = setup;
        request.question = question;
        request.filters = filters;
        auto asking = m_dialog->ask(request, Concurrency::Context(stop), {});
        const auto turn = co_await std::move(asking);
        if (turn && turn->quoted && turn->quoted->answers())
            answered += question;
    }
    const QStringList found = answered;
    co_return found;
}

} // namespace Heddle::Conversation
