// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/mindmap/localmap.h"
#include "core/text/analyzer.h"
#include "core/text/stopwords.h"

namespace Heddle::TestSupport {

//! \brief A passage as the search finds it.
inline Retrieval::Passage passage(const QString &text, const QString &title = QStringLiteral("T"), const QString &heading = {})
{
    Retrieval::Passage made;
    made.hit.text = text;
    made.hit.title = title;
    made.hit.heading = heading;
    made.hit.language = QStringLiteral("en");
    made.hit.chunk = QString::number(qHash(text));
    return made;
}

//! \brief The map that is made of passages in English without a model; all words of the question count the same.
inline MindMap::Map localMap(const QString &question, const QList<Retrieval::Passage> &passages)
{
    QList<Search::QueryTerm> terms;
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    analyzer.words(question, [&](const Text::Token &token) {
        const QString word = QString::fromStdString(token.term), stem = QString::fromStdString(analyzer.stem(token.term, "en"));
        if (!Text::stopWords("en").contains(token.term))
            terms += Search::QueryTerm { word, { word, stem }, true, 3 };
    });
    const Evidence::AskedQuestion asked = Evidence::understand(question, terms);
    return MindMap::mapFromEvidence(asked, passages, Evidence::candidatesFrom(asked, passages));
}

} // namespace Heddle::TestSupport
