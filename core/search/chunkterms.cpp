// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/chunkterms.h"
#include "core/text/analyzer.h"

namespace Heddle::Search {

void chunkTerms(const IndexChunk &chunk, int titleWeight, const std::function<void(const std::string &term, int extra)> &sink)
{
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    const std::string language = chunk.language.toStdString();
    analyzer.tokenize(chunk.text, [&](const Text::Token &token) {
        const bool single = token.ngram && token.term.size() <= 4; // one character has at most four bytes, a bigram at least six
        sink(token.term, single ? 1 : 0); // phrases go by bigrams
        if (token.ngram)
            return;
        if (const std::string &stem = analyzer.stem(token.term, language); stem != token.term)
            sink(stem, 1);
    });
    const auto addTitle = [&](const QString &text) {
        analyzer.tokenize(text, [&](const Text::Token &token) {
            sink(token.ngram ? token.term : analyzer.stem(token.term, language), token.ngram ? 1 : titleWeight);
        });
    };
    if (titleWeight < 1)
        return;
    if (!chunk.text.startsWith(chunk.title)) // there it counts as text already
        addTitle(chunk.title);
    addTitle(chunk.heading.startsWith(chunk.title) ? chunk.heading.mid(chunk.title.size()) : chunk.heading);
}

} // namespace Heddle::Search
