// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/elastic/schema.h"

namespace Heddle::Search::Elastic {

//! \brief Where a search is restricted to, in the server's terms.
QJsonArray filtersOf(const Filters &filters, const Names &names, const QHash<QString, Storage::DocumentPlace> &places);

//! \brief A question as the text leg searches it.
struct TextLeg {
    QJsonObject query; //!< empty: nothing to search
    QList<QueryTerm> terms; //!< known and idf are told by the answer
    std::vector<bool> ngram; //!< terms that are parts of a CJK run: they count as known
    bool cut = false; //!< the question is longer than what is searched
};
//! \brief `allWords`: a passage has to have every word of the question.
TextLeg textLeg(const QString &question, const QStringList &languages, const QJsonArray &filters, bool allWords = false);

//! \brief The bodies of a search's legs; hits come with key and holders only.
QJsonObject textBody(const TextLeg &leg, int depth);
QJsonObject vectorBody(Product product, const std::vector<float> &vector, const QJsonArray &filters, int depth);

//! \brief The statistics of the answer to textBody(): how rare each term is, exact over the whole index.
void readStatistics(const QJsonObject &answer, TextLeg &leg);
//! \brief The languages that hold at least 2 % of the passages.
QStringList readLanguages(const QJsonObject &answer);
//! \brief A search for nothing but the languages.
QJsonObject languagesBody();

//! \brief A request for likely spellings of words that occur nowhere; empty when there are none such.
QJsonObject spellingBody(const QString &question, const QList<QueryTerm> &terms);
//! \brief Those that are likely enough, by word.
QHash<QString, QString> readSpellings(const QJsonObject &answer);

//! \brief A hit of a leg: its key, and who holds it.
struct Found {
    QString key;
    QJsonArray holders;
    double score = 0;
};
QList<Found> readHits(const QJsonObject &answer);

} // namespace Heddle::Search::Elastic
