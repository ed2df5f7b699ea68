// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/blockwriter.h"
#include "core/library/extract/plainheadings.h"
#include "core/library/extract/textfile.h"

namespace Heddle::Library {
namespace {

constexpr qsizetype LongestParagraph = 1 << 16; //!< UTF-16 units; a longer one is handed on in parts, cut at white space

//! Splits a growing text at empty lines, and tells headings; the memory it needs is bounded whatever the file's size.
class ParagraphSplitter {
public:
    explicit ParagraphSplitter(const BlockSink &sink) : m_writer(sink) { }

    bool add(const QString &text)
    {
        m_rest += text;
        qsizetype from = 0;
        while (true) {
            qsizetype end = -1, next = -1;
            for (qsizetype i = m_rest.indexOf(QLatin1Char('\n'), from); i >= 0; i = m_rest.indexOf(QLatin1Char('\n'), i + 1)) {
                qsizetype j = i + 1;
                while (j < m_rest.size() && m_rest[j].isSpace() && m_rest[j] != QLatin1Char('\n'))
                    ++j;
                if (j < m_rest.size() && m_rest[j] == QLatin1Char('\n')) {
                    end = i;
                    next = j + 1;
                    break;
                }
                if (i - from > LongestParagraph) {
                    end = next = i;
                    break;
                }
            }
            if (end < 0 && m_rest.size() - from > 2 * LongestParagraph) {
                end = from + LongestParagraph;
                while (end > from + LongestParagraph / 2 && !m_rest[end].isSpace())
                    --end;
                if (m_rest[end].isLowSurrogate())
                    ++end;
                next = end;
            }
            if (end < 0)
                break;
            if (!hand(m_rest.mid(from, end - from)))
                return false;
            from = next;
        }
        m_rest.remove(0, from);
        return true;
    }
    bool finish() { return hand(std::exchange(m_rest, {})) && handWaiting({}); }
    QString title() const { return m_title; }

private:
    //! A paragraph waits for the next one, which tells whether a numbered line is a heading.
    bool hand(const QString &text)
    {
        const qsizetype first = std::find_if_not(text.cbegin(), text.cend(), [](QChar c) { return c.isSpace(); }) - text.cbegin();
        if (first == text.size())
            return true;
        const QString paragraph = text.mid(text.lastIndexOf(QLatin1Char('\n'), first) + 1);
        return handWaiting(paragraph) && (m_waiting = paragraph, true);
    }

    bool handWaiting(QStringView next)
    {
        const QString paragraph = std::exchange(m_waiting, {});
        if (paragraph.isEmpty())
            return true;
        const QList<PlainHeadings::Part> parts = m_headings.partsOf(paragraph, next);
        if (!m_any) {
            m_any = true;
            // A first line that reads like a title is one; a whole paragraph is not.
            const auto &heading = parts.first().heading;
            const QString line = heading ? heading->text : parts.first().text.section(QLatin1Char('\n'), 0, 0).trimmed();
            if (line.size() <= 250)
                m_title = line;
        }
        return std::all_of(parts.cbegin(), parts.cend(), [this](const PlainHeadings::Part &part) {
            return (!part.heading || m_writer.heading(part.heading->level, part.heading->text))
                && m_writer.hand(Block::Kind::Paragraph, part.text);
        });
    }

    BlockWriter m_writer;
    PlainHeadings m_headings;
    QString m_rest, m_title, m_waiting;
    bool m_any = false;
};

class PlainText : public Extractor {
public:
    Result<Extracted> extract(const InputFile &file, const BlockSink &sink) const override
    {
        ParagraphSplitter splitter(sink);
        HEDDLE_TRY_VALUE(const auto charset, readTextFile(file, {}, [&](const QString &text) { return splitter.add(text) && sink({}); }));
        if (!splitter.finish())
            return Error::cancelled();
        Extracted extracted;
        extracted.title = splitter.title();
        extracted.charset = charset.name;
        extracted.charsetCertain = charset.certain;
        return extracted;
    }
};

} // namespace

std::unique_ptr<Extractor> makePlainTextExtractor()
{
    return std::make_unique<PlainText>();
}

} // namespace Heddle::Library
