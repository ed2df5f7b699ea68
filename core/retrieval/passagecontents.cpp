// SPDX-License-Identifier: GPL-3.0-or-later
// What is sent of passages, and whose text that is.
#include "core/retrieval/retriever.h"
#include <QCoreApplication>
#include <QUrl>

namespace Heddle::Retrieval {

QString rerankText(const Search::Hit &hit)
{
    return hit.text.startsWith(hit.title) ? hit.text : hit.title + QLatin1Char('\n') + hit.text;
}

Concurrency::Contents contentsOf(const QList<Passage> &passages)
{
    Concurrency::Contents contents;
    contents.texts = int(passages.size());
    for (const Passage &passage : passages) {
        contents.unknown = contents.unknown || passage.hit.collections.isEmpty();
        for (const QString &collection : passage.hit.collections)
            contents.collections.insert(collection.toStdString());
    }
    return contents;
}

QString withheldNotice(const QList<Passage> &leftOut, const Net::Sealed &sealed, const QString &host)
{
    if (leftOut.isEmpty())
        return {};
    const QUrl url(host);
    const QString place = url.host().isEmpty() ? host : url.host();
    const QStringList names = sealed.among(contentsOf(leftOut));
    if (names.isEmpty()) // kept by an earlier version, which did not note where they stand
        return QCoreApplication::translate("Heddle::Retrieval",
            "%n passage(s) were not sent to %1: it is not known whether they stand in a collection that is never sent.", nullptr,
            int(leftOut.size()))
            .arg(place);
    return QCoreApplication::translate(
        "Heddle::Retrieval", "%n passage(s) of “%1” were not sent to %2: never send.", nullptr, int(leftOut.size()))
        .arg(names.join(QCoreApplication::translate("Heddle::Retrieval", "”, “")), place);
}

} // namespace Heddle::Retrieval
