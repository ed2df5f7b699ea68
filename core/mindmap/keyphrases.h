// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringList>

namespace Heddle::MindMap {

//! \brief What a text is about, in up to `most` phrases of one to four words as they are written in it, best first: words
//! that are no function words and stand together, by how often they occur, how many they are and whether the question has
//! them. No phrase holds only words of `known` (labels that are said already). Language: ISO 639-1. For a pool.
QStringList keyPhrases(const QString &text, const QString &language, const QString &question, const QStringList &known, int most);

} // namespace Heddle::MindMap
