// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/savedquestions.h"
#include "core/base/files.h"
#include "core/base/ids.h"
#include "core/dialog/contents.h"
#include "core/evaluation/reportjson.h"
#include <QCoreApplication>
#include <QJsonDocument>

namespace Heddle::Evaluation {
namespace {

constexpr int LookedAtRuns = 20;

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Evaluation", text);
}

bool same(const Right &a, const Right &b)
{
    return a.document == b.document && a.text == b.text;
}

Judged judgedFrom(const Storage::SavedQuestionRow &row)
{
    Judged judged { row.id, row.question, row.collection, {}, Dialog::contentsFromJson(row.contents) };
    for (const auto &value : row.expected) {
        const QJsonObject one = value.toObject();
        judged.right += Right { one[QLatin1String("document")].toString(), one[QLatin1String("text")].toString(),
            one[QLatin1String("grade")].toInt(1) };
    }
    return judged;
}

Storage::SavedQuestionRow rowFrom(const Judged &judged)
{
    return { judged.id, judged.question, judged.collection, toJson(judged)[QLatin1String("right")].toArray(),
        Dialog::toJson(judged.contents) };
}

Result<QList<Judged>> questionsOf(const Storage::EvaluationRepository &repository)
{
    auto rows = repository.questions();
    if (!rows)
        return rows.error();
    QList<Judged> questions;
    for (const auto &row : std::as_const(*rows))
        questions += judgedFrom(row);
    return questions;
}

Judged *find(QList<Judged> &questions, const QString &question, const QString &collection)
{
    for (Judged &one : questions) {
        if (one.question == question && one.collection == collection)
            return &one;
    }
    return nullptr;
}

Result<Overview> read(const Storage::EvaluationRepository &repository)
{
    Overview overview;
    auto questions = questionsOf(repository);
    if (!questions)
        return questions.error();
    overview.questions = *questions;
    auto rows = repository.evaluations(LookedAtRuns);
    if (!rows)
        return rows.error();
    for (const auto &row : std::as_const(*rows)) {
        const auto report = reportFrom(row.report);
        if (!report)
            continue;
        const Run run { row.at, row.setup, *report };
        if (!overview.now) {
            overview.now = run;
        } else if (!overview.before || row.setup != overview.now->setup) {
            overview.before = run;
            if (row.setup != overview.now->setup)
                break;
        }
    }
    return overview;
}

//! Adds what is new of `judged`.
Status merge(const Storage::EvaluationRepository &repository, QList<Judged> &questions, const Judged &judged)
{
    Judged *known = find(questions, judged.question, judged.collection);
    if (!known) {
        questions += judged;
        known = &questions.last();
        known->id = newUuid();
    } else {
        known->contents.add(judged.contents);
        for (const Right &right : judged.right) {
            if (std::none_of(known->right.cbegin(), known->right.cend(), [&right](const Right &one) { return same(one, right); }))
                known->right += right;
        }
    }
    return repository.put(rowFrom(*known));
}

} // namespace

QCoro::Task<Result<Overview>> SavedQuestions::overview(std::stop_token stop)
{
    auto task = m_pools->conversations.submit(
        [repository = m_repository](std::stop_token) { return read(repository); }, stop, QStringLiteral("load saved questions"));
    co_return co_await std::move(task);
}

QCoro::Task<Status> SavedQuestions::renameCollection(QString name, QString newName, std::stop_token stop)
{
    auto task = m_pools->conversations.submit(
        [repository = m_repository, name, newName](std::stop_token) { return repository.renameCollection(name, newName); }, stop,
        QStringLiteral("rename in saved questions"));
    co_return co_await std::move(task);
}

QCoro::Task<Result<bool>> SavedQuestions::isPinned(QString question, Right right, std::stop_token stop)
{
    auto task = m_pools->conversations.submit(
        [repository = m_repository, question, right](std::stop_token) -> Result<bool> {
            auto questions = questionsOf(repository);
            if (!questions)
                return questions.error();
            const Judged *known = find(*questions, question, {});
            return known
                && std::any_of(known->right.cbegin(), known->right.cend(), [&right](const Right &one) { return same(one, right); });
        },
        stop, QStringLiteral("load saved questions"));
    co_return co_await std::move(task);
}

QCoro::Task<Status> SavedQuestions::pin(QString question, Right right, bool pinned, std::stop_token stop)
{
    auto task = m_pools->conversationsWriter.submit(
        [repository = m_repository, question, right, pinned](std::stop_token) -> Status {
            return repository.transaction([&]() -> Status {
                auto questions = questionsOf(repository);
                if (!questions)
                    return questions.error();
                if (pinned) {
                    Concurrency::Contents contents;
                    HEDDLE_TRY_VALUE(const auto asked, repository.detailsOfQuestion(question));
                    for (const QJsonObject &details : asked)
                        contents.add(Dialog::contentsFromJson(details[Dialog::contentsDetail()].toArray()));
                    return merge(repository, *questions, { {}, question, {}, QList<Right>(1, right), contents });
                }
                Judged *known = find(*questions, question, {});
                if (!known)
                    return Done {};
                known->right.removeIf([&right](const Right &one) { return same(one, right); });
                return known->right.isEmpty() ? repository.remove(known->id) : repository.put(rowFrom(*known));
            });
        },
        stop, QStringLiteral("save question"));
    co_return co_await std::move(task);
}

QCoro::Task<Status> SavedQuestions::remove(QStringList ids, std::stop_token stop)
{
    auto task = m_pools->conversationsWriter.submit(
        [repository = m_repository, ids](std::stop_token) -> Status {
            return repository.transaction([&]() -> Status {
                for (const QString &id : ids) {
                    HEDDLE_TRY(repository.remove(id));
                }
                return Done {};
            });
        },
        stop, QStringLiteral("remove questions"));
    co_return co_await std::move(task);
}

QCoro::Task<Result<int>> SavedQuestions::add(QList<Judged> questions, std::stop_token stop)
{
    auto task = m_pools->conversationsWriter.submit(
        [repository = m_repository, questions](std::stop_token) -> Result<int> {
            HEDDLE_TRY(repository.transaction([&]() -> Status {
                auto known = questionsOf(repository);
                if (!known)
                    return known.error();
                for (const Judged &judged : questions) {
                    HEDDLE_TRY(merge(repository, *known, judged));
                }
                return Done {};
            }));
            return int(questions.size());
        },
        stop, QStringLiteral("save questions"));
    co_return co_await std::move(task);
}

QCoro::Task<Result<int>> SavedQuestions::importFile(QString path, std::stop_token stop)
{
    auto reading = m_pools->library.submit([path](std::stop_token) { return loadJudged(path); }, stop, QStringLiteral("read questions"));
    HEDDLE_CO_TRY_VALUE(const QList<Judged> questions, co_await std::move(reading));
    auto adding = add(questions, stop);
    co_return co_await std::move(adding);
}

QCoro::Task<Status> SavedQuestions::exportFile(QString path, std::stop_token stop)
{
    return m_pools->conversations.submit(
        [repository = m_repository, path](std::stop_token) -> Status {
            HEDDLE_TRY_VALUE(const QList<Judged> questions, questionsOf(repository));
            QByteArray lines;
            for (const Judged &judged : questions)
                lines += QJsonDocument(toJson(judged)).toJson(QJsonDocument::Compact) + '\n';
            return saveFile(path, lines);
        },
        stop, QStringLiteral("write questions"));
}

QCoro::Task<Result<Overview>> SavedQuestions::run(std::function<void(qsizetype)> progress, Concurrency::Context context)
{
    const Setup::AnswerSetupPtr setup = m_setup->take(); // all of them are asked with the same
    auto overviewTask = overview(context.stop);
    const auto known = co_await std::move(overviewTask);
    if (!known)
        co_return known.error();
    if (known->questions.isEmpty())
        co_return Error::input(tr("There is no saved question yet."));
    Retrieval::RetrievalRequest request;
    request.setup = setup;
    request.rerankBudget = std::chrono::hours(1); // nobody waits for an answer: what the reranker is worth is measured
    auto task = evaluate(known->questions, m_retriever, m_library, m_pools, request, std::move(progress), context);
    const auto report = co_await std::move(task);
    if (!report)
        co_return report.error();
    auto saving = m_pools->conversationsWriter.submit(
        [repository = m_repository,
            row = Storage::EvaluationRow { QDateTime::currentDateTime(), Setup::describeSearch(*setup), toJson(*report) }](
            std::stop_token) -> Result<Overview> {
            HEDDLE_TRY(repository.addEvaluation(row));
            return read(repository);
        },
        context, QStringLiteral("save evaluation"));
    auto after = co_await std::move(saving);
    if (after && after->now)
        after->now->report.notices = report->notices;
    co_return after;
}

} // namespace Heddle::Evaluation
