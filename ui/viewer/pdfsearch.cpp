// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/pdfsearch.h"

namespace Heddle::Ui {
namespace {

constexpr int PagesPerJob = 16;

struct PdfSearch {
    std::shared_ptr<PdfDocument> document;
    QString text;
    PdfMatch from;
    bool backward = false;

    int pageCount() const { return int(document->sizes().size()); }
    //! Searches one page; step 0 is the page of `from`, and the last step is this page again, up to `from`.
    PdfMatch searchPage(int step) const
    {
        const int pages = pageCount(), page = (from.page + (backward ? pages - step % pages : step)) % pages;
        const QList<QList<QRectF>> places = findOnPage(document->text(page), text);
        const int last = int(places.size()) - 1;
        int index = backward ? last : 0;
        if (step == 0)
            index = backward ? std::min(from.index - 1, last) : from.index + 1;
        return index >= 0 && index <= last ? PdfMatch { page, index, places[index] } : PdfMatch {};
    }
    Result<PdfMatch> searchPages(int first, const std::stop_token &stop) const
    {
        const int end = std::min(first + PagesPerJob, pageCount() + 1);
        for (int step = first; step < end && !stop.stop_requested(); ++step) {
            const PdfMatch match = searchPage(step);
            if (match.page >= 0)
                return match;
        }
        return PdfMatch {};
    }
};

} // namespace

QCoro::Task<Result<PdfMatch>> findInPdf(
    Concurrency::WorkPool *render, std::shared_ptr<PdfDocument> document, QString text, PdfMatch from, bool backward, std::stop_token stop)
{
    const PdfSearch search { std::move(document), std::move(text), std::move(from), backward };
    for (int first = 0; first <= search.pageCount(); first += PagesPerJob) {
        auto task = render->submit(
            [search, first](std::stop_token token) { return search.searchPages(first, token); }, stop, QStringLiteral("search in a PDF"));
        auto match = co_await std::move(task);
        if (!match || match->page >= 0)
            co_return match;
    }
    co_return PdfMatch {};
}

} // namespace Heddle::Ui
