// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QColor>
#include <QPalette>
#include <QString>

namespace Heddle::Ui::RichText {

//! \brief Escapes plain text and turns its line ends into breaks.
QString withBreaks(const QString &text);

//! \brief A paragraph in one colour; `style`: more CSS for it. `html` is taken as it is.
QString paragraph(const QString &html, const QColor &color, const QString &style = {});

//! \brief A paragraph of the program's own words, in the program's writing direction whatever script it quotes first.
QString said(const QString &html, const QColor &color);

//! \brief A paragraph of things to click, in the program's writing direction; `style`: CSS for it.
QString row(const QString &html, const QString &style);
//! \brief Two texts beside each other, at the beginning and at the end of the line in the program's writing direction. The
//! first stays on one line.
QString columns(const QString &first, const QString &last);

//! \brief What Text::markdownToHtml() has made, with the looks that a text document lacks: heights of lines in pixels, tables with thin
//! lines, grounds behind code.
QString dressed(QString html, int lineHeight, const QPalette &palette);

//! \brief Part of a paragraph, smaller than the rest.
QString small(const QString &html, const QColor &color);

} // namespace Heddle::Ui::RichText
