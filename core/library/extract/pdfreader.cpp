// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/pdfreader.h"
#include "core/library/extract/documenttitle.h"
#include "core/text/language.h"
#include <QCoreApplication>

namespace Heddle::Library {
namespace {

constexpr int BatchPages = 300;
constexpr qsizetype BatchWords = 300'000;
constexpr qsizetype LongestParagraph = 20'000; //!< UTF-16 units that may wait for the next page
constexpr qsizetype StartLetters = 20'000;

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

QString lettersOf(const QString &text)
{
    QString letters;
    for (const QChar c : text) {
        if (c.isLetterOrNumber())
            letters += c.toLower();
    }
    return letters;
}

qsizetype countLetters(const QString &text)
{
    return std::count_if(text.cbegin(), text.cend(), [](QChar c) { return c.isLetterOrNumber(); });
}

} // namespace

PdfReader::PdfReader(const PdfFile &file, const BlockSink &sink)
    : m_file(file), m_sink(sink), m_writer(sink), m_headings(file.outline(), file.pages())
{ }

Result<Extracted> PdfReader::read()
{
    m_extracted.pages = m_file.pages();
    for (int i = 0; i < m_extracted.pages; ++i) {
        if (!m_sink({})) // a page may have no text, and take long
            return Error::cancelled();
        Page page;
        take(i, page);
        m_words += page.words.size();
        m_batch += std::move(page);
        if ((m_batch.size() >= BatchPages || m_words >= BatchWords) && !finishBatch())
            return Error::cancelled();
    }
    if (!finishBatch() || !emitPending() || (m_anyText && !emitProperties(1)))
        return Error::cancelled();
    m_extracted.title = title();
    return m_extracted;
}

void PdfReader::take(int index, Page &page)
{
    page.lines.number = index + 1;
    const std::unique_ptr<PdfPage> pdfPage = m_file.page(index);
    if (!pdfPage)
        return;
    PdfText text = pdfPage->text(m_fonts);
    page.words = std::move(text.words);
    page.unreadable = text.unreadable;
    page.comments = pdfPage->comments();
    page.lines.size = pdfPage->size();
    page.geometry = pdfPage->geometry();
    for (const PageWord &word : std::as_const(page.words))
        m_readable.see(word);
}

bool PdfReader::finishBatch()
{
    QList<PageLines> lines;
    for (Page &page : m_batch) {
        layOut(page);
        lines += std::move(page.lines);
        if (!m_sink({}))
            return false;
    }
    removeRunningHeads(lines);
    QString sample;
    for (qsizetype i = 0; i < m_batch.size(); ++i) {
        Page &page = m_batch[i];
        page.lines = std::move(lines[i]);
        page.blocks = blocksOfLines(page.lines.lines);
        page.lines.lines.clear();
        for (const PageBlock &block : std::as_const(page.blocks)) {
            m_headings.see(block);
            m_hyphens.learn(block.text);
            if (page.lines.number == 1 && block.rotation == 0 && block.size > 1.05 * m_largest.size && isDocumentTitle(block.text)
                && !block.text.endsWith(QLatin1Char(',')))
                m_largest = block;
            if (m_start.size() < StartLetters)
                m_start += lettersOf(block.text);
            if (sample.size() < StartLetters)
                sample += block.text + QLatin1Char('\n');
        }
    }
    if (!m_languageKnown && !sample.isEmpty()) {
        m_hyphens.setLanguage(Text::detectLanguage(sample));
        m_languageKnown = true;
    }
    for (Page &page : m_batch) {
        if (!m_sink({}) || !emitPage(page))
            return false;
    }
    m_batch.clear();
    m_words = 0;
    return true;
}

//! The lines of a page, without what no font says the letters of.
void PdfReader::layOut(Page &page)
{
    QList<PageWord> words;
    words.reserve(page.words.size());
    qsizetype letters = 0;
    for (PageWord &word : page.words) {
        if (m_readable.isReadable(word.font)) {
            letters += countLetters(word.text);
            words += std::move(word);
        } else {
            page.unreadable += int(countLetters(word.text));
        }
    }
    page.words.clear();
    page.lines.lines = linesOfPage(words);
    constexpr int Fewest = 20; // less may be an ornament
    if (page.unreadable >= Fewest && page.unreadable > letters)
        ++m_extracted.pagesUnreadable;
    else if (page.lines.lines.isEmpty())
        ++m_extracted.pagesWithoutText;
}

bool PdfReader::emitPage(Page &page)
{
    const int number = page.lines.number;
    page.sections = m_headings.sectionsOf(number - 1, page.blocks, page.geometry);
    qsizetype next = 0;
    if (!m_pending.isEmpty() && !page.blocks.isEmpty() && !page.sections.contains(0)) {
        PageBlock &open = m_pending.first().block;
        const PageBlock &first = page.blocks.first();
        if (!open.cells && !first.cells && !open.fixedPitch && !first.fixedPitch && std::abs(open.size - first.size) < 0.1 * open.size
            && open.text.size() < LongestParagraph && continuesParagraph(open.text, first.text)) {
            appendLine(open, first.text, first.places);
            next = 1;
        }
    }
    // A paragraph that fills its page goes on to wait.
    if ((next == 0 || page.blocks.size() > 1) && !emitPending())
        return false;
    m_writer.setPage(number);
    // The last paragraph in letters of the usual size may go on; notes stand below it.
    qsizetype last = page.blocks.size() - 1;
    while (last > next && page.blocks[last].size < 0.93 * m_headings.bodySize() && !page.sections.contains(last))
        --last;
    for (qsizetype i = next; i <= page.blocks.size(); ++i) {
        bool isHeading = false;
        const QList<PdfHeadings::Section> begins = page.sections.values(i);
        for (auto section = begins.crbegin(); section != begins.crend(); ++section) { // the latest was inserted first
            isHeading = isHeading || section->isBlock;
            if (!emitPending())
                return false;
            m_writer.setPage(number);
            if (!section->isBlock)
                m_writer.section(section->level, section->heading);
            else if (!m_writer.heading(section->level, m_hyphens.resolve(section->heading)))
                return false;
        }
        if (isHeading || i == page.blocks.size())
            continue;
        m_anyText = true;
        if (i >= last)
            m_pending += Pending { page.blocks[i], number };
        else if (!emitBlock(page.blocks[i], number))
            return false;
    }
    return emitComments(page);
}

bool PdfReader::emitBlock(const PageBlock &block, int page)
{
    m_writer.setPage(page);
    const Block::Kind kind = block.fixedPitch && block.lines > 1 ? Block::Kind::Code
        : block.cells                                            ? Block::Kind::TableRow
                                                                 : Block::Kind::Paragraph;
    return m_writer.hand(kind, m_hyphens.resolve(block.text).trimmed());
}

bool PdfReader::emitPending()
{
    const QList<Pending> pending = std::exchange(m_pending, {});
    return std::all_of(pending.cbegin(), pending.cend(), [this](const Pending &p) { return emitBlock(p.block, p.page); });
}

//! What readers wrote on the page stands below its text.
bool PdfReader::emitComments(const Page &page)
{
    for (const QString &comment : page.comments) {
        m_anyText = true;
        PageBlock block;
        block.text = tr("Comment: %1").arg(comment);
        if (!m_pending.isEmpty())
            m_pending += Pending { block, page.lines.number };
        else if (!emitBlock(block, page.lines.number))
            return false;
    }
    return true;
}

bool PdfReader::emitProperties(int page)
{
    m_writer.setPage(page);
    return m_writer.hand(Block::Kind::Paragraph, properties());
}

//! What the document says of itself and its first pages don't.
QString PdfReader::properties() const
{
    QStringList lines;
    const std::pair<const char *, QString> names[] = { { "Title", tr("Title: %1") }, { "Author", tr("Author: %1") },
        { "Subject", tr("Subject: %1") }, { "Keywords", tr("Keywords: %1") } };
    constexpr qsizetype Longest = 2000;
    for (const auto &[name, label] : names) {
        const QString value = m_file.property(name).left(Longest);
        const QString letters = lettersOf(value);
        static const QStringList nothing { QStringLiteral("anonymous"), QStringLiteral("unspecified"), QStringLiteral("unknown"),
            QStringLiteral("user"), QStringLiteral("admin"), QStringLiteral("administrator"), QStringLiteral("root"),
            QStringLiteral("none") };
        if (letters.size() > 2 && !m_start.contains(letters) && !nothing.contains(letters)
            && (qstrcmp(name, "Title") != 0 || isDocumentTitle(value)))
            lines += label.arg(value);
    }
    return lines.join(QLatin1Char('\n'));
}

QString PdfReader::title() const
{
    const QString title = m_file.property("Title");
    if (isDocumentTitle(title))
        return title;
    return m_largest.size >= 1.15 * m_headings.bodySize() ? m_hyphens.resolve(m_largest.text) : m_writer.title();
}

} // namespace Heddle::Library
