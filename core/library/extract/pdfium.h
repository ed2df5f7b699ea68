// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <string>

namespace Heddle::Library::Pdfium {

// The part of PDFium's C interface (public/fpdf*.h of Chromium's PDFium) that Heddle uses. The library is a component that is
// fetched beside the build and opened by name at run time, so that a build needs neither it nor its headers.
//
// PDFium may be used by one thread at a time, whatever the document. Texts come as UTF-16 (little-endian, ended by a zero);
// functions that return text return the bytes it needs, and fill the buffer where it is large enough.

struct Document;
struct Page;
struct TextPage;
struct TextObject;
struct Font;
struct Bookmark;
struct Action;
struct Destination;
struct Annotation;
struct Form;
struct Bitmap;

struct LibraryConfig {
    int version = 2;
    const char **fontFolders = nullptr; //!< ended by a null pointer; null itself: the system's
    void *isolate = nullptr;
    unsigned v8Slot = 0;
};

struct RectF {
    float left = 0, top = 0, right = 0, bottom = 0; //!< points, the origin at the bottom left
};

struct Matrix {
    float a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
};

//! \brief Version 1 of the structure of callbacks that a form wants. Reading values calls none of them.
struct FormCallbacks {
    int version = 1;
    void *callbacks[32] = {};
};

enum class LoadError : unsigned long { None, Unknown, File, Format, Password, Security, Page };
enum class AnnotationType { Unknown, Text, Link, FreeText, Highlight = 9, Popup = 16, Widget = 20 };
enum class FieldType { Unknown, PushButton, CheckBox, RadioButton, ComboBox, ListBox, Text, Signature };
constexpr unsigned long CopyPermission = 1 << 4;

// clang-format off
#define HEDDLE_PDFIUM_FUNCTIONS(F) \
    F(void, FPDF_InitLibraryWithConfig, (const LibraryConfig *)) \
    F(unsigned long, FPDF_GetLastError, ()) \
    F(Document *, FPDF_LoadMemDocument64, (const void *, decltype(sizeof 0), const char *password)) \
    F(void, FPDF_CloseDocument, (Document *)) \
    F(unsigned long, FPDF_GetDocUserPermissions, (Document *)) \
    F(unsigned long, FPDF_GetMetaText, (Document *, const char *tag, void *, unsigned long bytes)) \
    F(int, FPDF_GetPageCount, (Document *)) \
    F(Page *, FPDF_LoadPage, (Document *, int page)) \
    F(void, FPDF_ClosePage, (Page *)) \
    F(int, FPDF_GetPageBoundingBox, (Page *, RectF *)) \
    F(int, FPDFPage_GetRotation, (Page *)) \
    F(TextPage *, FPDFText_LoadPage, (Page *)) \
    F(void, FPDFText_ClosePage, (TextPage *)) \
    F(int, FPDFText_CountChars, (TextPage *)) \
    F(unsigned, FPDFText_GetUnicode, (TextPage *, int)) \
    F(int, FPDFText_IsGenerated, (TextPage *, int)) \
    F(int, FPDFText_HasUnicodeMapError, (TextPage *, int)) \
    F(int, FPDFText_GetLooseCharBox, (TextPage *, int, RectF *)) \
    F(int, FPDFText_GetCharOrigin, (TextPage *, int, double *x, double *y)) \
    F(double, FPDFText_GetFontSize, (TextPage *, int)) \
    F(int, FPDFText_GetMatrix, (TextPage *, int, Matrix *)) \
    F(TextObject *, FPDFText_GetTextObject, (TextPage *, int)) \
    F(Font *, FPDFTextObj_GetFont, (TextObject *)) \
    F(decltype(sizeof 0), FPDFFont_GetBaseFontName, (Font *, char *, decltype(sizeof 0))) \
    F(Bookmark *, FPDFBookmark_GetFirstChild, (Document *, Bookmark *)) \
    F(Bookmark *, FPDFBookmark_GetNextSibling, (Document *, Bookmark *)) \
    F(unsigned long, FPDFBookmark_GetTitle, (Bookmark *, void *, unsigned long bytes)) \
    F(Destination *, FPDFBookmark_GetDest, (Document *, Bookmark *)) \
    F(Action *, FPDFBookmark_GetAction, (Bookmark *)) \
    F(Destination *, FPDFAction_GetDest, (Document *, Action *)) \
    F(int, FPDFDest_GetDestPageIndex, (Document *, Destination *)) \
    F(unsigned long, FPDFDest_GetView, (Destination *, unsigned long *count, float *)) \
    F(int, FPDFPage_GetAnnotCount, (Page *)) \
    F(Annotation *, FPDFPage_GetAnnot, (Page *, int)) \
    F(void, FPDFPage_CloseAnnot, (Annotation *)) \
    F(int, FPDFAnnot_GetSubtype, (Annotation *)) \
    F(int, FPDFAnnot_GetFlags, (Annotation *)) \
    F(int, FPDFAnnot_GetRect, (Annotation *, RectF *)) \
    F(unsigned long, FPDFAnnot_GetStringValue, (Annotation *, const char *key, char16_t *, unsigned long bytes)) \
    F(Form *, FPDFDOC_InitFormFillEnvironment, (Document *, FormCallbacks *)) \
    F(void, FPDFDOC_ExitFormFillEnvironment, (Form *)) \
    F(int, FPDFAnnot_GetFormFieldType, (Form *, Annotation *)) \
    F(int, FPDFAnnot_GetFormFieldFlags, (Form *, Annotation *)) \
    F(unsigned long, FPDFAnnot_GetFormFieldValue, (Form *, Annotation *, char16_t *, unsigned long bytes)) \
    F(Bitmap *, FPDFBitmap_CreateEx, (int width, int height, int format, void *, int stride)) \
    F(void, FPDFBitmap_Destroy, (Bitmap *)) \
    F(void, FPDF_RenderPageBitmap, (Bitmap *, Page *, int x, int y, int width, int height, int rotate, int flags)) \
    F(void, FPDF_FFLDraw, (Form *, Bitmap *, Page *, int x, int y, int width, int height, int rotate, int flags))
// clang-format on

//! \brief The functions by their names in PDFium.
struct Functions {
#define HEDDLE_PDFIUM_MEMBER(result, name, parameters) result(*name) parameters = nullptr;
    HEDDLE_PDFIUM_FUNCTIONS(HEDDLE_PDFIUM_MEMBER)
#undef HEDDLE_PDFIUM_MEMBER
};

enum class Fonts { None, System };
//! \brief Opens the library, if it lies in its place beside this program, and keeps it open. Call it first while the process
//! may still open files; later calls return what the first one found.
//! \param fonts Drawing needs the system's fonts, for those that a document doesn't bring; texts need none.
//! \return Null where the component is missing.
const Functions *load(Fonts fonts = Fonts::None);
//! \brief Where the library looks for the system's fonts.
constexpr const char *FontFolders[] = { "/usr/share/fonts", "/usr/share/X11/fonts/Type1", "/usr/share/X11/fonts/TTF",
    "/usr/local/share/fonts" };

//! \brief The text of a function that fills a buffer and returns how many bytes it needs; empty where they are too many.
template <class Fill>
QString textFrom(const Fill &fill)
{
    constexpr unsigned long MaxBytes = 1 << 20;
    const unsigned long bytes = fill(nullptr, 0UL);
    if (bytes <= sizeof(char16_t) || bytes > MaxBytes)
        return {};
    std::u16string text(bytes / sizeof(char16_t) + 1, u'\0');
    fill(text.data(), bytes);
    return QString::fromUtf16(text.c_str()); // up to the zero
}

} // namespace Heddle::Library::Pdfium
