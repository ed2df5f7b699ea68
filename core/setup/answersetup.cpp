// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/setup/answersetup.h"
#include <QCoreApplication>

namespace Heddle::Setup {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Setup", text);
}

} // namespace

QString describeSearch(const AnswerSetup &setup)
{
    const Tuning &tuning = setup.tuning;
    QStringList parts;
    parts += setup.embedder ? tr("words %1 and meaning %2 (%3)").arg(tuning.textWeight).arg(tuning.vectorWeight).arg(setup.embedder->name())
                            : tr("words");
    parts += tr("%1 passages of each").arg(tuning.depth);
    parts += setup.reranker ? tr("%1 reranks %2").arg(setup.reranker->name()).arg(tuning.rerankWindow) : tr("no reranker");
    if (const QString host = setup.engine->host(); !host.isEmpty())
        parts += host;
    return parts.join(QLatin1String(", "));
}

} // namespace Heddle::Setup
