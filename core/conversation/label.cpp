// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/label.h"
#include <QCoreApplication>

namespace Heddle::Conversation {

QList<Label> allLabels()
{
    return { Label::Orange, Label::Yellow, Label::Green, Label::Blue, Label::Purple };
}

QString labelName(Label label)
{
    switch (label) {
    case Label::None: break;
    case Label::Orange: return QStringLiteral("orange");
    case Label::Yellow: return QStringLiteral("yellow");
    case Label::Green: return QStringLiteral("green");
    case Label::Blue: return QStringLiteral("blue");
    case Label::Purple: return QStringLiteral("purple");
    }
    return {};
}

Label labelFromName(const QString &name)
{
    for (const Label label : allLabels()) {
        if (labelName(label) == name)
            return label;
    }
    return Label::None;
}

QString labelTitle(Label label)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Heddle::Conversation", text); };
    switch (label) {
    case Label::None: break;
    case Label::Orange: return tr("Orange");
    case Label::Yellow: return tr("Yellow");
    case Label::Green: return tr("Green");
    case Label::Blue: return tr("Blue");
    case Label::Purple: return tr("Purple");
    }
    return tr("No label");
}

} // namespace Heddle::Conversation
