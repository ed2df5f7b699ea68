// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace Heddle::Text {

enum class WebLinks {
    Text, //!< an address is text like any other
    Marked //!< an address to http, https or mailto stands between AddressOpen and AddressClose
};
constexpr char16_t AddressOpen = 0xe002, AddressClose = 0xe003;

//! \brief An answer in Markdown (CommonMark with tables, task lists, strikethrough) as HTML without attributes of its own.
//! HTML in the answer is shown as the text that it is; links become their text with the address behind it, so that everybody sees
//! where they lead, and none is live; images become their description; tables too wide to read stay text.
QString markdownToHtml(const QString &markdown, WebLinks links = WebLinks::Text);

//! \brief A Markdown text of other people's making as one that any program may show: no image, no HTML, and no link but to http,
//! https and mailto is left in it; they read as the text that they are. Code stays as it is.
QString inertMarkdown(const QString &markdown);

//! \brief Up to where a Markdown text that still grows can be rendered for good: behind a blank line outside of code,
//! lists and tables; 0 where there is none.
qsizetype stableEnd(const QString &markdown);

} // namespace Heddle::Text
