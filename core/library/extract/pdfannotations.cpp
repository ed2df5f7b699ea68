// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/pdffile.h"
#include <algorithm>

namespace Heddle::Library {
namespace {

constexpr int MaxAnnotations = 20'000; //!< of a page
constexpr qsizetype MaxLines = 500; //!< of a form field

using AnnotationPointer = std::unique_ptr<Pdfium::Annotation, void (*)(Pdfium::Annotation *)>;

//! Calls `visit` with each annotation that is shown.
template <class Visit>
void visitAnnotations(const Pdfium::Functions &library, Pdfium::Page *page, const Visit &visit)
{
    constexpr int Hidden = 1 << 1, NoView = 1 << 5;
    const int count = std::min(library.FPDFPage_GetAnnotCount(page), MaxAnnotations);
    for (int i = 0; i < count; ++i) {
        const AnnotationPointer note(library.FPDFPage_GetAnnot(page, i), library.FPDFPage_CloseAnnot);
        if (note && !(library.FPDFAnnot_GetFlags(note.get()) & (Hidden | NoView)))
            visit(note.get(), Pdfium::AnnotationType(library.FPDFAnnot_GetSubtype(note.get())));
    }
}

//! What a form field shows: its text, or a cross.
QString valueOf(const Pdfium::Functions &library, Pdfium::Form *form, Pdfium::Annotation *field)
{
    constexpr int Password = 1 << 13;
    switch (Pdfium::FieldType(library.FPDFAnnot_GetFormFieldType(form, field))) {
    case Pdfium::FieldType::Text:
        if (library.FPDFAnnot_GetFormFieldFlags(form, field) & Password)
            return {};
        [[fallthrough]];
    case Pdfium::FieldType::ComboBox:
    case Pdfium::FieldType::ListBox:
        return Pdfium::textFrom([&](char16_t *buffer, unsigned long bytes) {
            return library.FPDFAnnot_GetFormFieldValue(form, field, buffer, bytes);
        }).trimmed();
    case Pdfium::FieldType::CheckBox:
    case Pdfium::FieldType::RadioButton: {
        const QString state = Pdfium::textFrom(
            [&](char16_t *buffer, unsigned long bytes) { return library.FPDFAnnot_GetStringValue(field, "AS", buffer, bytes); });
        return state.isEmpty() || state == QLatin1String("Off") ? QString() : QStringLiteral("☒");
    }
    default: return {};
    }
}

//! Adds the words of a field's value, laid out in its box as well as can be told.
void addValue(const QString &value, const QRectF &box, PdfText &text)
{
    constexpr double UsualSize = 11, LetterWidth = 0.5, Leading = 1.15;
    QString plain = value;
    plain.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(QLatin1Char('\r'), QLatin1Char('\n'));
    QStringList lines;
    const bool multiline = box.height() > 2.2 * UsualSize;
    const qsizetype fitting = std::max<qsizetype>(1, qsizetype(box.width() / (LetterWidth * UsualSize)));
    for (const QString &paragraph : plain.split(QLatin1Char('\n'))) {
        QString line;
        for (const QString &word : paragraph.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
            if (multiline && !line.isEmpty() && line.size() + 1 + word.size() > fitting)
                lines += std::exchange(line, {});
            line += (line.isEmpty() ? QString() : QStringLiteral(" ")) + word;
        }
        if (!line.isEmpty() && lines.size() < MaxLines)
            lines += line;
    }
    const double step = std::min(Leading * UsualSize, box.height() / double(std::max<qsizetype>(1, lines.size())));
    const double size = std::clamp(step / Leading, 0.5, UsualSize);
    double top = multiline ? box.top() : box.center().y() - size / 2;
    for (const QString &line : std::as_const(lines)) {
        const double advance = std::min(LetterWidth * size, box.width() / double(line.size()));
        double left = box.left();
        for (const QString &word : line.split(QLatin1Char(' '))) {
            PageWord part;
            QList<QRectF> characters;
            part.text = word;
            part.size = size;
            part.spaceAfter = part.field = true;
            for (qsizetype i = 0; i < word.size(); ++i)
                characters += QRectF(left + double(i) * advance, top, advance, size);
            part.box = QRectF(left, top, double(word.size()) * advance, size);
            left += double(word.size() + 1) * advance;
            text.words += std::move(part);
            text.characters += std::move(characters);
        }
        top += step;
    }
}

} // namespace

void PdfPage::addFields(PdfText &text) const
{
    if (!m_form)
        return;
    visitAnnotations(m_library, m_page, [&](Pdfium::Annotation *field, Pdfium::AnnotationType type) {
        const QString value = type == Pdfium::AnnotationType::Widget ? valueOf(m_library, m_form, field) : QString();
        if (value.isEmpty())
            return;
        Pdfium::RectF box;
        m_library.FPDFAnnot_GetRect(field, &box);
        addValue(value, m_geometry.shown(box), text);
    });
}

QStringList PdfPage::comments() const
{
    QList<std::pair<double, QString>> comments;
    visitAnnotations(m_library, m_page, [&](Pdfium::Annotation *note, Pdfium::AnnotationType type) {
        // A link's text stands on the page, and a pop-up repeats the comment that it belongs to.
        if (type == Pdfium::AnnotationType::Link || type == Pdfium::AnnotationType::Popup || type == Pdfium::AnnotationType::Widget)
            return;
        const QString comment = Pdfium::textFrom([&](char16_t *buffer, unsigned long bytes) {
            return m_library.FPDFAnnot_GetStringValue(note, "Contents", buffer, bytes);
        }).trimmed();
        Pdfium::RectF box;
        m_library.FPDFAnnot_GetRect(note, &box);
        if (!comment.isEmpty())
            comments += { m_geometry.shown(box).top(), comment };
    });
    std::stable_sort(comments.begin(), comments.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    QStringList texts;
    for (const auto &[top, comment] : std::as_const(comments))
        texts += comment;
    texts.removeDuplicates();
    return texts;
}

} // namespace Heddle::Library
