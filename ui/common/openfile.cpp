// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/openfile.h"
#include "core/base/filename.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/deliver.h"
#include "ui/common/plaintext.h"
#include <QCoreApplication>
#include <QDesktopServices>
#include <QUrl>
#include <QWidget>

namespace Heddle::Ui {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Ui", text);
}

//! Byte by byte: a name that is not UTF-8 has no other address.
QUrl urlOf(const QByteArray &path)
{
    return QUrl::fromEncoded("file://" + path.toPercentEncoding("/"), QUrl::StrictMode);
}

void showRefusal(QWidget *parent, const QByteArray &path, const QString &why)
{
    const QString name = Text::withVisibleControls(displayName(path).section(QLatin1Char('/'), -1), Text::LineBreaks::Show);
    const QByteArray folder = path.left(path.lastIndexOf('/') + 1);
    showChoice(parent, tr("Heddle opens documents only"), tr("“%1” was not opened. %2").arg(name, why), tr("Open the folder"),
        [folder] { QDesktopServices::openUrl(urlOf(folder)); });
}

} // namespace

void openFile(QWidget *parent, Library::Catalog *catalog, Concurrency::TaskGroup *tasks, const QByteArray &path)
{
    if (path.isEmpty())
        return;
    deliver(tasks, parent, catalog->whyNotToOpen(path, tasks->token()), [parent, path](const Result<QString> &why) {
        if (!why && why.error().isCancelled())
            return;
        if (why && why->isEmpty())
            QDesktopServices::openUrl(urlOf(path));
        else
            showRefusal(parent, path, why ? *why : why.error().message);
    });
}

} // namespace Heddle::Ui
