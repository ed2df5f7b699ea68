// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Heddle::TestSupport {

//! \brief The colour of a page of a played document, 0xffRRGGBB.
constexpr unsigned playedColor(int page)
{
    return 0xff000000U | (0x00204060U + unsigned(page) * 7U);
}

} // namespace Heddle::TestSupport
