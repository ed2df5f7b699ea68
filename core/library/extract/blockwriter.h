// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/extractor.h"

namespace Heddle::Library {

//! \brief Turns headings and other texts as a parser meets them into blocks with their heading path. Every function returns false
//! once the sink asked to stop. Heading paths are cut to the limit of blocklimits.h.
class BlockWriter {
public:
    explicit BlockWriter(const BlockSink &sink) : m_sink(sink) { }

    void setPage(int page) { m_page = page; }
    //! \brief `level`: a heading ends the sections of its own level and of greater numbers.
    bool heading(int level, const QString &text);
    //! \brief Begins a section whose heading is not part of the text: it only stands in the paths of the blocks below it.
    void section(int level, const QString &heading);
    bool hand(Block::Kind kind, QString text) { return text.isEmpty() || m_sink({ kind, std::move(text), m_path, m_page }); }
    //! \brief The first heading.
    QString title() const { return m_title; }

private:
    struct Section {
        int level;
        QString heading; //!< cut to its limit
    };
    void leaveSections(int level);
    void updatePath();

    const BlockSink &m_sink;
    QList<Section> m_sections;
    QStringList m_path; //!< the headings of the sections, cut to its limit
    QString m_title;
    int m_page = 0;
};

} // namespace Heddle::Library
