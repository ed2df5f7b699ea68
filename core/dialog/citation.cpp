// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/citation.h"
#include <QCoreApplication>

namespace Heddle::Dialog {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Dialog", text);
}

QJsonObject toJson(const CitationUse &use)
{
    QJsonObject object { { QStringLiteral("at"), use.at }, { QStringLiteral("supported"), !isDoubted(use.outcome) },
        { QStringLiteral("reason"), use.reason } };
    if (use.outcome != Outcome::Supported)
        object[QStringLiteral("support")] = outcomeName(use.outcome);
    if (!use.passageSays.isEmpty() || !use.answerSays.isEmpty()) {
        object[QStringLiteral("passage_says")] = use.passageSays;
        object[QStringLiteral("answer_says")] = use.answerSays;
    }
    return object;
}

//! Answers of builds up to 0.1 say only whether a source bears the sentence out.
Outcome outcomeOf(const QJsonObject &object)
{
    const Outcome earlier = object[QLatin1String("supported")].toBool(true) ? Outcome::Supported : Outcome::NotFound;
    return outcomeFrom(object[QLatin1String("support")].toString(), earlier);
}

} // namespace

QString checkedText(const CitationUse &use)
{
    switch (use.outcome) {
    case Outcome::Contradicted: return tr("The source says otherwise: %1.").arg(use.reason);
    case Outcome::NotFound: return tr("Not found in the source: %1.").arg(use.reason);
    case Outcome::Unchecked: return tr("Not checked: the sentence has nothing that can be compared with the source.");
    case Outcome::Supported: break;
    }
    return {};
}

Source sourceFrom(const Retrieval::Passage &passage)
{
    Source source;
    source.chunk = passage.hit.chunk;
    source.document = passage.hit.document;
    source.path = passage.hit.path;
    source.title = passage.hit.title;
    source.heading = passage.hit.heading;
    source.text = passage.hit.text;
    source.page = passage.hit.page;
    source.start = passage.hit.start;
    source.end = passage.hit.end;
    source.rank = passage.rank;
    source.searchRank = passage.searchRank;
    source.score = passage.score;
    source.collections = passage.hit.collections;
    return source;
}

QJsonObject toJson(const Source &s)
{
    QJsonArray uses;
    for (const CitationUse &use : s.uses)
        uses += toJson(use);
    QJsonObject object { { QStringLiteral("n"), s.n }, { QStringLiteral("chunk"), s.chunk }, { QStringLiteral("document"), s.document },
        { QStringLiteral("path"), s.path }, { QStringLiteral("title"), s.title }, { QStringLiteral("heading"), s.heading },
        { QStringLiteral("page"), s.page }, { QStringLiteral("start"), s.start }, { QStringLiteral("end"), s.end },
        { QStringLiteral("text"), s.text }, { QStringLiteral("sentence_start"), s.sentenceStart },
        { QStringLiteral("sentence_end"), s.sentenceEnd }, { QStringLiteral("supported"), !isDoubted(s.outcome) },
        { QStringLiteral("rank"), s.rank }, { QStringLiteral("search_rank"), s.searchRank }, { QStringLiteral("score"), s.score },
        { QStringLiteral("uses"), uses } };
    if (!s.collections.isEmpty())
        object[QStringLiteral("collections")] = QJsonArray::fromStringList(s.collections);
    if (s.outcome != Outcome::Supported)
        object[QStringLiteral("support")] = outcomeName(s.outcome);
    return object;
}

Source sourceFromJson(const QJsonObject &o)
{
    Source s;
    s.n = o[QLatin1String("n")].toInt();
    s.chunk = o[QLatin1String("chunk")].toString();
    s.document = o[QLatin1String("document")].toString();
    s.path = o[QLatin1String("path")].toString();
    s.title = o[QLatin1String("title")].toString();
    s.heading = o[QLatin1String("heading")].toString();
    s.page = o[QLatin1String("page")].toInt();
    s.start = o[QLatin1String("start")].toInteger();
    s.end = o[QLatin1String("end")].toInteger();
    s.text = o[QLatin1String("text")].toString();
    s.sentenceStart = o[QLatin1String("sentence_start")].toInteger(-1);
    s.sentenceEnd = o[QLatin1String("sentence_end")].toInteger(-1);
    s.outcome = outcomeOf(o);
    for (const QJsonValue &use : o[QLatin1String("uses")].toArray()) {
        s.uses += CitationUse { use[QLatin1String("at")].toInteger(), outcomeOf(use.toObject()), use[QLatin1String("reason")].toString(),
            use[QLatin1String("passage_says")].toString(), use[QLatin1String("answer_says")].toString() };
    }
    s.rank = o[QLatin1String("rank")].toInt();
    s.searchRank = o[QLatin1String("search_rank")].toInt();
    for (const QJsonValue &collection : o[QLatin1String("collections")].toArray())
        s.collections += collection.toString();
    s.score = o[QLatin1String("score")].toDouble();
    return s;
}

} // namespace Heddle::Dialog
