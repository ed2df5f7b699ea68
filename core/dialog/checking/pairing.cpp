// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/pairing.h"
#include "core/text/analyzer.h"
#include "core/text/sentences.h"
#include <QRegularExpression>

namespace Heddle::Dialog {
namespace {

constexpr int MaxSupport = 3; //!< sentences of a passage that one sentence may rest on
constexpr double SameSide = 0.9, SameRoot = 0.8, SameCompound = 0.7;
constexpr qsizetype MinRoot = 4, MinCompound = 5;
constexpr double RootShare = 0.66; //!< of the longer word
constexpr double WorthMore = 0.1; //!< that another sentence adds to the share

qsizetype commonPrefix(const QString &one, const QString &other)
{
    const qsizetype length = std::min(one.size(), other.size());
    qsizetype i = 0;
    while (i < length && one[i] == other[i])
        ++i;
    return i;
}

} // namespace

Evidence::Evidence(const Retrieval::Passage &passage)
    : m_language(passage.hit.language), m_text(passage.hit.text),
      m_surroundings(passage.hit.title + QLatin1String(" . ") + passage.hit.heading + QLatin1String(" . ") + passage.hit.path, m_language)
{
    for (const auto &[from, to] : Text::sentenceRanges(m_text, m_language))
        m_sentences += Statement(QStringView(m_text).mid(from, to - from), m_language, from);
    for (const Statement &sentence : std::as_const(m_sentences)) {
        m_terms += sentence.terms();
        for (const StatedWord &word : sentence.words())
            m_words += word.folded;
    }
    Text::Analyzer::forThisThread().tokenize(m_text, [this](const Text::Token &token) {
        if (token.kind == Text::Token::Kind::Joined)
            m_words += QString::fromStdString(token.term); // "us" of U.S.
    });
    static const QRegularExpression dotted(QStringLiteral("\\b(?:\\p{Lu}\\.){2,}"));
    for (auto it = dotted.globalMatch(m_text); it.hasNext();)
        m_words += foldedWord(it.next().captured().remove(QLatin1Char('.')));
    m_terms += m_surroundings.terms();
    for (const StatedWord &word : m_surroundings.words())
        m_words += word.folded;
}

Pairing::Pairing(const Statement &said, const Evidence &evidence) : m_said(said), m_evidence(evidence)
{
    if (said.terms().isEmpty())
        return;
    double best = 0;
    qsizetype closest = -1;
    for (qsizetype i = 0; i < evidence.sentences().size(); ++i) {
        const Statement &sentence = evidence.sentences()[i];
        m_shares += shareOf(sentence, nullptr);
        double score = m_shares.last();
        for (const Quantity &quantity : said.quantities()) {
            if (std::any_of(sentence.quantities().cbegin(), sentence.quantities().cend(),
                    [&](const Quantity &other) { return sameQuantity(quantity, other); }))
                score += 1.0 / double(said.terms().size() + 1);
        }
        if (score > 0)
            score -= 0.0005 * double(sentence.terms().size()); // the shorter of two equal ones
        if (score > best) {
            best = score;
            closest = i;
        }
    }
    if (closest < 0)
        return;
    m_support += closest;
    QSet<QString> covered;
    m_share = shareOf(evidence.sentences()[closest], &covered);
    // What the closest one leaves open may stand in others.
    while (m_support.size() < MaxSupport) {
        double more = WorthMore;
        qsizetype next = -1;
        for (qsizetype i = 0; i < evidence.sentences().size(); ++i) {
            if (m_support.contains(i) || m_shares[i] <= 0)
                continue;
            QSet<QString> with = covered;
            if (const double added = shareOf(evidence.sentences()[i], &with) - m_share; added >= more) {
                more = added;
                next = i;
            }
        }
        if (next < 0)
            break;
        m_support += next;
        m_share = shareOf(evidence.sentences()[next], &covered);
    }
    m_share = std::max(m_share, shareOf(evidence.surroundings(), &covered));
}

double Pairing::likeness(const QString &term, const QString &other) const
{
    if (term == other)
        return 1;
    if (term.size() < MinRoot || other.size() < MinRoot)
        return 0;
    const qsizetype prefix = commonPrefix(term, other), longer = std::max(term.size(), other.size());
    if (prefix >= MinRoot && double(prefix) >= RootShare * double(longer))
        return SameRoot;
    const QString &shorter = term.size() < other.size() ? term : other, &compound = term.size() < other.size() ? other : term;
    static const QStringList compounding { QStringLiteral("de"), QStringLiteral("nl"), QStringLiteral("sv"), QStringLiteral("da"),
        QStringLiteral("nb"), QStringLiteral("no"), QStringLiteral("fi"), QStringLiteral("hu") };
    if (shorter.size() >= MinCompound && compounding.contains(m_said.language())
        && (compound.endsWith(shorter) || compound.startsWith(shorter)))
        return SameCompound;
    return 0;
}

double Pairing::likeness(const StatedWord &said, const StatedWord &passage) const
{
    if (said.ngram || passage.ngram)
        return said.folded == passage.folded ? 1 : 0;
    double like = likeness(said.term, passage.term);
    if (like >= SameSide)
        return like;
    for (const Lexicon::Side &one : m_said.lexicon().sides(said.folded, said.term)) {
        for (const Lexicon::Side &other : m_said.lexicon().sides(passage.folded, passage.term)) {
            if (one.list == other.list && one.side == other.side)
                like = SameSide;
        }
    }
    return like;
}

//! `covered`: terms that are covered already; those of this sentence are added.
double Pairing::shareOf(const Statement &sentence, QSet<QString> *covered) const
{
    double sum = 0;
    QSet<QString> seen;
    for (const StatedWord &word : m_said.words()) {
        if (!word.content || seen.contains(word.term))
            continue;
        seen += word.term;
        if (covered && covered->contains(word.term)) {
            sum += 1;
            continue;
        }
        double like = sentence.terms().contains(word.term) ? 1 : 0;
        if (like == 0 && !word.ngram) {
            for (const StatedWord &other : sentence.words()) {
                if (other.content && !other.ngram)
                    like = std::max(like, likeness(word, other));
            }
        }
        sum += like;
        if (covered && like > 0)
            *covered += word.term;
    }
    return seen.isEmpty() ? 0 : sum / double(seen.size());
}

} // namespace Heddle::Dialog
