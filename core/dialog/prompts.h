// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QMap>
#include <QString>

namespace Heddle::Dialog {

//! \brief A prompt of resources/prompts, by file name without ".txt". `values` stand for {{name}}; what they hold is text,
//! and is never looked at for another placeholder.
QString prompt(const QString &name, const QMap<QString, QString> &values = {});

} // namespace Heddle::Dialog
