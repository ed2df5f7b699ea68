// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/mindmap/mindmap.h"
#include <stop_token>

namespace Heddle::MindMap {

//! \brief What a text in Markdown came to.
struct Outline {
    Map map; //!< its root: the one top heading, else the question
    int leftOut = 0; //!< nodes beyond MostNodes
    bool isEmpty() const { return map.size() <= 1 && !named; }
    bool named = false; //!< the root is a heading of the text
    bool isOutline = false; //!< there was a heading, a list or a table, and not only prose
};

constexpr int MostNodes = 5'000; //!< of one outline; more than anybody reads

//! \brief Reads an outline as models and people write it: headings of any depth (with or without a space, underlined, or a
//! line in bold), lists of any depth (bullets, numbers, tabs, indentation alone), paragraphs and code as leaves, a table as
//! its header with its rows below. Emphasis is taken off; a think block in front and a fence around everything are seen
//! through; what stands outside of any heading hangs on the root. Nothing that was written is lost. `chunks`: markers [n]
//! mean the nth of them, become sources and leave the label; empty: they stay. Linear in the text; for the inference pool.
Outline parseOutline(const QString &markdown, const QString &question, const QStringList &chunks = {}, std::stop_token stop = {});

//! \brief The map as Markdown: a heading and a nested list; what no passage supports ends with "_(no source)_". parseOutline() gives the
//! same tree again.
QString printOutline(const Map &map);

//! \brief A line of Markdown without emphasis, links and escapes.
QString plainText(const QString &inlineMarkdown);

} // namespace Heddle::MindMap
