// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/render/pdf.h"
#include <QBuffer>
#include <QPageSize>
#include <QPdfWriter>
#include <QTextDocument>

namespace Heddle::Render {
namespace {

//! Loads no picture, style or file, whatever its text names.
class SelfContainedDocument : public QTextDocument {
protected:
    QVariant loadResource(int, const QUrl &) override { return {}; }
};

} // namespace

QByteArray htmlToPdf(const QString &html, const QString &title)
{
    constexpr double MarginMm = 18;
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(title);
    writer.setCreator(QStringLiteral("Heddle"));
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(MarginMm, MarginMm, MarginMm, MarginMm), QPageLayout::Millimeter);
    SelfContainedDocument document;
    document.setDocumentMargin(0);
    document.setHtml(html);
    document.print(&writer);
    buffer.close();
    return bytes;
}

} // namespace Heddle::Render
