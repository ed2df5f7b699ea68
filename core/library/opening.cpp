// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/opening.h"
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QMimeDatabase>
#include <QSet>
#include <algorithm>

namespace Heddle::Library {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

//! Extensions of what some system runs, installs or follows to somewhere else when it is opened.
bool isRunByName(const QString &name)
{
    static const QSet<QString> extensions = [] {
        QSet<QString> all;
        for (const char *extension : { "action", "app", "apk", "appimage", "application", "appref-ms", "bash", "bat", "bin", "chm", "cmd",
                 "com", "command", "cpl", "crx", "csh", "deb", "desktop", "directory", "dll", "dmg", "elf", "exe", "fish", "flatpak",
                 "flatpakref", "flatpakrepo", "gadget", "hta", "inf", "jar", "jnlp", "js", "jse", "ksh", "lnk", "lua", "mjs", "msc", "msi",
                 "msix", "msp", "mst", "osascript", "out", "php", "pif", "pkg", "pl", "prg", "ps1", "ps1xml", "psc1", "psm1", "py", "pyc",
                 "pyw", "pyz", "rb", "reg", "rpm", "run", "scf", "scpt", "scr", "service", "settingcontent-ms", "sh", "shb", "shs", "snap",
                 "so", "tcl", "terminal", "theme", "tool", "url", "vb", "vbe", "vbs", "webloc", "website", "workflow", "ws", "wsc", "wsf",
                 "wsh", "xpi", "zsh" })
            all += QLatin1String(extension);
        return all;
    }();
    return extensions.contains(name.section(QLatin1Char('.'), -1).trimmed().toLower()) && name.contains(QLatin1Char('.'));
}

bool isRunByType(const QMimeType &type)
{
    // What begins with #! is a sub-class of the first, as are the common script languages.
    static const QStringList runs = QStringLiteral(
        "application/x-executable application/x-sharedlib application/x-pie-executable application/x-desktop application/x-shellscript "
        "application/x-ms-dos-executable application/x-msdownload application/vnd.microsoft.portable-executable application/x-msi "
        "application/x-bat application/x-java-archive application/java-archive application/x-java-jnlp-file application/x-perl "
        "application/javascript text/javascript application/x-ruby application/x-php text/x-python application/x-mswinurl "
        "application/x-ms-shortcut application/x-mach-binary application/vnd.appimage application/x-iso9660-appimage "
        "application/vnd.flatpak.ref application/vnd.debian.binary-package application/x-deb application/x-rpm")
                                        .split(QLatin1Char(' '));
    return std::any_of(runs.cbegin(), runs.cend(), [&type](const QString &name) { return type.inherits(name); });
}

//! Content that is shown by a program and can't be one itself.
bool isNeverRun(const QMimeType &byContent)
{
    const QString name = byContent.name();
    if (name.startsWith(QLatin1String("image/")) || name.startsWith(QLatin1String("audio/")) || name.startsWith(QLatin1String("video/")))
        return !byContent.inherits(QStringLiteral("text/plain"));
    static const QStringList shown = QStringLiteral(
        "application/pdf application/postscript application/epub+zip application/zip application/x-ole-storage application/rtf")
                                         .split(QLatin1Char(' '));
    return std::any_of(shown.cbegin(), shown.cend(), [&byContent](const QString &type) { return byContent.inherits(type); });
}

} // namespace

QString whyNotToOpen(const QByteArray &path)
{
    const QFileInfo file(QFile::decodeName(path));
    if (!file.exists())
        return tr("The file is not there any more.");
    if (!file.isFile())
        return tr("It is not a file that holds a document.");
    const QFileInfo target(file.canonicalFilePath()); // the name of a link says nothing about what it leads to
    if (isRunByName(file.fileName()) || isRunByName(target.fileName()))
        return tr("Its name is that of a program, a script or a starter.");
    const QMimeDatabase types;
    const QMimeType byContent = types.mimeTypeForFile(target, QMimeDatabase::MatchContent);
    if (isRunByType(types.mimeTypeForFile(file, QMimeDatabase::MatchExtension))
        || isRunByType(types.mimeTypeForFile(target, QMimeDatabase::MatchExtension)) || isRunByType(byContent))
        return tr("It is a program, a script or a starter.");
    if (target.isExecutable() && !isNeverRun(byContent))
        return tr("Its permissions say that it can be run as a program.");
    return {};
}

} // namespace Heddle::Library
