// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/contents.h"
#include <QCoreApplication>
#include <QUrl>

namespace Heddle::Dialog {
namespace {

const QLatin1String Unknown("?");

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Dialog", text);
}

} // namespace

Concurrency::Contents contentsOf(const QList<Source> &sources)
{
    Concurrency::Contents contents;
    for (const Source &source : sources) {
        contents.unknown = contents.unknown || source.collections.isEmpty();
        for (const QString &collection : source.collections)
            contents.collections.insert(collection.toStdString());
    }
    return contents;
}

Concurrency::Contents contentsOf(const QList<Exchange> &history)
{
    Concurrency::Contents contents;
    for (const Exchange &exchange : history)
        contents.add(exchange.contents);
    return contents;
}

QJsonArray toJson(const Concurrency::Contents &contents)
{
    QJsonArray array;
    for (const std::string &collection : contents.collections)
        array += QString::fromStdString(collection);
    if (contents.unknown)
        array += Unknown;
    return array;
}

Concurrency::Contents contentsFromJson(const QJsonArray &array)
{
    Concurrency::Contents contents;
    for (const QJsonValue &value : array) {
        if (value.toString() == Unknown)
            contents.unknown = true;
        else
            contents.collections.insert(value.toString().toStdString());
    }
    return contents;
}

Parted<Retrieval::Passage> parted(const QList<Retrieval::Passage> &passages, const Net::Sealed &sealed)
{
    Parted<Retrieval::Passage> parts;
    for (const Retrieval::Passage &passage : passages)
        (sealed.allows(Retrieval::contentsOf({ passage })) ? parts.given : parts.leftOut) += passage;
    return parts;
}

Parted<Exchange> parted(const QList<Exchange> &history, const Net::Sealed &sealed)
{
    Parted<Exchange> parts;
    for (const Exchange &exchange : history)
        (sealed.allows(exchange.contents) ? parts.given : parts.leftOut) += exchange;
    return parts;
}

QCoro::Task<Result<Net::Sealed>> sealedFor(std::shared_ptr<Llm::ChatModel> model, Setup::AnswerSetupPtr setup)
{
    if (!model || !model->sendsElsewhere())
        co_return Net::Sealed();
    auto task = Net::sealedNow(setup->guard);
    co_return co_await std::move(task);
}

QString withheldQuestion(const Concurrency::Contents &question, const Net::Sealed &sealed, const QString &host)
{
    if (sealed.allows(question))
        return {};
    const QString place = QUrl(host).host().isEmpty() ? host : QUrl(host).host();
    const QStringList names = sealed.among(question);
    return names.isEmpty()
        ? tr("The question was not sent to %1: it is not known whether text of a collection that is never sent is in it.").arg(place)
        : tr("The question was not sent to %1: it has text of “%2” in it, which is never sent.").arg(place, names.join(tr("”, “")));
}

} // namespace Heddle::Dialog
