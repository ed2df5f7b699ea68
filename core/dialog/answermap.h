// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/citation.h"
#include "core/mindmap/mindmap.h"

namespace Heddle::Dialog {

//! \brief The mind map of a question, as it is kept with its answer: nodes name chunks, and the passages are copies.
struct AnswerMap {
    MindMap::Map map;
    bool written = false; //!< by a model; else made of headings and sentences
    QList<Source> passages {};
    QStringList notices {};
    QList<Retrieval::Sent> sent {};
    QString model {}; //!< that wrote it
    bool stopped = false;
};
QJsonObject toJson(const AnswerMap &map);
Result<AnswerMap> answerMapFromJson(const QJsonObject &object);

} // namespace Heddle::Dialog
