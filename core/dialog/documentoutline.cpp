// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/documentoutline.h"
#include "core/evidence/sentenceform.h"
#include "core/text/sentences.h"

namespace Heddle::Dialog {
namespace {

constexpr qsizetype MaxSections = 12;
const QString Between = QStringLiteral(" › ");

//! Where a section begins.
struct Section {
    qsizetype chunk = 0, from = 0; //!< from: in the chunk's text
    QStringList headings;
};

bool isBoilerplate(const QStringList &headings)
{
    return std::any_of(headings.cbegin(), headings.cend(),
        [](const QString &heading) { return Evidence::isBoilerplateHeading(Evidence::foldedWords(heading)); });
}

//! Whether a paragraph reads as a heading: a few words in one line, no sentence, no item of a list or table.
bool isHeadingLike(QStringView paragraph)
{
    constexpr double MostWords = 10;
    return !paragraph.isEmpty() && !paragraph.contains(QLatin1Char('\n')) && !paragraph.contains(QLatin1Char('|'))
        && paragraph.front().isLetterOrNumber() && !Evidence::endsAsSentence(paragraph) && Text::countWords(paragraph) <= MostWords;
}

//! The sections that begin inside of a passage: small ones share one.
void addInner(QList<Section> &sections, const Search::Hit &hit, qsizetype chunk)
{
    const QStringList above = hit.heading.split(Between, Qt::SkipEmptyParts);
    const QString text = hit.text;
    for (qsizetype from = 0; from < text.size();) {
        qsizetype end = text.indexOf(QLatin1String("\n\n"), from);
        end = end < 0 ? text.size() : end;
        const QString paragraph = text.mid(from, end - from).trimmed();
        if (end < text.size() && isHeadingLike(paragraph) && !above.contains(paragraph) && paragraph != hit.title)
            sections += { chunk, end, above + QStringList(paragraph) };
        from = end + 2;
    }
}

//! Where headings are cut at a depth.
QList<Section> sectionsAt(const QList<Retrieval::Passage> &chunks, qsizetype depth, bool inner)
{
    QList<Section> sections;
    QString section;
    for (qsizetype i = 0; i < chunks.size(); ++i) {
        const QStringList headings = chunks[i].hit.heading.split(Between, Qt::SkipEmptyParts);
        const QString own = headings.mid(0, depth).join(Between);
        if (i == 0 || own != section)
            sections += { i, 0, headings };
        section = own;
        if (inner)
            addInner(sections, chunks[i].hit, i);
    }
    return sections;
}

qsizetype deepestOf(const QList<Retrieval::Passage> &chunks)
{
    qsizetype depth = 1;
    for (const Retrieval::Passage &chunk : chunks)
        depth = std::max(depth, chunk.hit.heading.count(Between) + 1);
    return depth;
}

//! As many as are shown, at equal distances.
QList<Section> spread(const QList<Section> &sections)
{
    QList<Section> some;
    const qsizetype count = std::min(qsizetype(MaxSections), sections.size());
    for (qsizetype i = 0; i < count; ++i)
        some += sections[i * sections.size() / count];
    return some;
}

//! As deep as the headings go without more sections than are shown; a text without headings is one of passages.
QList<Section> sectionsOf(const QList<Retrieval::Passage> &chunks)
{
    qsizetype depth = deepestOf(chunks);
    QList<Section> sections = sectionsAt(chunks, depth, true);
    if (sections.size() > MaxSections)
        sections = sectionsAt(chunks, depth, false);
    while (sections.size() > MaxSections && depth > 1)
        sections = sectionsAt(chunks, --depth, false);
    if (sections.size() > 1 && sections.size() <= MaxSections)
        return sections;
    // More of them than are shown, even where they are least: some from all over the document.
    const qsizetype deepest = deepestOf(chunks);
    for (depth = 1; depth <= deepest; ++depth) {
        if (const QList<Section> all = sectionsAt(chunks, depth, false); all.size() > 1)
            return spread(all);
    }
    sections.clear();
    const qsizetype step = std::max<qsizetype>(1, (chunks.size() + MaxSections - 1) / MaxSections);
    for (qsizetype i = 0; i < chunks.size(); i += step)
        sections += { i, 0, chunks[i].hit.heading.split(Between, Qt::SkipEmptyParts) };
    return sections;
}

//! The first sentence of a part of a passage that says something; nothing where there is none.
std::optional<Evidence::Range> firstSentence(const Search::Hit &hit, qsizetype first, qsizetype end)
{
    constexpr double FewWords = 4;
    for (const auto &[at, to] : Text::sentenceRanges(QStringView(hit.text).mid(first, end - first), hit.language)) {
        const QStringView sentence = QStringView(hit.text).mid(first + at, to - at);
        if (Evidence::endsAsSentence(sentence) && Text::countWords(sentence) >= FewWords
            && !Evidence::isBoilerplate(sentence, Evidence::foldedWords(sentence)) && !hit.heading.endsWith(Text::sentenceText(sentence)))
            return Evidence::Range { first + at, first + to };
    }
    return {};
}

void addCard(QuotedSources &result, const Retrieval::Passage &passage, const Section &section, const Evidence::Range &sentence)
{
    Card card;
    card.n = int(result.sources.size()) + 1;
    card.sentences = { sentence };
    card.headings = section.headings;
    result.answer.cards += card;
    Source source = sourceFrom(passage);
    source.n = source.rank = source.searchRank = card.n;
    source.heading = section.headings.join(Between);
    source.sentenceStart = sentence.from;
    source.sentenceEnd = sentence.to;
    result.sources += source;
}

} // namespace

QuotedSources outlineOf(const QList<Retrieval::Passage> &chunks)
{
    QuotedSources result;
    result.answer.fit = 1;
    const QList<Section> sections = sectionsOf(chunks);
    for (qsizetype s = 0; s < sections.size() && result.answer.cards.size() < MaxSections; ++s) {
        const Section next = s + 1 < sections.size() ? sections[s + 1] : Section { chunks.size(), 0, {} };
        bool found = isBoilerplate(sections[s].headings);
        for (qsizetype i = sections[s].chunk; !found && i <= next.chunk && i < chunks.size(); ++i) {
            const Search::Hit &hit = chunks[i].hit;
            const qsizetype from = i == sections[s].chunk ? sections[s].from : 0, end = i == next.chunk ? next.from : hit.text.size();
            if (const auto sentence = firstSentence(hit, from, end)) {
                addCard(result, chunks[i], sections[s], *sentence);
                found = true;
            }
        }
    }
    return result;
}

} // namespace Heddle::Dialog
