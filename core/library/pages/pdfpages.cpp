// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/filemapping.h"
#include "core/library/pages/pagedocument.h"
#include <cstring>
#include <limits>
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

namespace Heddle::Library {
namespace {

QRectF toRect(const poppler::rectf &r)
{
    return { r.x(), r.y(), r.width(), r.height() };
}

class PdfPages : public PageDocument {
public:
    PdfPages(std::unique_ptr<FileMapping> file, std::unique_ptr<poppler::document> document)
        : m_file(std::move(file)), m_document(std::move(document))
    {
        m_renderer.set_render_hint(poppler::page_renderer::antialiasing);
        m_renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
        m_renderer.set_image_format(poppler::image::format_argb32);
    }
    int pageCount() const override { return m_document->pages(); }
    QSizeF size(int number) const override
    {
        const auto page = open(number);
        if (!page)
            return {};
        const poppler::rectf box = page->page_rect();
        const auto orientation = page->orientation();
        const bool turned = orientation == poppler::page::landscape || orientation == poppler::page::seascape;
        return turned ? QSizeF(box.height(), box.width()) : QSizeF(box.width(), box.height());
    }
    PageText text(int number) const override
    {
        PageText result;
        const auto page = open(number);
        if (!page)
            return result;
        for (const poppler::text_box &box : page->text_list()) {
            const poppler::ustring utf16 = box.text();
            const QString text = QString::fromUtf16(reinterpret_cast<const char16_t *>(utf16.data()), qsizetype(utf16.size()));
            QList<QRectF> characters;
            std::size_t glyph = 0;
            for (const QChar c : text) // a character beyond the first 65,536 has two units and one glyph
                characters += c.isLowSurrogate() && !characters.isEmpty() ? QRectF(characters.last()) : toRect(box.char_bbox(glyph++));
            result.words += { text, toRect(box.bbox()), 0, box.rotation(), box.has_space_after() };
            result.characters += characters;
        }
        return result;
    }
    bool draw(int number, QSize size, uchar *pixels) const override
    {
        constexpr double PointsPerInch = 72;
        const auto page = open(number);
        const QSizeF points = this->size(number);
        if (!page || points.isEmpty())
            return false;
        const poppler::image image = m_renderer.render_page(page.get(), size.width() / points.width() * PointsPerInch,
            size.height() / points.height() * PointsPerInch, 0, 0, size.width(), size.height());
        if (!image.is_valid() || image.width() != size.width() || image.height() != size.height())
            return false;
        const std::size_t row = std::size_t(size.width()) * 4;
        for (int y = 0; y < size.height(); ++y)
            std::memcpy(pixels + std::size_t(y) * row, image.const_data() + qint64(y) * image.bytes_per_row(), row);
        return true;
    }

private:
    std::unique_ptr<poppler::page> open(int number) const
    {
        return std::unique_ptr<poppler::page>(number >= 0 && number < pageCount() ? m_document->create_page(number) : nullptr);
    }

    std::unique_ptr<FileMapping> m_file; //!< outlives the document, which reads from it
    std::unique_ptr<poppler::document> m_document;
    poppler::page_renderer m_renderer;
};

} // namespace

std::unique_ptr<PageDocument> openPages(const InputFile &file)
{
    const auto stamp = file.stamp();
    if (!stamp || stamp->size <= 0 || stamp->size > std::numeric_limits<int>::max())
        return nullptr;
    auto mapped = std::make_unique<FileMapping>(file, stamp->size);
    if (!mapped->data())
        return nullptr;
    poppler::set_debug_error_function([](const std::string &, void *) {}, nullptr); // a damaged file has thousands to say
    std::unique_ptr<poppler::document> document(poppler::document::load_from_raw_data(mapped->data(), int(stamp->size)));
    if (!document || document->is_locked())
        return nullptr;
    return std::make_unique<PdfPages>(std::move(mapped), std::move(document));
}

} // namespace Heddle::Library
