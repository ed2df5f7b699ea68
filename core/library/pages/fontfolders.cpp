// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/pages/fontfolders.h"
#include <fontconfig/fontconfig.h>

namespace Heddle::Library {
namespace {

void add(FcStrList *list, QList<QByteArray> &folders)
{
    if (!list)
        return;
    while (const FcChar8 *name = FcStrListNext(list)) {
        const QByteArray folder(reinterpret_cast<const char *>(name));
        const bool below =
            std::any_of(folders.cbegin(), folders.cend(), [&folder](const QByteArray &known) { return folder.startsWith(known + '/'); });
        if (!below && folder != "/" && !folders.contains(folder))
            folders += folder;
    }
    FcStrListDone(list);
}

} // namespace

QList<QByteArray> fontFolders()
{
    FcInit();
    QList<QByteArray> folders { "/etc/fonts", "/usr/share/fontconfig" };
    add(FcConfigGetFontDirs(nullptr), folders); // a folder comes before those in it
    add(FcConfigGetCacheDirs(nullptr), folders);
    return folders;
}

} // namespace Heddle::Library
