// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/format.h"
#include <QHash>

namespace Heddle::Library {

QString typeOf(const std::filesystem::path &file)
{
    return QString::fromStdString(file.extension().string()).mid(1).toLower();
}

std::optional<Format> formatOf(const QString &type)
{
    static const QHash<QString, Format> table {
        { QStringLiteral("txt"), Format::PlainText },
        { QStringLiteral("text"), Format::PlainText },
        { QStringLiteral("md"), Format::Markdown },
        { QStringLiteral("markdown"), Format::Markdown },
        { QStringLiteral("html"), Format::Html },
        { QStringLiteral("htm"), Format::Html },
        { QStringLiteral("xhtml"), Format::Html },
        { QStringLiteral("pdf"), Format::Pdf },
    };
    const auto found = table.constFind(type);
    return found == table.cend() ? std::nullopt : std::optional(*found);
}

} // namespace Heddle::Library
