// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/format.h"
#include "core/library/scan.h"
#include <algorithm>
#include <cstring>

namespace Heddle::Library {

ScannedFile FileList::at(qsizetype i) const
{
    const Entry &entry = m_entries[std::size_t(i)];
    return { QByteArray(entry.path.data(), qsizetype(entry.path.size())), typeOf(entry.path), entry.stamp,
        m_refusals[qsizetype(entry.refusal)] };
}

void FileList::add(std::string_view path, const FileStamp &stamp, const QString &refusal)
{
    constexpr std::size_t BlockBytes = 1 << 16; // longer than any path
    if (m_blocks.empty() || m_used + path.size() > BlockBytes) {
        m_blocks.push_back(std::make_shared<char[]>(std::max(BlockBytes, path.size())));
        m_used = 0;
    }
    char *const copy = m_blocks.back().get() + m_used;
    std::memcpy(copy, path.data(), path.size());
    m_used += path.size();
    quint32 reason = 0;
    if (!refusal.isEmpty()) {
        reason = m_refusalAt.value(refusal);
        if (reason == 0) {
            reason = quint32(m_refusals.size());
            m_refusals += refusal;
            m_refusalAt.insert(refusal, reason);
        }
    }
    m_entries.push_back({ std::string_view(copy, path.size()), stamp, reason });
}

void FileList::sort()
{
    std::sort(m_entries.begin(), m_entries.end(), [](const Entry &a, const Entry &b) { return a.path < b.path; });
}

bool FileList::hasAnyIn(std::string_view folder) const
{
    if (folder.empty())
        return !isEmpty();
    const auto before = [](const Entry &entry, std::string_view path) { return entry.path < path; };
    if (const auto it = std::lower_bound(m_entries.begin(), m_entries.end(), folder, before); it != m_entries.end() && it->path == folder)
        return true;
    const std::string inside = std::string(folder) + '/';
    const auto it = std::lower_bound(m_entries.begin(), m_entries.end(), std::string_view(inside), before);
    return it != m_entries.end() && it->path.starts_with(inside);
}

void FileList::keepOnly(const std::vector<bool> &kept)
{
    std::size_t at = 0, end = 0;
    for (; at < m_entries.size(); ++at) {
        if (kept[at])
            m_entries[end++] = m_entries[at];
    }
    m_entries.resize(end);
    m_entries.shrink_to_fit();
    if (end == 0)
        m_blocks.clear();
}

} // namespace Heddle::Library
