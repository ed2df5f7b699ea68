// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/citation.h"

namespace Heddle::Dialog {

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
    return source;
}

QJsonObject toJson(const Source &s)
{
    QJsonArray uses;
    for (const CitationUse &use : s.uses) {
        uses += QJsonObject { { QStringLiteral("at"), use.at }, { QStringLiteral("supported"), use.supported },
            { QStringLiteral("reason"), use.reason } };
    }
    return { { QStringLiteral("n"), s.n }, { QStringLiteral("chunk"), s.chunk }, { QStringLiteral("document"), s.document },
        { QStringLiteral("path"), s.path }, { QStringLiteral("title"), s.title }, { QStringLiteral("heading"), s.heading },
        { QStringLiteral("page"), s.page }, { QStringLiteral("start"), s.start }, { QStringLiteral("end"), s.end },
        { QStringLiteral("text"), s.text }, { QStringLiteral("sentence_start"), s.sentenceStart },
        { QStringLiteral("sentence_end"), s.sentenceEnd }, { QStringLiteral("supported"), s.supported }, { QStringLiteral("rank"), s.rank },
        { QStringLiteral("search_rank"), s.searchRank }, { QStringLiteral("score"), s.score }, { QStringLiteral("uses"), uses } };
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
    s.supported = o[QLatin1String("supported")].toBool(true);
    for (const QJsonValue &use : o[QLatin1String("uses")].toArray())
        s.uses +=
            { use[QLatin1String("at")].toInteger(), use[QLatin1String("supported")].toBool(true), use[QLatin1String("reason")].toString() };
    s.rank = o[QLatin1String("rank")].toInt();
    s.searchRank = o[QLatin1String("search_rank")].toInt();
    s.score = o[QLatin1String("score")].toDouble();
    return s;
}

} // namespace Heddle::Dialog
