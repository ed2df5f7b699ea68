// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/pdfsearch.h"
#include "ui/common/deliver.h"

namespace Heddle::Ui {

PdfSearch::PdfSearch(Concurrency::TaskGroup *tasks, QObject *parent) : QObject(parent), m_tasks(tasks) { }

void PdfSearch::start(
    std::shared_ptr<Library::PageReader> reader, int pages, const QString &text, int from, bool backward, std::stop_token stop)
{
    clear();
    m_run.restart(std::move(stop));
    m_reader = std::move(reader);
    m_text = text;
    m_pages = pages;
    m_from = std::clamp(from, 0, std::max(0, pages - 1));
    m_backward = backward;
    searchOn({ text, m_from, pages });
}

void PdfSearch::resume(std::stop_token stop)
{
    m_run.restart(std::move(stop));
    searchOn(m_next);
}

void PdfSearch::clear()
{
    m_run.stop();
    m_reader.reset();
    m_text.clear();
    m_matches.clear();
    m_count = m_index = m_unread = 0;
    m_page = -1;
    m_complete = m_cut = m_single = false;
}

void PdfSearch::searchOn(Library::PageSearch search)
{
    m_next = search;
    const std::stop_token stop = m_run.token();
    Library::PageSearch asked = search;
    if (m_single)
        asked.end = asked.first + 1;
    deliver(m_tasks, this, m_reader->find(asked, stop), [this, search, stop](const Result<Library::PageSearch::Found> &found) {
        if (stop.stop_requested() || stop != m_run.token())
            return;
        if (found)
            add(search, *found);
        else
            skip(search, found.error());
    });
}

//! A page whose words can't be read is left out. Which one of several it is shows when they are asked for one at a time.
void PdfSearch::skip(const Library::PageSearch &search, const Error &error)
{
    if (error.isCancelled())
        return;
    if (error.code == ErrorCode::Programming || error.code == ErrorCode::NotFound)
        return Q_EMIT failed();
    if (!std::exchange(m_single, !m_single))
        return searchOn(search);
    ++m_unread;
    add(search, { {}, search.first + 1 });
}

void PdfSearch::add(const Library::PageSearch &search, const Library::PageSearch::Found &found)
{
    constexpr int MaxMatches = 10'000;
    for (const Library::PageMatch &match : found.matches)
        m_matches[match.page].append(match.boxes);
    m_count += int(found.matches.size());
    m_cut = m_count >= MaxMatches;
    if (m_page < 0 && !m_backward && !found.matches.isEmpty())
        setCurrent(found.matches.first().page, 0);
    if (found.next < search.end && !m_cut)
        searchOn({ search.text, found.next, search.end });
    else if (search.end > m_from && m_from > 0 && !m_cut)
        return searchOn({ search.text, 0, m_from }); // the pages before the one that was shown
    else
        return finish();
    Q_EMIT progressed();
}

void PdfSearch::finish()
{
    m_complete = true;
    if (m_page < 0 && m_count > 0) {
        auto at = m_matches.lowerBound(m_from);
        if (at == m_matches.begin())
            at = m_matches.end();
        --at;
        setCurrent(at.key(), int(at->size()) - 1);
    }
    Q_EMIT progressed();
}

void PdfSearch::move(bool backward)
{
    auto at = m_matches.constFind(m_page);
    if (at == m_matches.cend())
        return;
    const int index = m_index + (backward ? -1 : 1);
    if (index >= 0 && index < at->size())
        return setCurrent(m_page, index);
    if (backward) {
        if (at == m_matches.cbegin())
            at = m_matches.cend();
        --at;
    } else if (++at == m_matches.cend()) {
        at = m_matches.cbegin();
    }
    setCurrent(at.key(), backward ? int(at->size()) - 1 : 0);
}

void PdfSearch::moveTo(int page)
{
    auto at = m_matches.lowerBound(page);
    if (at == m_matches.end())
        at = m_matches.begin();
    if (at != m_matches.end())
        setCurrent(at.key(), 0);
}

void PdfSearch::setCurrent(int page, int index)
{
    m_page = page;
    m_index = index;
    Q_EMIT moved();
}

int PdfSearch::number() const
{
    if (m_page < 0)
        return 0;
    int before = 0;
    for (auto at = m_matches.cbegin(); at != m_matches.cend() && at.key() < m_page; ++at)
        before += int(at->size());
    return before + m_index + 1;
}

} // namespace Heddle::Ui
