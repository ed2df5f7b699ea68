// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include <QHash>

namespace Heddle {

QString errorName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Transport: return QStringLiteral("transport");
    case ErrorCode::Unreachable: return QStringLiteral("unreachable");
    case ErrorCode::Timeout: return QStringLiteral("timeout");
    case ErrorCode::Protocol: return QStringLiteral("protocol");
    case ErrorCode::Provider: return QStringLiteral("provider");
    case ErrorCode::ContextExceeded: return QStringLiteral("context_exceeded");
    case ErrorCode::Storage: return QStringLiteral("storage");
    case ErrorCode::StorageCorrupt: return QStringLiteral("storage_corrupt");
    case ErrorCode::StorageNewer: return QStringLiteral("storage_newer");
    case ErrorCode::StorageReadOnly: return QStringLiteral("storage_read_only");
    case ErrorCode::StorageFull: return QStringLiteral("storage_full");
    case ErrorCode::StorageBusy: return QStringLiteral("storage_busy");
    case ErrorCode::Locked: return QStringLiteral("locked");
    case ErrorCode::IndexUnavailable: return QStringLiteral("index_unavailable");
    case ErrorCode::Input: return QStringLiteral("input");
    case ErrorCode::Unreadable: return QStringLiteral("unreadable");
    case ErrorCode::NotFound: return QStringLiteral("not_found");
    case ErrorCode::NoText: return QStringLiteral("no_text");
    case ErrorCode::Withheld: return QStringLiteral("withheld");
    case ErrorCode::Cancelled: return QStringLiteral("cancelled");
    case ErrorCode::Programming: break;
    }
    return QStringLiteral("programming");
}

std::optional<ErrorCode> errorFromName(const QString &name)
{
    // The switch above is the only list of names, so that a new code can't be forgotten here.
    static const QHash<QString, ErrorCode> codes = [] {
        QHash<QString, ErrorCode> made;
        for (int code = int(ErrorCode::Transport); code <= int(ErrorCode::Programming); ++code)
            made.insert(errorName(ErrorCode(code)), ErrorCode(code)); // a number that is no code is named as Programming, the last
        return made;
    }();
    const auto found = codes.constFind(name);
    return found == codes.cend() ? std::nullopt : std::optional(*found);
}

} // namespace Heddle
