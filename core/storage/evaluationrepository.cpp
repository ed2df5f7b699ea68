// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/evaluationrepository.h"
#include "core/storage/queryresults.h"
#include <QJsonDocument>

namespace Heddle::Storage {
namespace {

constexpr int KeptEvaluations = 100;

QString text(const QJsonDocument &json)
{
    return QString::fromUtf8(json.toJson(QJsonDocument::Compact));
}

} // namespace

Result<QList<SavedQuestionRow>> EvaluationRepository::questions() const
{
    auto query = m_db.run(QStringLiteral("SELECT id, question, collection, expected, contents FROM saved_question ORDER BY seq"));
    if (!query)
        return query.error();
    QList<SavedQuestionRow> rows;
    while (query->next())
        rows += { query->value(0).toString(), query->value(1).toString(), query->value(2).toString(),
            QJsonDocument::fromJson(query->value(3).toByteArray()).array(),
            QJsonDocument::fromJson(query->value(4).toByteArray()).array() };
    return rows;
}

Status EvaluationRepository::put(const SavedQuestionRow &question) const
{
    return statusOf(
        m_db.run(QStringLiteral("INSERT INTO saved_question(id, question, collection, expected, contents) VALUES(?,?,?,?,?) ON CONFLICT(id)"
                                " DO UPDATE SET question=excluded.question, collection=excluded.collection,"
                                " expected=excluded.expected, contents=excluded.contents"),
            { question.id, question.question, question.collection.isNull() ? QStringLiteral("") : question.collection,
                text(QJsonDocument(question.expected)), text(QJsonDocument(question.contents)) }));
}

Result<QList<QJsonObject>> EvaluationRepository::detailsOfQuestion(const QString &question) const
{
    auto query = m_db.run(QStringLiteral("SELECT details FROM message WHERE role='user' AND text=? AND details<>'{}'"), { question });
    if (!query)
        return query.error();
    QList<QJsonObject> details;
    while (query->next())
        details += QJsonDocument::fromJson(query->value(0).toByteArray()).object();
    return details;
}

Status EvaluationRepository::renameCollection(const QString &name, const QString &newName) const
{
    return statusOf(m_db.run(QStringLiteral("UPDATE saved_question SET collection=? WHERE collection=?"), { newName, name }));
}

Status EvaluationRepository::remove(const QString &id) const
{
    return statusOf(m_db.run(QStringLiteral("DELETE FROM saved_question WHERE id=?"), { id }));
}

Status EvaluationRepository::addEvaluation(const EvaluationRow &evaluation) const
{
    return m_db.transaction([&]() -> Status {
        HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("INSERT INTO evaluation(at, setup, report) VALUES(?,?,?)"),
            { evaluation.at.toMSecsSinceEpoch(), evaluation.setup, text(QJsonDocument(evaluation.report)) })));
        return statusOf(
            m_db.run(QStringLiteral("DELETE FROM evaluation WHERE seq <= (SELECT MAX(seq) FROM evaluation) - ?"), { KeptEvaluations }));
    });
}

Result<QList<EvaluationRow>> EvaluationRepository::evaluations(int most) const
{
    auto query = m_db.run(QStringLiteral("SELECT at, setup, report FROM evaluation ORDER BY seq DESC LIMIT ?"), { most });
    if (!query)
        return query.error();
    QList<EvaluationRow> rows;
    while (query->next())
        rows += { QDateTime::fromMSecsSinceEpoch(query->value(0).toLongLong()), query->value(1).toString(),
            QJsonDocument::fromJson(query->value(2).toByteArray()).object() };
    return rows;
}

} // namespace Heddle::Storage
