// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/pdfium.h"
#include <dlfcn.h>
#include <filesystem>
#include <optional>

namespace Heddle::Library::Pdfium {
namespace {

//! The folder of the program that runs. The helper has no QCoreApplication to ask.
std::filesystem::path programFolder()
{
    std::error_code error;
#ifdef __linux__
    return std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
#else
    return std::filesystem::current_path(error);
#endif
}

#ifdef __APPLE__
constexpr char LibraryName[] = "libpdfium.dylib";
#else
constexpr char LibraryName[] = "libpdfium.so";
#endif

void *openLibrary()
{
    // Beside the installed helper (libexec/heddle), beside an installed program (bin), and in the build tree.
    const std::filesystem::path here = programFolder();
    for (const char *place : { "../../lib/heddle", "../lib/heddle", "../pdfium", "../../pdfium" }) {
        std::error_code error;
        const std::filesystem::path file = std::filesystem::canonical(here / place / LibraryName, error);
        if (error)
            continue;
        if (void *library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL))
            return library;
    }
    return nullptr;
}

std::optional<Functions> findFunctions(Fonts fonts)
{
    void *const library = openLibrary();
    if (!library)
        return std::nullopt;
    Functions found;
    bool complete = true;
#define HEDDLE_PDFIUM_FIND(result, name, parameters)                                                                                       \
    found.name = reinterpret_cast<result(*) parameters>(dlsym(library, #name));                                                            \
    complete = complete && found.name;
    HEDDLE_PDFIUM_FUNCTIONS(HEDDLE_PDFIUM_FIND)
#undef HEDDLE_PDFIUM_FIND
    if (!complete)
        return std::nullopt;
    // Texts need no fonts: without them PDFium takes the widths that a document gives.
    static const char *noFolders[] = { nullptr };
    const LibraryConfig config { 2, fonts == Fonts::None ? noFolders : nullptr, nullptr, 0 };
    found.FPDF_InitLibraryWithConfig(&config);
    return found;
}

} // namespace

const Functions *load(Fonts fonts)
{
    static const std::optional<Functions> functions = findFunctions(fonts);
    return functions ? &*functions : nullptr;
}

} // namespace Heddle::Library::Pdfium
