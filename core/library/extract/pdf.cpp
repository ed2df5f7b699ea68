// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/pdfreader.h"
#include <QCoreApplication>

namespace Heddle::Library {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

class Pdf : public Extractor {
public:
    Result<Extracted> extract(const InputFile &file, const BlockSink &sink) const override
    {
        const auto unreadable = [](const QString &message) { return Error { ErrorCode::Unreadable, message, {}, false }; };
        HEDDLE_TRY_VALUE(const auto pdf, PdfFile::open(file));
        if (!pdf->mayBeCopied())
            return unreadable(tr("its author does not allow its text to be copied"));
        if (pdf->pages() == 0)
            return unreadable(tr("the PDF has no pages that can be read; open it in another program and save it again"));
        return PdfReader(*pdf, sink).read();
    }
};

} // namespace

std::unique_ptr<Extractor> makePdfExtractor()
{
    return std::make_unique<Pdf>();
}

} // namespace Heddle::Library
