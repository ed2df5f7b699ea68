// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/samplelibrary.h"
#include <QRegularExpression>

namespace Heddle::Library {

QList<qint64> collectionsAskedByDefault(const QList<Storage::CollectionRow> &rows, const QString &sampleFolder, const QString &question)
{
    static const QRegularExpression name(QStringLiteral("\\bheddle(-cli)?\\b"), QRegularExpression::CaseInsensitiveOption);
    if (sampleFolder.isEmpty() || name.match(question).hasMatch())
        return {};
    QList<qint64> own;
    bool hasSample = false, hasDocuments = false;
    for (const Storage::CollectionRow &row : rows) {
        if (row.folders == QStringList(sampleFolder)) {
            hasSample = true;
            continue;
        }
        own += row.id;
        hasDocuments = hasDocuments || row.filesByState.value(QStringLiteral("ready")) > 0;
    }
    return hasSample && hasDocuments ? own : QList<qint64>();
}

} // namespace Heddle::Library
