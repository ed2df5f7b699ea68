// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/promptbuilder.h"
#include "core/search/query.h"
#include <memory>

namespace Heddle::Dialog {

//! \brief Whether a question says what it is about only together with the one before it: pronouns, fragments.
bool needsContext(const QString &question);

//! \brief The content words of the latest question that stands alone and of those after it, which `question` doesn't have; separated
//! by spaces, as they were typed.
QString carriedWords(const QString &question, const QList<Exchange> &history);

//! \brief A question that a model wrote again, or what it made of one.
struct Rewritten {
    QString text; //!< empty: it did not work, the question stays what it is
    qint64 sentBytes = 0;
};
using ModelPtr = std::shared_ptr<Llm::ChatModel>;

//! \brief The question so that it stands alone. At most 5 s; whatever goes wrong leaves it as it is, and so does a rewriting
//! that addsFacts().
QCoro::Task<Rewritten> standAlone(ModelPtr model, QString question, QList<Exchange> history, Concurrency::Context context);
//! \brief The question in other languages, a line each. At most 5 s.
QCoro::Task<Rewritten> translated(ModelPtr model, QString question, QStringList languages, Concurrency::Context context);
//! \brief More words to search for. At most 5 s.
QCoro::Task<Rewritten> keywords(ModelPtr model, QString question, Concurrency::Context context);
//! \brief A title of a few words. At most 30 s.
QCoro::Task<Rewritten> title(ModelPtr model, QString question, Concurrency::Context context);

//! \brief Whether a rewritten question has a name or a number that neither the question nor the turns before it have: the model made
//! it up, and it would be searched for.
bool addsFacts(const QString &rewritten, const QString &question, const QList<Exchange> &history);
//! \brief Returns what is searched for: the rewritten question, with the original below it where that has words of its own.
QString withOriginal(const QString &rewritten, const QString &original);

} // namespace Heddle::Dialog
