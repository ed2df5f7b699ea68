// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/blockwriter.h"
#include "core/library/extract/blocklimits.h"

namespace Heddle::Library {
namespace {

//! The beginning of a text in at most `bytes` bytes of UTF-8, ending in «…» where it was cut.
QString cutTo(const QString &text, qsizetype bytes)
{
    if (text.size() <= bytes / 3 || text.toUtf8().size() <= bytes)
        return text;
    QString start = text.left(bytes);
    while (start.toUtf8().size() > bytes - 3)
        start.chop(std::max<qsizetype>(1, (start.toUtf8().size() - bytes + 3) / 3));
    if (start.back().isHighSurrogate())
        start.chop(1);
    return start + QChar(u'…');
}

} // namespace

bool BlockWriter::heading(int level, const QString &text)
{
    if (text.isEmpty())
        return true;
    leaveSections(level);
    const QStringList above = m_path;
    section(level, text);
    if (m_title.isEmpty())
        m_title = text.left(MaxTitle);
    return m_sink({ Block::Kind::Heading, text, above, m_page });
}

void BlockWriter::leaveSections(int level)
{
    while (!m_sections.isEmpty() && m_sections.last().level >= level)
        m_sections.removeLast();
    updatePath();
}

void BlockWriter::section(int level, const QString &heading)
{
    leaveSections(level);
    m_sections += { level, cutTo(heading, MaxHeading) };
    updatePath();
}

//! The headings of all sections. Where they are too many, the first and the last ones are kept.
void BlockWriter::updatePath()
{
    m_path.clear();
    qsizetype bytes = 0;
    for (qsizetype i = m_sections.size() - 1; i >= 0; --i) {
        const QString &heading = m_sections[i].heading;
        const qsizetype reserved = i > 0 ? m_sections.first().heading.toUtf8().size() : 0;
        const qsizetype size = heading.toUtf8().size();
        if (bytes + size + reserved > MaxHeadingPath)
            continue;
        bytes += size;
        m_path.prepend(heading);
    }
}

} // namespace Heddle::Library
