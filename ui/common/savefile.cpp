// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/savefile.h"
#include <QCoreApplication>
#include <QFileDialog>
#include <QSaveFile>

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

Status saveFile(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Error { ErrorCode::StorageReadOnly,
            QCoreApplication::translate("Heddle::Ui", "%1 could not be written: %2. Choose another place.").arg(path, file.errorString()),
            {}, false };
    return Done {};
}

} // namespace Heddle::Ui
