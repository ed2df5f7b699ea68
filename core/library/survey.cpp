// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/survey.h"
#include "core/library/extract/extractionprocess.h"
#include "core/library/extract/format.h"
#include "core/library/reach.h"
#include "core/library/scan.h"
#include <QDeadlineTimer>
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

Result<ScanCount> countScans(const QString &folder, std::stop_token stop, std::chrono::milliseconds limit)
{
    constexpr int Pages = 8; // of a file
    const QDeadlineTimer end(limit);
    const std::filesystem::path root = QFile::encodeName(folder).toStdString();
    HEDDLE_TRY_VALUE(const Scan scan, scanFolder(root, stop));
    ExtractionLimits limits;
    limits.silence = std::chrono::seconds(2);
    limits.total = std::chrono::seconds(5);
    ExtractionProcess process(limits);
    ScanCount count;
    for (qsizetype i = 0; i < scan.files.size(); ++i) {
        const ScannedFile file = scan.files.at(i);
        if (!file.refusal.isEmpty() || formatOf(file.type) != Format::Pdf)
            continue;
        if (stop.stop_requested())
            return Error::cancelled();
        if (end.hasExpired()) {
            count.isAtLeast = true;
            break;
        }
        const auto opened = openWithinReach(root, file.path, stop);
        if (!opened)
            continue;
        const auto seen = process.look(*opened->file, Pages, stop);
        if (!seen && seen.error().isCancelled())
            return seen.error();
        if (!seen && seen.error().code == ErrorCode::Programming)
            return seen.error(); // there is no reader
        if (seen && seen->pages > 0 && seen->pagesWithoutText == seen->pages)
            ++count.scans;
    }
    return count;
}

} // namespace Heddle::Library
