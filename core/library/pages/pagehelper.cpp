// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/pages/pagehelper.h"
#include "core/library/extract/helperrequests.h"
#include "core/library/extract/pdfium.h"
#include "core/library/pages/formattedtext.h"
#include "core/library/pages/htmlformatter.h"
#include "core/library/pages/pageprotocol.h"
#include <algorithm>
#include <cstdio>
#include <sys/mman.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace Heddle::Library {
namespace {

constexpr std::chrono::milliseconds SearchTime { 50 }; //!< of one step; a page to be drawn waits no longer for it

//! Sizes that the window can lay out. A page without one is taken for A4.
QList<QSizeF> sizesOf(const PageDocument &document)
{
    const QSizeF a4(595, 842);
    QList<QSizeF> sizes;
    for (int page = 0; page < std::min(document.pageCount(), MaxPages); ++page) {
        const QSizeF size = document.size(page);
        sizes +=
            size.isEmpty() ? a4 : QSizeF(std::clamp(size.width(), MinPoints, MaxPoints), std::clamp(size.height(), MinPoints, MaxPoints));
    }
    return sizes;
}

bool draw(const PageDocument &document, const QJsonValue &what, int memory)
{
    const QSize size(what[QLatin1String("width")].toInt(), what[QLatin1String("height")].toInt());
    if (size.isEmpty())
        return false;
    const size_t bytes = size_t(size.width()) * size_t(size.height()) * 4;
    struct stat info { };
    if (fstat(memory, &info) != 0 || size_t(info.st_size) < bytes)
        return false;
#ifdef MAP_POPULATE
    constexpr int Flags = MAP_SHARED | MAP_POPULATE; // at once, instead of a fault for each 4 KB
#else
    constexpr int Flags = MAP_SHARED;
#endif
    void *const pixels = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, Flags, memory, 0);
    if (pixels == MAP_FAILED)
        return false;
    const bool drawn = document.draw(what[QLatin1String("page")].toInt(-1), size, static_cast<uchar *>(pixels));
    munmap(pixels, bytes);
    return drawn;
}

QJsonValue read(const InputFile &file, const QJsonValue &what)
{
    if (what[QLatin1String("type")].toString() != QLatin1String("html"))
        return QJsonValue::Undefined;
    const auto text = formatHtml(file, what[QLatin1String("passage")].toString());
    return text ? encodeFormatted(*text) : QJsonValue(QJsonValue::Undefined);
}

//! The pixels of a page are allocated for each anew: given back to the system and taken again, they cost a third of the drawing.
void keepFreedMemory()
{
#ifdef __GLIBC__
    constexpr int Largest = 64 << 20;
    mallopt(M_MMAP_THRESHOLD, Largest);
    mallopt(M_TRIM_THRESHOLD, Largest);
#endif
}

//! The result of a request; undefined: it failed.
QJsonValue answer(const std::unique_ptr<PageDocument> &document, const QString &name, const QJsonValue &what, const InputFile &file)
{
    if (name == QLatin1String("read"))
        return read(file, what);
    if (!document)
        return QJsonValue::Undefined;
    if (name == QLatin1String("open"))
        return document->pageCount() > 0 ? encodeSizes(sizesOf(*document)) : QJsonValue::Undefined;
    if (name == QLatin1String("draw"))
        return draw(*document, what, file.descriptor()) ? QJsonValue(true) : QJsonValue::Undefined;
    if (name == QLatin1String("marks")) {
        return encodeMarks(findMarks(*document, what[QLatin1String("page")].toInt(), what[QLatin1String("passage")].toString(),
            what[QLatin1String("sentence")].toString()));
    }
    if (name == QLatin1String("find"))
        return encodeFound(decodeSearch(what.toObject()).run(*document, SearchTime));
    if (name == QLatin1String("letters"))
        return encodeLetters(lettersOf(document->text(what[QLatin1String("page")].toInt(-1))));
    if (name == QLatin1String("outline"))
        return encodeOutline(document->outline());
    return QJsonValue::Undefined;
}

} // namespace

int runPageHelper(const ReaderLimits &limits, std::unique_ptr<PageDocument> (*open)(const InputFile &file))
{
    keepFreedMemory();
    Pdfium::load(Pdfium::Fonts::System);
    HelperRequests requests(limits, { std::begin(Pdfium::FontFolders), std::end(Pdfium::FontFolders) });
    std::unique_ptr<PageDocument> document;
    while (true) {
        const RequestReader::Request request = requests.next();
        const QStringList names = request.line.keys();
        const auto named = std::find_if(names.cbegin(), names.cend(), [](const QString &name) { return name != QLatin1String("id"); });
        const QString name = named == names.cend() ? QString() : *named;
        if (name == QLatin1String("open")) {
            lseek(request.file.descriptor(), 0, SEEK_SET); // a process before this one shares the position
            document = open(request.file);
        }
        const QJsonValue result = answer(document, name, request.line[name], request.file);
        QJsonObject reply { { QStringLiteral("id"), request.line[QLatin1String("id")] } };
        reply.insert(result.isUndefined() ? QStringLiteral("error") : name, result.isUndefined() ? QJsonValue(true) : result);
        const QByteArray line = protocolLine(reply);
        std::fwrite(line.constData(), 1, size_t(line.size()), stdout);
        std::fflush(stdout);
    }
}

} // namespace Heddle::Library
