// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/prompts.h"
#include <QFile>
#include <QRegularExpression>

// Outside of any namespace, as the macro asks for: a static library's resources are linked only when they are named.
static void initPrompts()
{
    Q_INIT_RESOURCE(prompts);
}

namespace Heddle::Dialog {

QString prompt(const QString &name, const QMap<QString, QString> &values)
{
    initPrompts();
    QFile file(QStringLiteral(":/prompts/%1.txt").arg(name));
    const bool found = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(found, "prompt", qUtf8Printable(name));
    if (!found)
        return {};
    const QString text = QString::fromUtf8(file.readAll()).trimmed();
    static const QRegularExpression placeholder(QStringLiteral("\\{\\{([a-z]+)\\}\\}"));
    QString filled;
    qsizetype from = 0;
    for (auto it = placeholder.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        filled += QStringView(text).mid(from, match.capturedStart() - from);
        filled += values.value(match.captured(1));
        from = match.capturedEnd();
    }
    return filled + text.mid(from);
}

} // namespace Heddle::Dialog
