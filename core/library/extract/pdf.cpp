// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/blockwriter.h"
#include "core/library/extract/filemapping.h"
#include "core/library/extract/pagelayout.h"
#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>
#include <cerrno>
#include <cmath>
#include <limits>
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page.h>
#include <poppler-toc.h>

namespace Heddle::Library {
namespace {

constexpr qsizetype LongestHeading = 200;
constexpr int LookAhead = 8; //!< entries of the outline that may be missing on the pages in a row

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

QString toText(const poppler::ustring &text)
{
    const auto utf8 = text.to_utf8();
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

//! Ligatures as their letters, and nothing that a text has no use for.
QString clean(QString text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        if (c >= 0xfb00 && c <= 0xfb06) {
            const QString letters = QString(text[i]).normalized(QString::NormalizationForm_KC);
            text.replace(i, 1, letters);
            i += letters.size() - 1;
        } else if (c < 0x20 || c == 0xfffd || (c >= 0x202a && c <= 0x202e)) {
            text[i] = QLatin1Char(' ');
        }
    }
    return text.trimmed();
}

QList<PageWord> wordsOf(const poppler::page &page)
{
    QList<PageWord> words;
    for (const poppler::text_box &box : page.text_list(poppler::page::text_list_include_font)) {
        const poppler::rectf r = box.bbox();
        words += PageWord { clean(toText(box.text())), QRectF(r.x(), r.y(), r.width(), r.height()), box.get_font_size(), box.rotation(),
            box.has_space_after() };
    }
    return words;
}

//! Headings by the document's own outline where it has one, else by the size of their letters.
class Headings {
public:
    explicit Headings(poppler::document &document)
    {
        const std::unique_ptr<poppler::toc> toc(document.create_toc());
        if (toc && toc->root())
            collect(*toc->root(), 1);
    }
    void see(const PageBlock &block) { m_letters[int(std::lround(block.size * 2))] += block.text.size(); }
    //! The level of a heading, or 0.
    int level(const PageBlock &block)
    {
        if (block.text.size() > LongestHeading)
            return 0;
        if (!m_outline.isEmpty()) {
            const QString text = normalized(block.text);
            for (qsizetype i = m_next; i < std::min(m_next + LookAhead, m_outline.size()); ++i) {
                if (m_outline[i].first == text) {
                    m_next = i + 1;
                    return m_outline[i].second;
                }
            }
            return 0;
        }
        const bool words = std::any_of(block.text.cbegin(), block.text.cend(), [](QChar c) { return c.isLetter(); });
        return words && block.size >= 1.12 * bodySize() ? 2000 - int(std::lround(block.size * 2)) : 0;
    }

private:
    void collect(const poppler::toc_item &item, int depth)
    {
        constexpr int Deepest = 12;
        constexpr qsizetype Most = 20'000; // a loop in the outline ends, too
        if (depth > Deepest)
            return;
        for (auto it = item.children_begin(); it != item.children_end() && m_outline.size() < Most; ++it) {
            if (const QString title = normalized(toText((*it)->title())); !title.isEmpty())
                m_outline += { title, depth };
            collect(**it, depth + 1);
        }
    }
    //! Without its number and blanks: an outline often leaves out the number that the page shows.
    static QString normalized(const QString &text)
    {
        static const QRegularExpression number(QStringLiteral("^[\\d.\\s]+"));
        const QString plain = clean(text).remove(number);
        QString letters;
        for (const QChar c : plain) {
            if (c.isLetterOrNumber())
                letters += c.toLower();
        }
        return letters;
    }
    double bodySize() const
    {
        int size = 0;
        qint64 most = 0;
        for (auto it = m_letters.cbegin(); it != m_letters.cend(); ++it) {
            if (it.value() > most) {
                most = it.value();
                size = it.key();
            }
        }
        return size / 2.0;
    }

    QList<QPair<QString, int>> m_outline;
    qsizetype m_next = 0;
    QHash<int, qint64> m_letters; //!< by size in half points
};

class Pdf : public Extractor {
public:
    Result<Extracted> extract(const InputFile &file, const BlockSink &sink) const override
    {
        HEDDLE_TRY_VALUE(const FileStamp stamp, file.stamp());
        if (stamp.size == 0)
            return unreadable(tr("the file is empty"));
        if (stamp.size > std::numeric_limits<int>::max())
            return unreadable(tr("it is larger than %1 MB, the limit for this type").arg(std::numeric_limits<int>::max() >> 20));
        const FileMapping mapped(file, stamp.size);
        if (!mapped.data())
            return fileError({}, errno);
        poppler::set_debug_error_function([](const std::string &, void *) {}, nullptr); // a damaged file has thousands to say
        const std::unique_ptr<poppler::document> document(poppler::document::load_from_raw_data(mapped.data(), int(stamp.size)));
        if (!document)
            return unreadable(tr("the PDF is damaged or not a PDF at all; open it in another program and save it again"));
        if (document->is_locked())
            return unreadable(tr("it is protected by a password; save a copy without one"));
        if (!document->has_permission(poppler::perm_copy))
            return unreadable(tr("its author does not allow its text to be copied"));
        BlockWriter writer(sink);
        Headings headings(*document);
        Extracted extracted;
        extracted.pages = document->pages();
        for (int i = 0; i < extracted.pages; ++i) {
            const std::unique_ptr<poppler::page> page(document->create_page(i));
            const QList<PageBlock> blocks = page ? layOutPage(wordsOf(*page)) : QList<PageBlock>();
            extracted.pagesWithoutText += blocks.isEmpty();
            writer.setPage(i + 1);
            if (!sink({})) // a page may have no text, and take long
                return Error::cancelled();
            for (const PageBlock &block : blocks)
                headings.see(block);
            for (const PageBlock &block : blocks) {
                const int level = headings.level(block);
                if (!(level > 0 ? writer.heading(level, block.text) : writer.hand(Block::Kind::Paragraph, block.text)))
                    return Error::cancelled();
            }
        }
        if (extracted.pages == 0)
            return unreadable(tr("the PDF has no pages that can be read; open it in another program and save it again"));
        extracted.title = clean(toText(document->get_title()));
        // What many programs put there is no title: a file's name, or nothing in words.
        static const QRegularExpression noTitle(
            QStringLiteral("\\.\\w{2,4}$|^microsoft |^\\(?(untitled|anonymous|unnamed|unknown)\\)?$|^document ?\\d*$"),
            QRegularExpression::CaseInsensitiveOption);
        if (extracted.title.size() < 3 || extracted.title.contains(noTitle))
            extracted.title = writer.title();
        return extracted;
    }

private:
    static Error unreadable(const QString &message) { return { ErrorCode::Unreadable, message, {}, false }; }
};

} // namespace

std::unique_ptr<Extractor> makePdfExtractor()
{
    return std::make_unique<Pdf>();
}

} // namespace Heddle::Library
