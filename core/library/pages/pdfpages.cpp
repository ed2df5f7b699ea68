// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/pdffile.h"
#include "core/library/pages/pagedocument.h"

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
