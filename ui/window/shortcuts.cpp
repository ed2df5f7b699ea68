// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/shortcuts.h"
#include "ui/common/plaintext.h"
#include "ui/style/metrics.h"
#include <QCoreApplication>
#include <QDialog>
#include <QLabel>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Ui", text);
}

} // namespace

void showShortcuts(QWidget *window)
{
    const std::pair<const char *, QString> keys[] = { { "Ctrl+L", tr("Go to the question field") }, { "Ctrl+N", tr("New conversation") },
        { "Ctrl+F", tr("Find in the conversation, in the document beside it, or a file in the library") },
        { "Ctrl+1", tr("Conversations") }, { "Ctrl+2", tr("Library") }, { "Ctrl+3", tr("Mind map") },
        { "Ctrl+4", tr("Activity: threads and calls") }, { "Ctrl+5", tr("Settings") },
        { "Ctrl+B", tr("Show or hide the list of conversations") }, { "Alt+1 … Alt+9", tr("Open a citation of the last answer") },
        { "F6", tr("Go to the next part of the window") }, { "Shift+Enter", tr("A new line in the question") },
        { "Tab, Enter", tr("Go from citation to citation, and open it") }, { "Ctrl+Shift+R", tr("Another answer to the last question") },
        { "Ctrl+Shift+C", tr("Copy the last answer") }, { "Esc, Ctrl+.", tr("Close what is on top; stop the answer") },
        { "+ − 0", tr("Larger, smaller, page width (in a PDF)") }, { "F1", tr("This list") } };
    QString html = QStringLiteral("<table cellpadding=\"4\">");
    for (const auto &[key, text] : keys)
        html += QStringLiteral("<tr><td><b>%1</b></td><td>%2</td></tr>").arg(QString::fromUtf8(key), text.toHtmlEscaped());
    auto *dialog = new QDialog(window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("shortcuts"));
    dialog->setWindowTitle(tr("Keys"));
    QLabel *label = markupLabel(html + QStringLiteral("</table>"));
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(Metrics::WideGap, Metrics::WideGap, Metrics::WideGap, Metrics::WideGap);
    column->addWidget(label);
    dialog->show();
}

} // namespace Heddle::Ui
