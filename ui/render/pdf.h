// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QString>

namespace Heddle::Render {

//! \brief A document in HTML as PDF pages (A4). Needs a QGuiApplication; the offscreen platform will do.
QByteArray htmlToPdf(const QString &html, const QString &title);

} // namespace Heddle::Render
