// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/documentview.h"
#include "core/base/filename.h"
#include <QCollator>
#include <QHash>
#include <QLocale>
#include <algorithm>

namespace Heddle::Library {
namespace {

constexpr std::size_t LookAtStop = 1024; //!< documents between two looks at the stop token

//! What the order goes by, as it is read; places of documents with the same text are found without comparing it again.
QString sortText(const Document &document, DocumentView::Order order)
{
    switch (order) {
    case DocumentView::Order::Name: return displayName(document.path).section(QLatin1Char('/'), -1);
    case DocumentView::Order::Folder: return displayName(document.path).section(QLatin1Char('/'), 0, -2);
    case DocumentView::Order::State: return document.reason;
    case DocumentView::Order::Language:
        return document.language.isEmpty() ? QString() : QLocale::languageToString(QLocale(document.language).language());
    case DocumentView::Order::Passages:
    case DocumentView::Order::Size:
    case DocumentView::Order::Changed: break;
    }
    return {};
}

//! States stand together, and the good one first.
int rankOf(Document::State state)
{
    return state == Document::State::Ready ? -1 : int(state);
}

//! Sorts places by what a document has; `keyOf` is called once for each.
template <class KeyOf>
Result<std::vector<qint32>> sorted(std::vector<qint32> places, bool descending, const std::stop_token &stop, const KeyOf &keyOf)
{
    using Key = decltype(keyOf(0));
    std::vector<std::pair<Key, qint32>> keyed;
    keyed.reserve(places.size());
    for (const qint32 place : places) {
        if (keyed.size() % LookAtStop == 0 && stop.stop_requested())
            return Error::cancelled();
        keyed.emplace_back(keyOf(place), place);
    }
    std::sort(keyed.begin(), keyed.end(), [descending](const auto &a, const auto &b) {
        if (a.first < b.first)
            return !descending;
        if (b.first < a.first)
            return descending;
        return a.second < b.second;
    });
    std::transform(keyed.begin(), keyed.end(), places.begin(), [](const auto &entry) { return entry.second; });
    return places;
}

} // namespace

Result<std::vector<qint32>> arranged(const QList<Document> &documents, const DocumentView &view, std::stop_token stop)
{
    std::vector<qint32> places;
    for (qint32 i = 0; i < qint32(documents.size()); ++i) {
        if (std::size_t(i) % LookAtStop == 0 && stop.stop_requested())
            return Error::cancelled();
        const Document &document = documents[i];
        if ((view.states.isEmpty() || view.states.contains(document.state))
            && (view.find.isEmpty() || displayName(document.path).contains(view.find, Qt::CaseInsensitive)))
            places.push_back(i);
    }
    if (view.order == DocumentView::Order::Passages)
        return sorted(std::move(places), view.descending, stop, [&](qint32 i) { return documents[i].passages; });
    if (view.order == DocumentView::Order::Size)
        return sorted(std::move(places), view.descending, stop, [&](qint32 i) { return documents[i].size; });
    if (view.order == DocumentView::Order::Changed)
        return sorted(std::move(places), view.descending, stop, [&](qint32 i) { return documents[i].changedMs; });
    const QCollator collator;
    QHash<QString, int> rankOfText; // folders, reasons and languages are few: their order is found once
    if (view.order != DocumentView::Order::Name) {
        QSet<QString> texts;
        for (const qint32 i : places)
            texts.insert(sortText(documents[i], view.order));
        QStringList order(texts.cbegin(), texts.cend());
        std::sort(order.begin(), order.end(), collator);
        for (int i = 0; i < order.size(); ++i)
            rankOfText.insert(order[i], i);
        return sorted(std::move(places), view.descending, stop, [&](qint32 i) {
            const int state = view.order == DocumentView::Order::State ? rankOf(documents[i].state) : 0;
            return std::pair(state, rankOfText.value(sortText(documents[i], view.order)));
        });
    }
    struct Key {
        QCollatorSortKey key;
        bool operator<(const Key &other) const { return key.compare(other.key) < 0; }
    };
    return sorted(
        std::move(places), view.descending, stop, [&](qint32 i) { return Key { collator.sortKey(sortText(documents[i], view.order)) }; });
}

} // namespace Heddle::Library
