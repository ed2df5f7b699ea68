// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/choosefile.h"
#include <QFileDialog>

namespace Heddle::Ui {

void chooseFile(
    QWidget *parent, const QString &title, const QString &name, const QString &suffix, std::function<void(const QString &)> chosen)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->selectFile(name + QLatin1Char('.') + suffix);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

} // namespace Heddle::Ui
