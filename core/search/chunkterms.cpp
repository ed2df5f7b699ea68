// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/chunkterms.h"
#include "core/search/compounds.h"
#include "core/search/filenames.h"
#include "core/text/analyzer.h"

namespace Heddle::Search {
namespace {

using Kind = ChunkTerm::Kind;

void addText(const IndexChunk &chunk, const std::function<void(const ChunkTerm &)> &sink)
{
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    const std::string language = chunk.language.toStdString();
    const bool compounds = joinsWords(language);
    analyzer.tokenize(chunk.text, [&](const Text::Token &token) {
        const bool placed = token.kind == Text::Token::Kind::Word;
        const bool single = token.ngram && token.term.size() <= 4; // one character has at most four bytes, a bigram at least six
        sink({ placed && !single ? Kind::Placed : Kind::Counted, token.term }); // phrases go by bigrams
        if (token.ngram || token.kind == Text::Token::Kind::Symbol)
            return;
        const std::string &stem = analyzer.stem(token.term, language);
        if (stem != token.term)
            sink({ Kind::Counted, stem });
        if (compounds && placed && mayBeCompound(stem)) {
            const std::string ending = backwards(stem);
            sink({ Kind::Ending, ending });
        }
    });
}

void addTitle(const QString &text, const std::string &language, int weight, const std::function<void(const ChunkTerm &)> &sink)
{
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    analyzer.tokenize(text, [&](const Text::Token &token) {
        sink({ Kind::Counted, token.ngram ? token.term : analyzer.stem(token.term, language), token.ngram ? 1 : weight });
    });
}

} // namespace

void chunkTerms(const IndexChunk &chunk, int titleWeight, const std::function<void(const ChunkTerm &)> &sink)
{
    addText(chunk, sink);
    const std::string language = chunk.language.toStdString();
    if (titleWeight > 0) {
        if (!chunk.text.startsWith(chunk.title)) // there it counts as text already
            addTitle(chunk.title, language, titleWeight, sink);
        addTitle(
            chunk.heading.startsWith(chunk.title) ? chunk.heading.mid(chunk.title.size()) : chunk.heading, language, titleWeight, sink);
    }
    for (const std::string &term : nameTerms(chunk.path, language))
        sink({ Kind::Name, term });
    for (const std::string &key : nameKeys(chunk.path))
        sink({ Kind::FullName, key });
}

} // namespace Heddle::Search
