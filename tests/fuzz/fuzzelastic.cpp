// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/elastic/bulk.h"
#include "core/search/elastic/question.h"
#include "core/search/elastic/servererror.h"
#include "tests/fuzz/fuzzformats.h"
#include <QJsonDocument>
#include <cmath>

namespace Heddle::Fuzz {

void elastic(const QByteArray &bytes)
{
    using namespace Search::Elastic;
    const QJsonObject body = QJsonDocument::fromJson(bytes).object();
    Configuration configuration;
    configuration.nodes = QStringList(QStringLiteral("http://127.0.0.1:9200"));
    for (const int status : { 0, 200, 400, 401, 403, 404, 413, 429, 500, 503 })
        require(!errorFor(configuration, status, body).message.isEmpty());
    const Names names(QStringLiteral("library"), { { 1, QStringLiteral("Documents") } });
    for (const Found &found : readHits(body)) {
        require(std::isfinite(found.score));
        names.rows(found.holders);
    }
    for (const QJsonValue &hit : body[QLatin1String("hits")].toObject()[QLatin1String("hits")].toArray()) {
        versionOf(hit.toObject());
        hitFrom(hit[QLatin1String("_source")].toObject(), QStringLiteral("key"));
    }
    TextLeg leg = textLeg(QStringLiteral("late fees in the spring"), readLanguages(body), {});
    readStatistics(body, leg);
    for (const Search::QueryTerm &term : leg.terms)
        require(std::isfinite(term.idf) && term.idf >= 0);
    readSpellings(body);
}

} // namespace Heddle::Fuzz
