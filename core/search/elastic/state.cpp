// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/elastic/state.h"
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

namespace Heddle::Search::Elastic {

State State::read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    State state;
    state.library = json[QLatin1String("library")].toString();
    state.index = json[QLatin1String("index")].toString();
    state.generation = json[QLatin1String("generation")].toString();
    if (json[QLatin1String("applied")].isDouble())
        state.applied = json[QLatin1String("applied")].toInteger();
    state.rebuilding = json[QLatin1String("rebuilding")].toBool();
    state.interrupted = json[QLatin1String("interrupted")].toBool();
    state.model = json[QLatin1String("model")].toString();
    state.refused = json[QLatin1String("refused")].toInteger();
    state.refusedReason = json[QLatin1String("refused_reason")].toString();
    return state;
}

Status State::write(const QString &path) const
{
    QJsonObject json { { QStringLiteral("library"), library }, { QStringLiteral("index"), index },
        { QStringLiteral("generation"), generation }, { QStringLiteral("rebuilding"), rebuilding },
        { QStringLiteral("interrupted"), interrupted }, { QStringLiteral("model"), model }, { QStringLiteral("refused"), refused },
        { QStringLiteral("refused_reason"), refusedReason } };
    if (applied)
        json.insert(QStringLiteral("applied"), *applied);
    QSaveFile file(path);
    if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(json).toJson()) < 0
        || !file.commit()) {
        return Error { ErrorCode::StorageReadOnly,
            QCoreApplication::translate(
                "Heddle::Search", "%1 can't be written. Give your user the right to write there, or free some space.")
                .arg(QDir::toNativeSeparators(path)),
            file.errorString(), true };
    }
    return Done {};
}

} // namespace Heddle::Search::Elastic
