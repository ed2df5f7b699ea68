// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/pages/pagedocument.h"

namespace Heddle::TestSupport {

//! \brief A document that says what happens to it, a line each: "pages 12", "3 hang", "open crash", "sizes JSON".
//!
//! What a page may do: hang, crash, garbage, another (a reply to another request), flood, quit, broken, wait PATH (until that file
//! exists); deaf and mute are hang and crash when its words are read. Others are drawn in a colour of their own.
std::unique_ptr<Library::PageDocument> openPlayedPages(const Library::InputFile &file);

} // namespace Heddle::TestSupport
