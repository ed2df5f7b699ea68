// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>

namespace Heddle::Conversation {

//! \brief The colour that the user marked a conversation with.
enum class Label { None, Orange, Yellow, Green, Blue, Purple };

//! \brief All of them but None, in the order in which they are offered.
QList<Label> allLabels();
//! \brief A stable word for files: "orange"; empty for None.
QString labelName(Label label);
//! \brief None for a word that this version doesn't know.
Label labelFromName(const QString &name);
//! \brief For people: "Orange", "No label".
QString labelTitle(Label label);

} // namespace Heddle::Conversation
