// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

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
    case ErrorCode::Cancelled: return QStringLiteral("cancelled");
    case ErrorCode::Programming: break;
    }
    return QStringLiteral("programming");
}

} // namespace Heddle
