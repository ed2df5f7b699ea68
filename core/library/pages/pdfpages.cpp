// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/pdffile.h"
#include "core/library/pages/pagedocument.h"
#include <chrono>
#include <cmath>

namespace Heddle::Library {
namespace {

class PdfPages : public PageDocument {
public:
    explicit PdfPages(std::unique_ptr<PdfFile> file) : m_file(std::move(file)) { }
    int pageCount() const override { return m_file->pages(); }
    QSizeF size(int number) const override
    {
        const auto page = open(number);
        return page ? page->size() : QSizeF();
    }
    PageText text(int number) const override
    {
        const auto page = open(number);
        if (!page)
            return {};
        QStringList fonts;
        PdfText text = page->text(fonts);
        return { std::move(text.words), std::move(text.characters) };
    }
    //! Places need the page's geometry. Where many pages have to be opened for it, entries lead to the top of their page.
    QList<PageOutlineEntry> outline() const override
    {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(1);
        QList<PageOutlineEntry> entries;
        std::unique_ptr<PdfPage> page;
        int opened = -1;
        for (const PdfFile::OutlineEntry &one : m_file->outline()) {
            PageOutlineEntry entry { one.title, one.depth, one.page < pageCount() ? std::max(-1, one.page) : -1 };
            if (entry.page >= 0 && one.place && !std::isnan(one.place->y()) && std::chrono::steady_clock::now() < deadline) {
                if (opened != entry.page)
                    page = open(opened = entry.page);
                const double x = std::isnan(one.place->x()) ? 0 : one.place->x();
                entry.top = page ? std::max(0.0, page->geometry().shown(x, one.place->y()).y()) : 0;
            }
            entries += entry;
        }
        return entries;
    }
    bool draw(int number, QSize size, uchar *pixels) const override
    {
        const auto page = open(number);
        return page && !page->size().isEmpty() && page->draw(size, pixels);
    }

private:
    std::unique_ptr<PdfPage> open(int number) const { return number >= 0 && number < pageCount() ? m_file->page(number) : nullptr; }

    std::unique_ptr<PdfFile> m_file;
};

} // namespace

std::unique_ptr<PageDocument> openPages(const InputFile &file)
{
    auto opened = PdfFile::open(file);
    return opened ? std::make_unique<PdfPages>(std::move(*opened)) : nullptr;
}

} // namespace Heddle::Library
