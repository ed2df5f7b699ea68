// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/local/vectors/vectormodels.h"
#include "core/base/ids.h"
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace Heddle::Search {

QString VectorModels::folderOf(const QString &model) const
{
    return m_folder + QLatin1Char('/') + contentId({ model.toUtf8() });
}

QString VectorModels::activeModel() const
{
    QFile file(m_folder + QLatin1String("/active"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

std::shared_ptr<VectorIndex> VectorModels::index(const QString &model)
{
    const std::lock_guard lock(m_mutex);
    auto &index = m_indexes[model];
    if (!index)
        index = std::make_shared<VectorIndex>(folderOf(model), model);
    return index;
}

Status VectorModels::activate(const QString &model)
{
    if (activeModel() != model) {
        QSaveFile file(m_folder + QLatin1String("/active"));
        if (!QDir().mkpath(m_folder) || !file.open(QIODevice::WriteOnly) || file.write(model.toUtf8()) < 0 || !file.commit()) {
            return Error { ErrorCode::StorageReadOnly,
                QCoreApplication::translate(
                    "Heddle::Search", "%1 can't be written. Make room on that disk, or give your user the right to write there.")
                    .arg(QDir::toNativeSeparators(m_folder)),
                file.errorString(), false };
        }
    }
    const std::lock_guard lock(m_mutex);
    const QString kept = QDir(folderOf(model)).dirName();
    for (const QString &name : QDir(m_folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (name != kept)
            QDir(m_folder + QLatin1Char('/') + name).removeRecursively(); // what is mapped stays readable until it is let go
    }
    m_indexes.removeIf([&model](const auto &entry) { return entry.key() != model; });
    return Done {};
}

} // namespace Heddle::Search
