// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/citation.h"
#include "core/dialog/promptbuilder.h"

namespace Heddle::Dialog {

//! \brief Whose text the passages of an answer have in them; of sources that an earlier version kept nobody knows.
Concurrency::Contents contentsOf(const QList<Source> &sources);
//! \brief Whose text earlier turns have in them.
Concurrency::Contents contentsOf(const QList<Exchange> &history);
//! \brief The ids of the collections, and "?" where nobody knows.
QJsonArray toJson(const Concurrency::Contents &contents);
Concurrency::Contents contentsFromJson(const QJsonArray &array);

//! \brief The name under which Turn::details has the contents of the prompt that an answer was written from.
inline QString contentsDetail()
{
    return QStringLiteral("contents");
}

//! \brief What may be sent, and what stays.
template <class T>
struct Parted {
    QList<T> given, leftOut;
};
Parted<Retrieval::Passage> parted(const QList<Retrieval::Passage> &passages, const Net::Sealed &sealed);
Parted<Exchange> parted(const QList<Exchange> &history, const Net::Sealed &sealed);
//! \brief What is sealed, for a model that sends what it is told elsewhere; else nothing.
QCoro::Task<Result<Net::Sealed>> sealedFor(std::shared_ptr<Llm::ChatModel> model, Setup::AnswerSetupPtr setup);
//! \brief Why a question is not sent to a host; empty where it may be.
QString withheldQuestion(const Concurrency::Contents &question, const Net::Sealed &sealed, const QString &host);

} // namespace Heddle::Dialog
