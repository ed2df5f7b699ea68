// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/pdfbuilder.h"

namespace Heddle::TestSupport {
namespace {

constexpr int Pages = 2, FirstOwn = 6; // 1 the catalogue, 3 to 5 the fonts

QByteArray reference(qsizetype number)
{
    return QByteArray::number(number) + " 0 R";
}

} // namespace

QByteArray pdfOf(const QByteArrayList &objects, const QByteArray &trailer)
{
    QByteArray bytes = "%PDF-1.7\n", table;
    for (qsizetype i = 0; i < objects.size(); ++i) {
        table += QByteArray::number(bytes.size()).rightJustified(10, '0') + " 00000 n \n";
        bytes += QByteArray::number(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const QByteArray size = QByteArray::number(objects.size() + 1);
    return bytes + "xref\n0 " + size + "\n0000000000 65535 f \n" + table + "trailer\n<</Size " + size + "/Root 1 0 R" + trailer
        + ">>\nstartxref\n" + QByteArray::number(bytes.size()) + "\n%%EOF\n";
}

void PdfBuilder::addPage(const QByteArray &content, const QByteArray &more)
{
    m_pages += { content, more };
}

QByteArray PdfBuilder::addObject(const QByteArray &body)
{
    m_objects += body;
    return reference(FirstOwn + m_objects.size() - 1);
}

QByteArray PdfBuilder::build() const
{
    const auto font = [](const char *name) {
        return QByteArray("<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding/BaseFont/") + name + ">>";
    };
    QByteArrayList objects { {}, {}, font("Helvetica"), font("Helvetica-Bold"), font("Courier") };
    objects += m_objects;
    QByteArrayList kids;
    for (qsizetype i = 0; i < m_pages.size(); i += 2) {
        objects += "<</Length " + QByteArray::number(m_pages[i].size()) + ">>stream\n" + m_pages[i] + "\nendstream";
        objects += "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents " + reference(objects.size())
            + "/Resources<</Font<</F 3 0 R/B 4 0 R/M 5 0 R" + m_fonts + ">>>>" + m_pages[i + 1] + ">>";
        kids += reference(objects.size());
    }
    objects[Pages - 1] = "<</Type/Pages/Count " + QByteArray::number(kids.size()) + "/Kids[" + kids.join(' ') + "]>>";
    QByteArray catalog = "<</Type/Catalog/Pages 2 0 R" + m_catalog;
    if (!m_outline.isEmpty()) {
        const qsizetype root = objects.size() + 1;
        QByteArrayList items(m_outline.size());
        const auto related = [&](qsizetype i, int step) -> qsizetype { // the next entry of the same depth and parent
            for (qsizetype k = i + step; k >= 0 && k < m_outline.size() && m_outline[k].depth >= m_outline[i].depth; k += step) {
                if (m_outline[k].depth == m_outline[i].depth)
                    return k;
            }
            return -1;
        };
        qsizetype lastTop = 0;
        for (qsizetype i = 0; i < m_outline.size(); ++i) {
            const Entry &entry = m_outline[i];
            qsizetype parent = i;
            while (parent >= 0 && m_outline[parent].depth >= entry.depth)
                --parent;
            QByteArray item = "<</Title(" + entry.title + ")/Parent " + reference(parent < 0 ? root : root + 1 + parent) + "/Dest["
                + kids[entry.page] + (entry.y < 0 ? QByteArray("/Fit") : "/XYZ 0 " + QByteArray::number(entry.y) + " 0") + ']';
            if (const qsizetype next = related(i, 1); next >= 0)
                item += "/Next " + reference(root + 1 + next);
            if (const qsizetype before = related(i, -1); before >= 0)
                item += "/Prev " + reference(root + 1 + before);
            if (i + 1 < m_outline.size() && m_outline[i + 1].depth > entry.depth)
                item += "/First " + reference(root + 2 + i) + "/Last " + reference(root + 2 + i) + "/Count 1";
            items[i] = item + ">>";
            lastTop = entry.depth == 1 ? i : lastTop;
        }
        objects += "<</Type/Outlines/First " + reference(root + 1) + "/Last " + reference(root + 1 + lastTop) + "/Count 1>>";
        objects += items;
        catalog += "/Outlines " + reference(root);
    }
    objects[0] = catalog + ">>";
    if (m_info.isEmpty())
        return pdfOf(objects);
    objects += "<<" + m_info + ">>";
    return pdfOf(objects, "/Info " + reference(objects.size()));
}

QByteArray textAt(double x, double y, const QByteArrayList &lines, double size, const QByteArray &font, double leading)
{
    QByteArray text = "BT /" + font + ' ' + QByteArray::number(size) + " Tf " + QByteArray::number(leading) + " TL " + QByteArray::number(x)
        + ' ' + QByteArray::number(y) + " Td";
    for (QByteArray line : lines) {
        line.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        text += " (" + line + ") Tj T*";
    }
    return text + " ET\n";
}

} // namespace Heddle::TestSupport
