// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/commands.h"
#include "ui/common/plaintext.h"
#include "ui/style/metrics.h"
#include <QCoreApplication>
#include <QDialog>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Ui", text);
}

QString keysOf(const Command &command)
{
    if (!command.keysText.isEmpty())
        return command.keysText;
    QStringList keys;
    for (const QKeySequence &key : command.keys)
        keys += key.toString(QKeySequence::NativeText);
    return keys.join(QLatin1String(", "));
}

} // namespace

void showShortcuts(QWidget *window, const QList<Command> &commands)
{
    QString html = QStringLiteral("<table cellpadding=\"4\">");
    for (const Command &command : commands) {
        if (const QString keys = keysOf(command); !keys.isEmpty())
            html += QStringLiteral("<tr><td><b>%1</b></td><td>%2</td></tr>").arg(keys.toHtmlEscaped(), command.title.toHtmlEscaped());
    }
    auto *dialog = new QDialog(window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("shortcuts"));
    dialog->setWindowTitle(tr("Keyboard shortcuts"));
    QLabel *label = markupLabel(html + QStringLiteral("</table>"));
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setContentsMargins(Metrics::WideGap, Metrics::WideGap, Metrics::WideGap, Metrics::WideGap);
    auto *scroll = new QScrollArea;
    scroll->setWidget(label);
    scroll->setFrameShape(QFrame::NoFrame);
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(scroll);
    dialog->resize(label->sizeHint().boundedTo(window->size()) + QSize(Metrics::WideGap, Metrics::Gap));
    dialog->show();
}

} // namespace Heddle::Ui
