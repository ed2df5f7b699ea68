// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/progresstext.h"
#include <QCoreApplication>
#include <QLocale>

namespace Heddle::Ui {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Ui", text);
}

QString timeLeft(double seconds)
{
    constexpr qint64 Minute = 60, Hour = 3600;
    const auto whole = qint64(seconds + 0.5);
    if (whole < Minute)
        return tr("%1 s left").arg(whole);
    if (whole < 2 * Hour)
        return tr("%1 min left").arg((whole + Minute / 2) / Minute);
    return tr("%1 h left").arg((whole + Hour / 2) / Hour);
}

} // namespace

QString stageText(const Library::IndexProgress &progress)
{
    using Stage = Library::IndexProgress::Stage;
    switch (progress.stage) {
    case Stage::Waiting: return tr("Waiting");
    case Stage::Scanning: return tr("Looking for files");
    case Stage::Removing: return tr("Removing");
    case Stage::Reading: return tr("Reading");
    case Stage::Finishing: return tr("Cleaning up");
    case Stage::Embedding: return tr("Embedding");
    }
    return {};
}

QString progressText(const Library::IndexProgress &progress)
{
    using Stage = Library::IndexProgress::Stage;
    const QLocale locale;
    if (progress.paused && progress.files == 0)
        return tr("Reading is paused");
    if (progress.stage == Stage::Waiting)
        return tr("Another program is indexing here; waiting for it");
    if (progress.stage == Stage::Scanning)
        return tr("Looking for files");
    if (progress.stage == Stage::Removing) {
        const QString files = tr("Removing: %1 of %2 files").arg(locale.toString(progress.done), locale.toString(progress.files));
        return progress.paused ? tr("%1 · paused").arg(files) : files;
    }
    if (progress.stage == Stage::Finishing)
        return tr("Cleaning up the index");
    const bool embedding = progress.stage == Stage::Embedding;
    if (embedding && progress.files == 0)
        return tr("Looking for passages to embed");
    const QString files =
        (embedding ? tr("%1 of %2 passages") : tr("%1 of %2")).arg(locale.toString(progress.done), locale.toString(progress.files));
    if (progress.paused)
        return tr("%1 · paused").arg(files);
    QString text = tr("%1 · %2 a second").arg(files, locale.toString(progress.filesPerSecond, 'f', 0));
    if (progress.secondsLeft >= 0)
        text += QStringLiteral(" · ") + timeLeft(progress.secondsLeft);
    return text;
}

} // namespace Heddle::Ui
