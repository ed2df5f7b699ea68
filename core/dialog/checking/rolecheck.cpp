// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/association.h"
#include "core/dialog/checking/checks.h"
#include "core/dialog/checking/words.h"

namespace Heddle::Dialog {
namespace {

constexpr double BySide = 1.8, Clearly = 0.22; //!< how much better another name must fit what is said of one
constexpr double Nearly = 0.7; //!< share of what is said
constexpr qsizetype MaxNames = 12; //!< of a sentence
constexpr qsizetype MaxAll = 100; //!< of a passage

class RoleCheck {
public:
    explicit RoleCheck(const Pairing &pair) : m_pair(pair)
    {
        QSet<QString> known; // a name inside of a sentence is one at its beginning
        const auto &sentences = pair.evidence().sentences();
        for (const Statement &sentence : sentences) {
            for (const StatedWord &word : sentence.words()) {
                if (word.name)
                    known += word.folded;
            }
        }
        m_said = anchorsOf(pair.said(), known).mid(0, MaxNames);
        if (m_said.isEmpty())
            return;
        for (const qsizetype i : pair.support())
            m_rivals += anchorsOf(sentences[i], known).mid(0, MaxNames);
        for (const Statement &sentence : sentences) {
            if (m_passage.size() < MaxAll)
                m_passage += anchorsOf(sentence, known).mid(0, MaxNames);
        }
    }

    std::optional<Finding> run() const
    {
        if (const auto found = reversed())
            return found;
        if (const auto found = crossed())
            return found;
        return otherName();
    }

private:
    //! Names; in German all nouns, among which they can't be told.
    static QList<Anchor> anchorsOf(const Statement &statement, const QSet<QString> &known)
    {
        if (statement.language() != QLatin1String("de"))
            return namesOf(statement, known);
        QList<Anchor> nouns;
        for (const StatedWord &word : statement.words()) {
            if (word.capital && word.content && !word.ngram)
                nouns += { &statement, word.start, word.end };
        }
        return nouns;
    }

    //! A part of a name is enough: "Barker" for "Cicely Mary Barker".
    static bool isSame(const Anchor &one, const Anchor &other)
    {
        const auto words = [](const Anchor &anchor) {
            QStringList folded;
            for (const StatedWord &word : anchor.statement->words()) {
                if (word.start >= anchor.start && word.end <= anchor.end)
                    folded += word.folded;
            }
            return folded;
        };
        const QStringList mine = words(one), theirs = words(other);
        const QStringList &fewer = mine.size() < theirs.size() ? mine : theirs, &more = mine.size() < theirs.size() ? theirs : mine;
        return std::all_of(fewer.cbegin(), fewer.cend(), [&more](const QString &word) { return more.contains(word); });
    }
    //! The same name in the passage, or in one sentence of it.
    QList<Anchor> twins(const Anchor &name, const Statement *sentence = nullptr) const
    {
        QList<Anchor> found;
        std::copy_if(m_passage.cbegin(), m_passage.cend(), std::back_inserter(found),
            [&](const Anchor &other) { return (!sentence || other.statement == sentence) && isSame(name, other); });
        return found;
    }

    static Finding against(const QString &passage, const QString &answer)
    {
        return { Outcome::Contradicted, bothSides(passage, answer), passage, answer };
    }
    static QString between(const Anchor &one, const Anchor &other)
    {
        const qsizetype from = std::min(one.start, other.start), to = std::max(one.end, other.end);
        return one.statement->text().mid(from, to - from).simplified();
    }

    //! "A defeated B" beside "B defeated A": the same word between two names in the other order.
    std::optional<Finding> reversed() const
    {
        for (qsizetype i = 0; i + 1 < m_said.size(); ++i) {
            const Anchor &first = m_said[i], &second = m_said[i + 1];
            for (const Anchor &one : twins(first)) {
                for (const Anchor &other : twins(second)) {
                    if (one.statement != other.statement || isSame(first, second) || other.end > one.start || isApposition(other, one))
                        continue;
                    const QStringList mine = stems(first, second), theirs = stems(other, one);
                    const bool shares = std::any_of(mine.cbegin(), mine.cend(), [&](const QString &word) {
                        return std::any_of(
                            theirs.cbegin(), theirs.cend(), [&](const QString &twin) { return m_pair.likeness(word, twin) > 0.7; });
                    });
                    if (shares && isPassive(first, second) == isPassive(other, one))
                        return against(between(other, one), between(first, second));
                }
            }
        }
        return {};
    }
    //! "the ligand of A, B": the word between them says what the one is for the other, whichever comes first.
    static bool isApposition(const Anchor &first, const Anchor &second)
    {
        const QString text = first.statement->text().mid(first.end, second.start - first.end);
        return text.contains(QLatin1Char(',')) || text.contains(QLatin1Char('('));
    }
    static QStringList stems(const Anchor &first, const Anchor &second)
    {
        QStringList words;
        for (const StatedWord &word : first.statement->words()) {
            if (word.start >= first.end && word.end <= second.start && word.content)
                words += word.term;
        }
        return words.size() > 4 ? QStringList() : words;
    }
    static bool isPassive(const Anchor &first, const Anchor &second)
    {
        const Statement &statement = *first.statement;
        for (qsizetype i = statement.wordAt(first.end); i < statement.wordAt(second.start); ++i) {
            if (statement.isAt(i, "passive"))
                return true;
        }
        return false;
    }

    //! "Scheele in Wiltshire and Priestley in Uppsala" beside the other way round.
    std::optional<Finding> crossed() const
    {
        if (m_pair.said().has("respectively") || (m_pair.closest() && m_pair.closest()->has("respectively")))
            return {};
        for (qsizetype i = 0; i < m_said.size(); ++i) {
            for (qsizetype j = i + 1; j < m_said.size(); ++j) {
                if (isSame(m_said[i], m_said[j]))
                    continue;
                for (const qsizetype index : m_pair.support()) {
                    const Statement &sentence = m_pair.evidence().sentences()[index];
                    const QList<Anchor> ones = twins(m_said[i], &sentence), others = twins(m_said[j], &sentence);
                    if (ones.size() != 1 || others.size() != 1)
                        continue; // what is named twice can't be told apart
                    const bool ordered = ones.first().start < others.first().start;
                    const Anchor &first = ordered ? ones.first() : others.first(), &second = ordered ? others.first() : ones.first();
                    if (isPassive(m_said[i], m_said[j]) == isPassive(first, second)
                        && isCrossed(m_pair, m_said[i], m_said[j], ones.first(), others.first()))
                        return against(between(ones.first(), others.first()), between(m_said[i], m_said[j]));
                    break;
                }
            }
        }
        return {};
    }

    //! Nothing that says something stands before it.
    static bool isSubject(const Anchor &name)
    {
        const auto &words = name.statement->words();
        return std::none_of(words.cbegin(), words.cend(), [&](const StatedWord &word) { return word.content && word.end <= name.start; });
    }
    //! Abbreviations and parts of compounds stand for things that have other names, too.
    static bool isPlain(const Anchor &name)
    {
        const QString text = name.text();
        return std::none_of(text.cbegin() + 1, text.cend() - 1, [](QChar c) { return c.isDigit(); }) && text.size() > 3 && text[1].isLower()
            && !text.contains(QLatin1Char('('));
    }

    //! The closest sentence has nearly all of what is said, and another name in place of the subject.
    std::optional<Finding> otherSubject(const Anchor &name) const
    {
        const Statement &closest = *m_pair.closest();
        if (!twins(name, &closest).isEmpty())
            return {};
        int all = 0;
        double shared = 0;
        for (const StatedWord &word : m_pair.said().words()) {
            if (!word.content || (word.start >= name.start && word.end <= name.end))
                continue;
            ++all;
            double best = 0;
            for (const StatedWord &other : closest.words())
                best = std::max(best, other.content ? m_pair.likeness(word, other) : 0);
            shared += best;
        }
        if (all < 2 || shared < Nearly * all)
            return {};
        const Anchor *rival = nullptr;
        double best = 0;
        for (const Anchor &other : m_rivals) {
            const bool said = std::any_of(m_said.cbegin(), m_said.cend(), [&](const Anchor &one) { return isSame(one, other); });
            const double fits = other.statement == &closest && !said && isPlain(other) ? fit(m_pair, name, other) : 0;
            if (fits > best) {
                best = fits;
                rival = &other;
            }
        }
        return rival ? std::optional(against(rival->text(), name.text())) : std::nullopt;
    }

    //! What is said of the subject, the passage says of another.
    std::optional<Finding> otherName() const
    {
        for (const Anchor &name : m_said.mid(0, 1)) {
            const QList<Anchor> own = twins(name);
            if (own.isEmpty() || !isSubject(name) || !isPlain(name))
                continue;
            if (const auto found = otherSubject(name))
                return found;
            double best = 0;
            for (const Anchor &twin : own)
                best = std::max(best, fit(m_pair, name, twin));
            for (const Anchor &rival : m_rivals) {
                const bool said = std::any_of(m_said.cbegin(), m_said.cend(), [&](const Anchor &one) { return isSame(one, rival); });
                if (!said && isPlain(rival) && fit(m_pair, name, rival) > best * BySide + Clearly)
                    return against(rival.text(), name.text());
            }
        }
        return {};
    }

    const Pairing &m_pair;
    QList<Anchor> m_said, m_passage, m_rivals; //!< m_rivals: of the sentences that it rests on
};

} // namespace

std::optional<Finding> checkRoles(const Pairing &pair)
{
    return pair.said().unspaced() || pair.support().isEmpty() ? std::nullopt : RoleCheck(pair).run();
}

} // namespace Heddle::Dialog
