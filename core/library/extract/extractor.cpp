// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/extractor.h"
#include <QHash>

namespace Heddle::Library {

const Extractor *extractorFor(const QString &type)
{
    static const auto plain = makePlainTextExtractor();
    static const auto markdown = makeMarkdownExtractor();
    static const auto html = makeHtmlExtractor();
    static const auto pdf = makePdfExtractor();
    static const QHash<QString, const Extractor *> table {
        { QStringLiteral("txt"), plain.get() },
        { QStringLiteral("text"), plain.get() },
        { QStringLiteral("md"), markdown.get() },
        { QStringLiteral("markdown"), markdown.get() },
        { QStringLiteral("html"), html.get() },
        { QStringLiteral("htm"), html.get() },
        { QStringLiteral("xhtml"), html.get() },
        { QStringLiteral("pdf"), pdf.get() },
    };
    return table.value(type);
}

QString typeOf(const std::filesystem::path &file)
{
    return QString::fromStdString(file.extension().string()).mid(1).toLower();
}

} // namespace Heddle::Library
