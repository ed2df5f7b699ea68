// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/dialogservice.h"
#include <QCoreApplication>
#include <QLocale>
#include <QUrl>

namespace Heddle::Dialog {

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

QStringList leftText(const QList<Retrieval::Sent> &sent, int passages)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Heddle::Dialog", text); };
    QStringList hosts, parts;
    for (const Retrieval::Sent &one : sent) {
        if (!hosts.contains(one.host))
            hosts += one.host;
    }
    for (const QString &host : std::as_const(hosts)) {
        qint64 bytes = 0;
        bool answered = false;
        for (const Retrieval::Sent &one : sent) {
            if (one.host != host)
                continue;
            bytes += one.bytes;
            answered = answered || one.purpose == QLatin1String("answer");
        }
        const QString size = QLocale().formattedDataSize(bytes), name = QUrl(host).host().isEmpty() ? host : QUrl(host).authority();
        if (!answered || passages == 0)
            parts += tr("%1 to %2").arg(size, name);
        else if (passages == 1)
            parts += tr("1 passage, %1 to %2").arg(size, name);
        else
            parts += tr("%1 passages, %2 to %3").arg(QLocale().toString(passages), size, name);
    }
    return parts;
}

QList<std::pair<qsizetype, qsizetype>> unsourcedIn(const QJsonObject &details, qsizetype length)
{
    QList<std::pair<qsizetype, qsizetype>> sentences;
    for (const QJsonValue &one : details[QLatin1String("no_source")].toArray()) {
        const qsizetype start = one[0].toInteger(-1), end = one[1].toInteger(-1);
        if (start >= (sentences.isEmpty() ? 0 : sentences.last().second) && start < end && end <= length)
            sentences += { start, end };
    }
    return sentences;
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

QJsonObject toJson(const QuestionOptions &options)
{
    QJsonObject object;
    if (!options.languages.isEmpty())
        object[QStringLiteral("languages")] = QJsonArray::fromStringList(options.languages);
    if (options.keywords)
        object[QStringLiteral("keywords")] = true;
    return object;
}

QuestionOptions optionsFromJson(const QJsonObject &object)
{
    QuestionOptions options;
    for (const QJsonValue &language : object[QLatin1String("languages")].toArray())
        options.languages += language.toString();
    options.keywords = object[QLatin1String("keywords")].toBool();
    return options;
}

Retrieval::Passage passageFrom(const Source &source)
{
    Retrieval::Passage passage;
    passage.hit.chunk = source.chunk;
    passage.hit.document = source.document;
    passage.hit.path = source.path;
    passage.hit.title = source.title;
    passage.hit.heading = source.heading;
    passage.hit.text = source.text;
    passage.hit.page = source.page;
    passage.hit.start = source.start;
    passage.hit.end = source.end;
    passage.rank = source.rank;
    passage.searchRank = source.searchRank;
    passage.hit.collections = source.collections;
    passage.score = source.score;
    return passage;
}

} // namespace Heddle::Dialog
