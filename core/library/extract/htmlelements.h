// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/htmltokenizer.h"
#include <QSet>
#include <initializer_list>

namespace Heddle::Library {

// What is to be known of an element by its name and attributes.

bool isOneOf(const QString &name, std::initializer_list<const char *> names);
QSet<QString> setOf(std::initializer_list<const char *> names);
//! \brief What is never text for a reader.
bool isSkipped(const QString &name);
bool isBlock(const QString &name);
//! \brief Elements without an end tag.
bool isEmpty(const QString &name);
//! \brief Shown as a box of its own in the line, so that words on its sides are apart.
bool isBox(const QString &name);
bool isPreformatted(const QString &name);
int headingLevel(const QString &name, const HtmlTokenizer::Attributes &attributes);
bool isHiddenElement(const QString &name, const HtmlTokenizer::Attributes &attributes);
//! \brief What is hidden from those who hear the page: signs and pictures, or a second form of what stands beside it.
bool isDecoration(const QString &name, const HtmlTokenizer::Attributes &attributes);
//! \brief Named signs, which are letters only for the font that draws them, and the formulas of which the readable form stands beside them.
bool isDrawn(const HtmlTokenizer::Attributes &attributes);
bool isShownAsBlock(const QString &name, const HtmlTokenizer::Attributes &attributes);

} // namespace Heddle::Library
