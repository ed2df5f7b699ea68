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
    const auto whole = qint64(seconds + 0.5);
    return whole < 60 ? tr("%1 s left").arg(whole) : tr("%1 min %2 s left").arg(whole / 60).arg(whole % 60);
}

} // namespace

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
    const QString files = (embedding ? tr("%1 of %2 passages embedded") : tr("%1 of %2 files"))
                              .arg(locale.toString(progress.done), locale.toString(progress.files));
    if (progress.paused)
        return tr("%1 · paused").arg(files);
    QString text = tr("%1 · %2/s").arg(files, locale.toString(progress.filesPerSecond, 'f', 0));
    if (progress.secondsLeft >= 0)
        text += QStringLiteral(" · ") + timeLeft(progress.secondsLeft);
    return text;
}

} // namespace Heddle::Ui
