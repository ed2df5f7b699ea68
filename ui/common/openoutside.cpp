// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/openoutside.h"
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
        [folder] { openFolder(folder); });
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

void openFolder(const QByteArray &path)
{
    QDesktopServices::openUrl(urlOf(path.endsWith('/') ? path : path + '/'));
}

std::optional<QUrl> webAddress(const QString &address)
{
    const QUrl url(address);
    if (!url.isValid() || !url.userInfo().isEmpty())
        return {};
    const QString scheme = url.scheme();
    if ((scheme == QLatin1String("http") || scheme == QLatin1String("https")) && !url.host().isEmpty())
        return url;
    if (scheme == QLatin1String("mailto") && !url.path().isEmpty() && !url.query().contains(QLatin1String("attach"), Qt::CaseInsensitive))
        return url;
    return {};
}

void openAddress(QWidget *parent, const QUrl &address)
{
    const bool mail = address.scheme() == QLatin1String("mailto");
    // Encoded: letters of other scripts that look like Latin ones show as what they are.
    const QString shown = address.toString(QUrl::FullyEncoded);
    showChoice(parent, mail ? tr("Write a message?") : tr("Leave Heddle?"),
        tr("A text that Heddle didn't write leads to this address. Open it only if you know it, and if it holds nothing that should stay "
           "here.\n\n%1")
            .arg(shown),
        mail ? tr("Write") : tr("Open"), [address] { QDesktopServices::openUrl(address); });
}

} // namespace Heddle::Ui
