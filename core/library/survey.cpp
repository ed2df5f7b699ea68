// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/survey.h"
#include "core/library/extract/format.h"
#include "core/library/scan.h"
#include <QFile>
#include <QHash>
#include <algorithm>

namespace Heddle::Library {

Result<FolderSurvey> surveyFolder(const QString &folder, std::stop_token stop)
{
    constexpr qsizetype NamedTypes = 3;
    HEDDLE_TRY_VALUE(const Scan scan, scanFolder(QFile::encodeName(folder).toStdString(), stop));
    FolderSurvey survey;
    survey.outOfReach = scan.unread.size();
    QHash<QString, qint64> others;
    for (qsizetype i = 0; i < scan.files.size(); ++i) {
        const ScannedFile file = scan.files.at(i);
        if (file.refusal.isEmpty() && formatOf(file.type)) {
            ++survey.documents;
            survey.bytes += file.stamp.size;
        } else {
            ++survey.otherTypes;
            if (!file.type.isEmpty())
                ++others[file.type];
        }
    }
    survey.types = others.keys();
    std::sort(survey.types.begin(), survey.types.end(),
        [&](const QString &a, const QString &b) { return others[a] != others[b] ? others[a] > others[b] : a < b; });
    survey.types = survey.types.mid(0, NamedTypes);
    return survey;
}

} // namespace Heddle::Library
