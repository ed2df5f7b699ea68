// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <stop_token>
#include <vector>

namespace Heddle::MindMap {

//! One heading, list item, paragraph, table row or piece of code of an outline, and what it stands under.
struct OutlineItem {
    QString text; //!< still with its Markdown
    int parent; //!< index, or -1
    bool heading = false;
    bool code = false; //!< no Markdown in it
};

struct OutlineItems {
    std::vector<OutlineItem> items; //!< parents before what stands under them
    bool hasStructure = false; //!< anything more than prose
};

//! Reads the lines of an outline, as tolerant of a model's Markdown as a reader would be; what was read so far where \a stop was requested.
OutlineItems readOutline(const QString &markdown, std::stop_token stop);

} // namespace Heddle::MindMap
