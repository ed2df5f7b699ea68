// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/pdffile.h"
#include <QCoreApplication>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <limits>

namespace Heddle::Library {
namespace {

constexpr int MaxOutlineDepth = 12;
constexpr qsizetype MaxOutlineEntries = 20'000; // a loop in the outline ends, too
constexpr qsizetype MaxOutlineTitle = 500;

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

Error unreadable(const QString &message)
{
    return { ErrorCode::Unreadable, message, {}, false };
}

} // namespace

Result<std::unique_ptr<PdfFile>> PdfFile::open(const InputFile &file)
{
    const Pdfium::Functions *const library = Pdfium::load();
    if (!library) {
        return unreadable(tr("this copy of Heddle was built without its PDF library; install a complete package, or run "
                             "tools/fetch-components and build again"));
    }
    HEDDLE_TRY_VALUE(const FileStamp stamp, file.stamp());
    if (stamp.size == 0)
        return unreadable(tr("the file is empty"));
    if (stamp.size > std::numeric_limits<int>::max())
        return unreadable(tr("it is larger than %1 MB, the limit for this type").arg(std::numeric_limits<int>::max() >> 20));
    auto mapping = std::make_unique<FileMapping>(file, stamp.size);
    if (!mapping->data())
        return fileError({}, errno);
    Pdfium::Document *const document = library->FPDF_LoadMemDocument64(mapping->data(), size_t(stamp.size), nullptr);
    if (!document) {
        switch (Pdfium::LoadError(library->FPDF_GetLastError())) {
        case Pdfium::LoadError::Password: return unreadable(tr("it is protected by a password; save a copy without one"));
        case Pdfium::LoadError::Security:
            return unreadable(tr("it is encrypted in a way that Heddle doesn't know; save a copy without encryption"));
        default: return unreadable(tr("the PDF is damaged or not a PDF at all; open it in another program and save it again"));
        }
    }
    return std::unique_ptr<PdfFile>(new PdfFile(*library, std::move(mapping), document));
}

PdfFile::PdfFile(const Pdfium::Functions &library, std::unique_ptr<FileMapping> mapping, Pdfium::Document *document)
    : m_library(library), m_mapping(std::move(mapping)), m_document(document),
      m_form(library.FPDFDOC_InitFormFillEnvironment(document, &m_callbacks))
{ }

PdfFile::~PdfFile()
{
    if (m_form)
        m_library.FPDFDOC_ExitFormFillEnvironment(m_form);
    m_library.FPDF_CloseDocument(m_document);
}

int PdfFile::pages() const
{
    return m_library.FPDF_GetPageCount(m_document);
}

bool PdfFile::mayBeCopied() const
{
    return m_library.FPDF_GetDocUserPermissions(m_document) & Pdfium::CopyPermission;
}

QString PdfFile::property(const char *name) const
{
    return Pdfium::textFrom([&](void *buffer, unsigned long bytes) {
        return m_library.FPDF_GetMetaText(m_document, name, buffer, bytes);
    }).simplified();
}

QList<PdfFile::OutlineEntry> PdfFile::outline() const
{
    QList<OutlineEntry> entries;
    collectOutline(nullptr, 1, entries);
    return entries;
}

void PdfFile::collectOutline(Pdfium::Bookmark *parent, int depth, QList<OutlineEntry> &entries) const
{
    enum View : unsigned long { Xyz = 1, FitHorizontally = 3, FitRectangle = 5, FitBoxHorizontally = 7 };
    constexpr float NotGiven = std::numeric_limits<float>::quiet_NaN();
    Pdfium::Bookmark *item = m_library.FPDFBookmark_GetFirstChild(m_document, parent);
    for (; item && entries.size() < MaxOutlineEntries; item = m_library.FPDFBookmark_GetNextSibling(m_document, item)) {
        OutlineEntry entry;
        entry.title = Pdfium::textFrom([&](void *buffer, unsigned long bytes) {
            return m_library.FPDFBookmark_GetTitle(item, buffer, bytes);
        }).simplified();
        entry.title.truncate(MaxOutlineTitle);
        entry.depth = depth;
        Pdfium::Destination *target = m_library.FPDFBookmark_GetDest(m_document, item);
        if (!target) {
            if (Pdfium::Action *const action = m_library.FPDFBookmark_GetAction(item))
                target = m_library.FPDFAction_GetDest(m_document, action);
        }
        if (target) {
            unsigned long count = 0;
            float values[4] = { NotGiven, NotGiven, NotGiven, NotGiven };
            const unsigned long view = m_library.FPDFDest_GetView(target, &count, values);
            entry.page = m_library.FPDFDest_GetDestPageIndex(m_document, target);
            if (view == Xyz && count >= 2)
                entry.place = QPointF(values[0], values[1]);
            else if ((view == FitHorizontally || view == FitBoxHorizontally) && count >= 1)
                entry.place = QPointF(NotGiven, values[0]);
            else if (view == FitRectangle && count == 4)
                entry.place = QPointF(values[0], values[3]);
        }
        if (!entry.title.isEmpty())
            entries += entry;
        if (depth < MaxOutlineDepth)
            collectOutline(item, depth + 1, entries);
    }
}

std::unique_ptr<PdfPage> PdfFile::page(int index) const
{
    Pdfium::Page *const page = m_library.FPDF_LoadPage(m_document, index);
    return page ? std::make_unique<PdfPage>(m_library, m_form, page) : nullptr;
}

PdfPage::PdfPage(const Pdfium::Functions &library, Pdfium::Form *form, Pdfium::Page *page) : m_library(library), m_form(form), m_page(page)
{
    Pdfium::RectF box;
    library.FPDF_GetPageBoundingBox(page, &box);
    m_geometry.box = QRectF(QPointF(box.left, std::min(box.top, box.bottom)), QPointF(box.right, std::max(box.top, box.bottom)));
    m_geometry.rotation = library.FPDFPage_GetRotation(page) & 3;
}

PdfPage::~PdfPage()
{
    m_library.FPDF_ClosePage(m_page);
}

bool PdfPage::draw(const QSize &pixels, unsigned char *memory) const
{
    constexpr int FormatBgrx = 3, WithAnnotations = 1, BytesPerPixel = 4;
    const std::size_t bytes = std::size_t(pixels.width()) * std::size_t(pixels.height()) * BytesPerPixel;
    std::memset(memory, 0xff, bytes);
    const std::unique_ptr<Pdfium::Bitmap, void (*)(Pdfium::Bitmap *)> bitmap(
        m_library.FPDFBitmap_CreateEx(pixels.width(), pixels.height(), FormatBgrx, memory, pixels.width() * BytesPerPixel),
        m_library.FPDFBitmap_Destroy);
    if (!bitmap)
        return false;
    m_library.FPDF_RenderPageBitmap(bitmap.get(), m_page, 0, 0, pixels.width(), pixels.height(), 0, WithAnnotations);
    if (m_form)
        m_library.FPDF_FFLDraw(m_form, bitmap.get(), m_page, 0, 0, pixels.width(), pixels.height(), 0, WithAnnotations);
    for (std::size_t i = BytesPerPixel - 1; i < bytes; i += BytesPerPixel) // the fourth byte is nobody's
        memory[i] = 0xff;
    return true;
}

QPointF PdfGeometry::shown(double x, double y) const
{
    switch (rotation) {
    case 1: return { y - box.top(), x - box.left() };
    case 2: return { box.right() - x, y - box.top() };
    case 3: return { box.bottom() - y, box.right() - x };
    default: return { x - box.left(), box.bottom() - y };
    }
}

QRectF PdfGeometry::shown(const Pdfium::RectF &part) const
{
    return QRectF(shown(part.left, part.top), shown(part.right, part.bottom)).normalized();
}

} // namespace Heddle::Library
