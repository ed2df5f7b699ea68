// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/checks.h"
#include "core/dialog/checking/words.h"

namespace Heddle::Dialog {
namespace {

constexpr double Otherwise = 0.5; //!< share of the sentence with which a thing may have another name in the passage

//! The letters of an abbreviation, in order, as beginnings of words that stand together: "NASA", "VSMCs" of vascular smooth muscle cells.
bool isSpelledOut(QString name, const Statement &statement)
{
    if (name.size() > 3 && name.endsWith(QLatin1Char('s')))
        name.chop(1);
    const auto &words = statement.words();
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (words[i].folded.front() != name.front() || words[i].folded.size() <= name.size() - 1)
            continue;
        qsizetype letter = 1;
        const qsizetype last = std::min(words.size(), i + name.size() * 2);
        for (qsizetype j = i + 1; j < last && letter < name.size(); ++j)
            letter += words[j].folded.front() == name[letter];
        if (letter == name.size())
            return true;
    }
    return false;
}

//! An abbreviation that the passage or the sentence itself spells out.
bool isInitials(const QString &name, const Pairing &pair)
{
    const auto &sentences = pair.evidence().sentences();
    return name.size() >= 2
        && (isSpelledOut(name, pair.said()) || isSpelledOut(name, pair.evidence().surroundings())
            || std::any_of(sentences.cbegin(), sentences.cend(), [&](const Statement &sentence) { return isSpelledOut(name, sentence); }));
}

//! What the sentence spells out the passage may abbreviate.
bool isSpelledInitials(const Statement &said, qsizetype i, const Evidence &evidence)
{
    QString initials;
    qsizetype from = i;
    while (from > 0 && said.words()[from - 1].capital)
        --from;
    for (qsizetype j = from; j < said.words().size() && (said.words()[j].capital || !said.words()[j].content); ++j) {
        if (said.words()[j].capital)
            initials += said.words()[j].folded.front();
    }
    return initials.size() >= 2 && evidence.words().contains(initials);
}

//! "Kan" for "Khan", "Gengis" for "Genghis": a letter more or less, never another one ("Iran" is not "Iraq").
bool isSpelling(const QString &one, const QString &other)
{
    const QString &shorter = one.size() < other.size() ? one : other, &longer = one.size() < other.size() ? other : one;
    if (shorter.size() < 3 || longer.size() != shorter.size() + 1)
        return false;
    qsizetype i = 0;
    while (i < shorter.size() && shorter[i] == longer[i])
        ++i;
    return i > 0 && QStringView(shorter).mid(i) == QStringView(longer).mid(i + 1);
}

bool isKnown(const Pairing &pair, const StatedWord &name)
{
    const Evidence &evidence = pair.evidence();
    if (evidence.words().contains(name.folded) || evidence.terms().contains(name.term))
        return true;
    if (std::any_of(evidence.words().cbegin(), evidence.words().cend(), [&](const QString &word) {
            return pair.likeness(name.folded, word) > 0.5 || isSpelling(name.folded, word)
                || (name.folded.size() > 3 && word.startsWith(name.folded)) || (word.size() > 3 && name.folded.startsWith(word));
        }))
        return true;
    const Lexicon &lexicon = pair.said().lexicon();
    for (const Lexicon::Side &side : lexicon.sides(name.folded, name.term)) { // "US" for America
        for (const QString &alias : lexicon.lists()[side.list][side.side]) {
            if (evidence.words().contains(alias))
                return true;
        }
    }
    return false;
}

//! "NIH 3T3" for "NIH3T3", "transcription factor EB" for "TFEB": what stands before or behind the name is a part of it.
bool isWrittenTogether(const Pairing &pair, qsizetype i)
{
    const auto &words = pair.said().words();
    const auto &known = pair.evidence().words();
    const QString &name = words[i].folded;
    const auto adjacent = [&words](qsizetype one) { return words[one + 1].start <= words[one].end + 1; };
    if (i + 1 < words.size() && adjacent(i) && known.contains(name + words[i + 1].folded))
        return true;
    if (i > 0 && adjacent(i - 1) && known.contains(words[i - 1].folded + name))
        return true;
    constexpr qsizetype MaxInitials = 4;
    QString initials = name;
    for (qsizetype j = i - 1; j >= 0 && j >= i - MaxInitials && adjacent(j) && words[j].content; --j) {
        initials.prepend(words[j].folded.front());
        if (known.contains(initials))
            return true;
    }
    return false;
}

//! "Apolipoprotein E (APOE)": the passage has the short name that the sentence gives it.
bool isShortened(const Pairing &pair, qsizetype i)
{
    const auto &words = pair.said().words();
    constexpr qsizetype MaxBehind = 5;
    for (qsizetype j = i + 1; j < std::min(words.size(), i + MaxBehind); ++j) {
        const QStringView between = QStringView(pair.said().text()).mid(words[j - 1].end, words[j].start - words[j - 1].end);
        if (between.contains(QLatin1Char('(')))
            return words[j].name && isKnown(pair, words[j]);
        if (between.contains(QLatin1Char(',')) || between.contains(QLatin1Char(')')))
            return false;
    }
    return false;
}

//! "VSMC" where the passage has "SMC": an abbreviation with a letter before or behind.
bool hasAbbreviation(const Pairing &pair, const StatedWord &name)
{
    constexpr qsizetype MinLetters = 3;
    for (const Statement &sentence : pair.evidence().sentences()) {
        for (const StatedWord &word : sentence.words()) {
            if (!word.name || word.folded.size() < MinLetters || !name.folded.contains(word.folded)
                || name.folded.size() > word.folded.size() + 1)
                continue;
            const QStringView text = QStringView(sentence.text()).mid(word.start, word.end - word.start);
            if (std::count_if(text.begin(), text.end(), [](QChar c) { return c.isUpper(); }) >= 2)
                return true;
        }
    }
    return false;
}

QString lettersOf(const QString &name)
{
    QString letters = name;
    letters.removeIf([](QChar c) { return c.isDigit(); });
    return letters;
}

//! "B6" where the answer has "B12"; empty: the passage names nothing of the kind.
QString otherNumber(const Pairing &pair, const StatedWord &name)
{
    for (const qsizetype i : pair.support()) {
        const Statement &sentence = pair.evidence().sentences()[i];
        for (const StatedWord &other : sentence.words()) {
            if (other.name && other.folded.size() != lettersOf(other.folded).size() && lettersOf(other.folded) == lettersOf(name.folded)
                && !pair.said().terms().contains(other.term))
                return sentence.text().mid(other.start, other.end - other.start);
        }
    }
    return {};
}

//! A name in the passage's closest sentence that the answer hasn't: it stands where the answer has the unknown one.
QString nameInItsPlace(const Pairing &pair, qsizetype i)
{
    const Statement *closest = pair.closest();
    if (!closest)
        return {};
    const auto neighbour = [](const Statement &sentence, qsizetype at, int step) -> const StatedWord * {
        for (qsizetype j = at + step; j >= 0 && j < sentence.words().size(); j += step) {
            if (sentence.words()[j].content && !sentence.words()[j].name)
                return &sentence.words()[j];
        }
        return nullptr;
    };
    for (qsizetype j = 0; j < closest->words().size(); ++j) {
        const StatedWord &other = closest->words()[j];
        if (!other.name || pair.said().terms().contains(other.term))
            continue;
        for (const int step : { 1, -1 }) {
            const StatedWord *mine = neighbour(pair.said(), i, step), *theirs = neighbour(*closest, j, step);
            if (mine && theirs && pair.likeness(*mine, *theirs) > 0.5)
                return closest->text().mid(other.start, other.end - other.start);
        }
    }
    return {};
}

} // namespace

std::optional<Finding> checkNames(const Pairing &pair)
{
    const Statement &said = pair.said();
    std::optional<Finding> missing;
    for (qsizetype i = 0; i < said.words().size(); ++i) {
        const StatedWord &name = said.words()[i];
        if (!name.name || isKnown(pair, name) || isInitials(name.folded, pair) || isSpelledInitials(said, i, pair.evidence())
            || isWrittenTogether(pair, i) || isShortened(pair, i) || (pair.share() >= Otherwise && hasAbbreviation(pair, name)))
            continue;
        const QString written = said.text().mid(name.start, name.end - name.start);
        if (lettersOf(name.folded).size() != name.folded.size()) {
            if (const QString other = otherNumber(pair, name); !other.isEmpty())
                return Finding { Outcome::Contradicted, bothSides(other, written), other, written };
            if (pair.share() >= Otherwise)
                continue; // the passage may call it by its full name
        }
        const bool known = std::any_of(said.words().cbegin(), said.words().cend(),
            [&](const StatedWord &other) { return other.name && &other != &name && isKnown(pair, other); });
        if (const QString other = nameInItsPlace(pair, i); !other.isEmpty() && !known)
            return Finding { Outcome::Contradicted, bothSides(other, written), other, written };
        if (!missing)
            missing = Finding { Outcome::NotFound, checkText("the passage does not name “%1”").arg(written), {}, written };
    }
    return missing;
}

} // namespace Heddle::Dialog
