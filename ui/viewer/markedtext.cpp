// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/markedtext.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QSet>
#include <QTextCursor>
#include <QTextDocument>
#include <algorithm>

namespace Heddle::Ui {
namespace {

class Inserter {
public:
    Inserter(QTextDocument *document, const MarkedText &marked, const QPalette &palette) : m_cursor(document), m_marked(marked)
    {
        constexpr int LineHeight = 145; // per cent
        m_block.setLineHeight(LineHeight, QTextBlockFormat::ProportionalHeight);
        m_block.setBottomMargin(Metrics::Gap);
        m_passage.setBackground(Style::tokensOf(palette).subtle);
        m_sentence.setBackground(Style::tokensOf(palette).mark);
        for (const QString &path : marked.headings) {
            for (const QString &title : path.split(QStringLiteral(" › ")))
                m_titles += title;
        }
    }

    void insert()
    {
        const QString &text = m_marked.text;
        for (qsizetype at = 0; at < text.size();) {
            qsizetype end = text.indexOf(QLatin1String("\n\n"), at);
            if (end < 0)
                end = text.size();
            if (at > 0)
                m_cursor.insertBlock(m_block);
            else
                m_cursor.setBlockFormat(m_block);
            insertParagraph(at, end);
            at = end;
            while (at < text.size() && text[at] == QLatin1Char('\n'))
                ++at;
        }
    }
    int markPosition() const { return std::max(0, m_markAt); }

private:
    //! In up to five pieces: before, passage, sentence, passage, after.
    void insertParagraph(qsizetype start, qsizetype end)
    {
        const bool title = m_titles.contains(m_marked.text.mid(start, end - start));
        const MarkedText::Range &passage = m_marked.passage, &sentence = m_marked.sentence;
        const std::pair<qsizetype, const QTextCharFormat *> pieces[] = { { passage.start, &m_plain }, { sentence.start, &m_passage },
            { sentence.end, &m_sentence }, { passage.end, &m_passage }, { m_marked.text.size(), &m_plain } };
        qsizetype from = start;
        for (const auto &[limit, format] : pieces) {
            const qsizetype until = std::clamp(limit, from, end);
            if (until > from) {
                if (format == &m_sentence && m_markAt < 0)
                    m_markAt = m_cursor.position();
                QTextCharFormat used = *format;
                if (title)
                    used.setFontWeight(QFont::Bold);
                m_cursor.insertText(m_marked.text.mid(from, until - from).replace(QLatin1Char('\n'), QChar(QChar::LineSeparator)), used);
            }
            from = until;
        }
    }

    QTextCursor m_cursor;
    const MarkedText &m_marked;
    QTextBlockFormat m_block;
    QTextCharFormat m_plain, m_passage, m_sentence;
    QSet<QString> m_titles;
    int m_markAt = -1;
};

} // namespace

int insertMarked(QTextDocument *document, const MarkedText &marked, const QPalette &palette)
{
    Inserter inserter(document, marked, palette);
    inserter.insert();
    return inserter.markPosition();
}

} // namespace Heddle::Ui
