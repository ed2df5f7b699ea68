// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/checks.h"
#include "core/dialog/checking/words.h"

namespace Heddle::Dialog {
namespace {

constexpr double SameMatter = 0.4; //!< share of the clause's words that the passage's clause must have
constexpr double SameDenial = 0.5; //!< of a clause that differs in nothing but "not"
constexpr double UnspacedMatter = 0.2; //!< the same of pairs of characters
constexpr double UnspacedClause = 0.6; //!< of a clause, to tell that one side denies
constexpr double Like = 0.65;
constexpr int Beside = 5; //!< words within which an opposite must have a common neighbour

class PolarityCheck {
public:
    explicit PolarityCheck(const Pairing &pair) : m_pair(pair) { }

    std::optional<Finding> run()
    {
        if (m_pair.said().unspaced())
            return unspaced();
        const int clauses = m_pair.said().words().isEmpty() ? 0 : m_pair.said().words().last().clause + 1;
        for (int clause = 0; clause < clauses; ++clause) {
            if (const auto found = check(clause))
                return found;
        }
        return {};
    }

private:
    //! A clause of the passage.
    struct Clause {
        const Statement *sentence = nullptr;
        int number = 0;
        double share = 0;
    };
    using Words = QList<const StatedWord *>;

    static Words wordsOf(const Statement &sentence, int clause)
    {
        Words words;
        for (const StatedWord &word : sentence.words()) {
            if (word.clause == clause)
                words += &word;
        }
        return words;
    }
    const Lexicon &lexicon() const { return m_pair.said().lexicon(); }

    bool isOpposed(const StatedWord &one, const StatedWord &other) const
    {
        const auto theirs = lexicon().sides(other.folded, other.term);
        bool opposed = false;
        for (const Lexicon::Side &a : lexicon().sides(one.folded, one.term)) {
            for (const Lexicon::Side &b : theirs) {
                if (a.list == b.list && a.side == b.side)
                    return false; // the same in one sense
                opposed = opposed || (a.list == b.list && a.side != b.side);
            }
        }
        return opposed || isNegatedForm(one.folded, other.folded) || isNegatedForm(other.folded, one.folded);
    }
    //! "unable" of "able", "nonprofit" of "profit", "unwirksam" of "wirksam".
    bool isNegatedForm(const QString &negated, const QString &plain) const
    {
        if (plain.size() < 4 || negated.size() <= plain.size() || !negated.endsWith(plain))
            return false;
        const QString prefix = negated.left(negated.size() - plain.size());
        static const QStringList prefixes { QStringLiteral("un"), QStringLiteral("non"), QStringLiteral("dis"), QStringLiteral("im"),
            QStringLiteral("in"), QStringLiteral("il"), QStringLiteral("ir"), QStringLiteral("nicht"), QStringLiteral("не"),
            QStringLiteral("anti"), QStringLiteral("des"), QStringLiteral("on"), QStringLiteral("non-") };
        return prefixes.contains(prefix);
    }

    //! The clauses of the closest sentences that speak of the same, the nearest first.
    QList<Clause> matters(const Words &mine) const
    {
        QList<Clause> clauses;
        for (const qsizetype i : m_pair.support()) {
            const Statement &sentence = m_pair.evidence().sentences()[i];
            const int count = sentence.words().isEmpty() ? 0 : sentence.words().last().clause + 1;
            for (int number = 0; number < count; ++number) {
                const double share = shareOf(mine, wordsOf(sentence, number));
                clauses += Clause { &sentence, number, share };
            }
        }
        std::stable_sort(clauses.begin(), clauses.end(), [](const Clause &a, const Clause &b) { return a.share > b.share; });
        return clauses;
    }
    //! Opposites count as common words here: they are about the same.
    double shareOf(const Words &mine, const Words &theirs) const
    {
        double sum = 0;
        int count = 0;
        for (const StatedWord *word : mine) {
            if (!word->content)
                continue;
            ++count;
            double best = 0;
            for (const StatedWord *other : theirs) {
                if (other->content)
                    best = std::max(best, isOpposed(*word, *other) ? 0.8 : m_pair.likeness(*word, *other));
            }
            sum += best;
        }
        return count ? sum / count : 0;
    }

    std::optional<Finding> check(int clause)
    {
        const Words mine = wordsOf(m_pair.said(), clause);
        const QList<Clause> clauses = matters(mine);
        if (clauses.isEmpty() || clauses.first().share < SameMatter)
            return {};
        std::optional<Finding> first;
        const StatedWord *opposed = nullptr;
        for (const Clause &candidate : clauses) {
            if (candidate.share < clauses.first().share * 0.85 || candidate.share < SameMatter)
                break;
            const StatedWord *word = nullptr;
            const auto found = compare(mine, candidate, &word);
            if (!found && (!first || !opposed)) {
                if (!first && !has(wordsOf(*candidate.sentence, candidate.number), mine))
                    continue; // it speaks of something else
                return {}; // one that says the same
            }
            if (!found && has(wordsOf(*candidate.sentence, candidate.number), *opposed))
                return {};
            if (found && !first) {
                first = found;
                opposed = word;
            }
        }
        if (first && opposed && isSaidElsewhere(mine, *opposed, clauses))
            return {};
        return first;
    }

    //! Another clause has the word itself, and half as much of the rest as the closest one: "the north wing is 40 m long and the south
    //! wing 25 m".
    bool isSaidElsewhere(const Words &mine, const StatedWord &word, const QList<Clause> &clauses) const
    {
        Words rest = mine;
        rest.removeAll(&word);
        const double closest = shareOf(rest, wordsOf(*clauses.first().sentence, clauses.first().number));
        return std::any_of(clauses.cbegin(), clauses.cend(), [&](const Clause &clause) {
            const Words theirs = wordsOf(*clause.sentence, clause.number);
            const double share = shareOf(rest, theirs);
            return share > 0 && share >= 0.5 * closest && has(theirs, word);
        });
    }

    //! All words of the sentence that have an opposite stand in the clause: it says the same.
    bool has(const Words &words, const Words &mine) const
    {
        return std::all_of(mine.cbegin(), mine.cend(),
            [&](const StatedWord *word) { return lexicon().sides(word->folded, word->term).isEmpty() || has(words, *word); });
    }

    //! What asks, or says what was to be found out, says neither that it is so nor that it isn't.
    bool isOpen(const Statement &sentence) const
    {
        static const QString marks = QStringLiteral("?？؟");
        return !m_pair.said().has("asking")
            && ((!sentence.text().isEmpty() && marks.contains(sentence.text().back())) || sentence.has("asking"));
    }

    //! `opposed`: the word of the sentence whose opposite the clause has; null: it is about a negation.
    std::optional<Finding> compare(const Words &mine, const Clause &clause, const StatedWord **opposed)
    {
        if (isOpen(*clause.sentence))
            return {};
        const Words theirs = wordsOf(*clause.sentence, clause.number);
        const StatedWord *opposedMine = nullptr, *opposedTheirs = nullptr;
        findOpposites(mine, theirs, &opposedMine, &opposedTheirs);
        const StatedWord *deniedMine = nullptr, *deniedTheirs = nullptr;
        const bool denied = deniesDifferently(mine, theirs, &deniedMine, &deniedTheirs);
        // "never more than two" is a number's matter.
        const auto bounded = [](const Statement &sentence) {
            return std::any_of(sentence.quantities().cbegin(), sentence.quantities().cend(),
                [](const Quantity &quantity) { return quantity.bound != Bound::None; });
        };
        if (denied && !opposedMine && (bounded(m_pair.said()) || bounded(*clause.sentence)))
            return {};
        // "did not rise" and "fell" mean the same.
        if ((opposedMine != nullptr) == denied)
            return {};
        const auto denies = [](const Statement &sentence) {
            return std::any_of(sentence.words().cbegin(), sentence.words().cend(), [](const StatedWord &word) { return word.negation; });
        };
        if (denied && clause.share < SameDenial)
            return {};
        if (denied
            && ((denies(m_pair.said()) && denies(*clause.sentence))
                || (deniedTheirs->denied && clause.sentence != m_pair.closest() && clause.share < 0.5)))
            return {}; // another clause may say it
        if (opposedMine) {
            if (opposedMine->denied != opposedTheirs->denied)
                return {};
            *opposed = opposedMine;
            return finding(clause, *opposedMine, *opposedTheirs, false);
        }
        return finding(clause, *deniedMine, *deniedTheirs, true);
    }

    //! A word of the clause whose opposite stands in its place.
    void findOpposites(const Words &mine, const Words &theirs, const StatedWord **one, const StatedWord **other) const
    {
        for (qsizetype i = 0; i < mine.size(); ++i) {
            if (has(theirs, *mine[i]))
                continue;
            for (qsizetype j = 0; j < theirs.size(); ++j) {
                if (!isOpposed(*mine[i], *theirs[j]) || has(mine, *theirs[j]) || !shareNeighbour(mine, i, theirs, j))
                    continue;
                *one = mine[i];
                *other = theirs[j];
                return;
            }
        }
    }
    bool has(const Words &words, const StatedWord &word) const
    {
        return std::any_of(words.cbegin(), words.cend(), [&](const StatedWord *other) { return m_pair.likeness(word, *other) > Like; });
    }
    //! Function words ("before", "more") are opposed only if the word behind is the same, others if one of their neighbours is.
    bool shareNeighbour(const Words &mine, qsizetype i, const Words &theirs, qsizetype j) const
    {
        const bool function = !mine[i]->content || !theirs[j]->content;
        const int reach = function ? 2 : Beside;
        int seen = 0;
        for (qsizetype a = i + 1; a < mine.size() && seen < reach; ++a) {
            if (!mine[a]->content && !mine[a]->quantity)
                continue;
            ++seen;
            int theirSeen = 0;
            for (qsizetype b = j + 1; b < theirs.size() && theirSeen < reach; ++b) {
                if (!theirs[b]->content && !theirs[b]->quantity)
                    continue;
                ++theirSeen;
                if (m_pair.likeness(*mine[a], *theirs[b]) > Like)
                    return true;
            }
        }
        if (function)
            return false;
        for (qsizetype a = std::max<qsizetype>(0, i - Beside); a < i; ++a) {
            if (!mine[a]->content)
                continue;
            for (qsizetype b = std::max<qsizetype>(0, j - Beside); b < std::min(theirs.size(), j + Beside); ++b) {
                if (b != j && theirs[b]->content && m_pair.likeness(*mine[a], *theirs[b]) > Like)
                    return true;
            }
        }
        return false;
    }

    //! True if one side denies a word that both have, and they deny none together.
    bool deniesDifferently(const Words &mine, const Words &theirs, const StatedWord **one, const StatedWord **other) const
    {
        const StatedWord *a = nullptr, *b = nullptr;
        int different = 0;
        const bool neg = std::any_of(mine.cbegin(), mine.cend(), [](const StatedWord *w) { return w->negation; });
        const bool theirNeg = std::any_of(theirs.cbegin(), theirs.cend(), [](const StatedWord *w) { return w->negation; });
        if (neg && theirNeg)
            return false;
        for (const StatedWord *word : mine) {
            if (!word->content)
                continue;
            for (const StatedWord *twin : theirs) {
                if (!twin->content || (m_pair.likeness(*word, *twin) <= Like && !isOpposed(*word, *twin)))
                    continue;
                if (word->denied && twin->denied)
                    return false;
                if (word->denied != twin->denied) {
                    ++different;
                    if (!a) {
                        a = word;
                        b = twin;
                    }
                }
            }
        }
        *one = a;
        *other = b;
        return different > 1 || (different == 1 && mine.size() <= 4);
    }

    Finding finding(const Clause &clause, const StatedWord &mine, const StatedWord &theirs, bool negated) const
    {
        const auto around = [negated](const Statement &sentence, const StatedWord &word) {
            if (!negated)
                return sentence.text().mid(word.start, word.end - word.start);
            qsizetype from = sentence.wordAt(word.start), to = from;
            while (from > 0 && sentence.words()[from - 1].clause == word.clause && to - from < 4)
                --from;
            while (to + 1 < sentence.words().size() && sentence.words()[to + 1].clause == word.clause && to - from < 7)
                ++to;
            return sentence.text().mid(sentence.words()[from].start, sentence.words()[to].end - sentence.words()[from].start);
        };
        Finding made { Outcome::Contradicted, {}, around(*clause.sentence, theirs), around(m_pair.said(), mine) };
        made.reason = bothSides(made.passageSays, made.answerSays);
        return made;
    }

    //! Texts without blanks: opposites as they are written, and whether the closest sentence denies.
    std::optional<Finding> unspaced() const
    {
        const Statement *closest = m_pair.closest();
        if (!closest || m_pair.share() < UnspacedMatter || isOpen(*closest))
            return {};
        if (const auto found = unspacedDenial(*closest))
            return found;
        const QString &mine = m_pair.said().text(), &theirs = closest->text();
        for (const QList<QStringList> &list : lexicon().lists()) {
            for (qsizetype a = 0; a < list.size(); ++a) {
                for (qsizetype b = 0; b < list.size(); ++b) {
                    if (a == b)
                        continue;
                    const QString one = firstIn(mine, list[a]), other = firstIn(theirs, list[b]);
                    if (one.isEmpty() || other.isEmpty() || !firstIn(theirs, list[a]).isEmpty() || !firstIn(mine, list[b]).isEmpty())
                        continue;
                    if (denials(mine) == denials(clauseWith(*closest, other)))
                        return Finding { Outcome::Contradicted, bothSides(other, one), other, one };
                }
            }
        }
        return {};
    }
    //! A clause that is the sentence but for "not".
    std::optional<Finding> unspacedDenial(const Statement &closest) const
    {
        const int clauses = closest.words().isEmpty() ? 0 : closest.words().last().clause + 1;
        double best = UnspacedClause;
        QString text;
        for (int clause = 0; clause < clauses; ++clause) {
            const Words words = wordsOf(closest, clause);
            QSet<QString> terms;
            for (const StatedWord *word : words)
                terms += word->folded;
            const auto &mine = m_pair.said().terms();
            const auto shared = std::count_if(mine.cbegin(), mine.cend(), [&terms](const QString &term) { return terms.contains(term); });
            if (const double share = double(shared) / double(std::max<qsizetype>(1, mine.size())); share > best) {
                best = share;
                text = closest.text().mid(words.first()->start, words.last()->end - words.first()->start);
            }
        }
        if (text.isEmpty() || denials(text) == denials(m_pair.said().text()))
            return {};
        return Finding { Outcome::Contradicted, bothSides(text, m_pair.said().text()), text, m_pair.said().text() };
    }
    //! The part of a sentence between two commas that has a word.
    static QString clauseWith(const Statement &sentence, const QString &word)
    {
        static const QString borders = QStringLiteral("，；：。、");
        const QString &text = sentence.text();
        const qsizetype at = text.indexOf(word);
        qsizetype from = at, to = at;
        while (from > 0 && !borders.contains(text[from - 1]))
            --from;
        while (to < text.size() && !borders.contains(text[to]))
            ++to;
        return text.mid(from, to - from);
    }
    static QString firstIn(const QString &text, const QStringList &words)
    {
        for (const QString &word : words) {
            if (text.contains(word))
                return word;
        }
        return {};
    }
    int denials(QString text) const
    {
        for (const QString &harmless : lexicon().words("not negating"))
            text.remove(harmless);
        int count = 0;
        for (const QString &negation : lexicon().words("negation"))
            count += int(text.count(negation));
        return count % 2;
    }

    const Pairing &m_pair;
};

} // namespace

std::optional<Finding> checkPolarity(const Pairing &pair)
{
    return PolarityCheck(pair).run();
}

} // namespace Heddle::Dialog
