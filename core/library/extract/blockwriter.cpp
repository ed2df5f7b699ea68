// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/blockwriter.h"

namespace Heddle::Library {

bool BlockWriter::heading(int level, const QString &text)
{
    if (text.isEmpty())
        return true;
    while (!m_levels.isEmpty() && m_levels.last() >= level) {
        m_levels.removeLast();
        m_path.removeLast();
    }
    const QStringList above = m_path;
    m_levels += level;
    m_path += text;
    if (m_title.isEmpty())
        m_title = text;
    return m_sink({ Block::Kind::Heading, text, above, m_page });
}

bool BlockWriter::tableHeader(QStringList cells)
{
    m_header = std::move(cells); // its words come with each row
    return true;
}

bool BlockWriter::row(QStringList cells)
{
    for (qsizetype i = 0; i < cells.size() && i < m_header.size(); ++i) {
        if (!m_header[i].isEmpty() && !cells[i].isEmpty())
            cells[i] = m_header[i] + QLatin1String(": ") + cells[i];
    }
    cells.removeAll(QString());
    return hand(Block::Kind::TableRow, cells.join(QLatin1String(" | ")));
}

} // namespace Heddle::Library
