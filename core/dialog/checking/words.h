// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QCoreApplication>
#include <QString>

namespace Heddle::Dialog {

//! \brief A reason of the check in the language of the interface.
inline QString checkText(const char *text)
{
    return QCoreApplication::translate("Heddle::Dialog", text);
}

//! \brief "the passage says six weeks, the answer nine"
inline QString bothSides(const QString &passage, const QString &answer)
{
    return checkText("the passage says “%1”, the answer “%2”").arg(passage, answer);
}

} // namespace Heddle::Dialog
