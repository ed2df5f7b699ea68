// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/citation.h"
#include "core/dialog/unreadfiles.h"
#include "core/evidence/findings.h"
#include "core/retrieval/emptyresult.h"

namespace Heddle::Dialog {

//! \brief A stretch of a passage that is quoted: one to four sentences with what they stand in. Ranges are in the text of its Source.
struct Card {
    int n = 0; //!< of its source among the sources of the answer
    QList<Evidence::Range> sentences; //!< in order, at least one
    qsizetype best = 0; //!< the place of the best sentence among them
    QList<Evidence::Range> marked; //!< words of the question
    QStringList headings; //!< that it stands under, from the outermost
    QList<Evidence::Range> before, after; //!< sentences next to it in its passage, in order, that are shown around it

    Evidence::Range range() const
    {
        return sentences.isEmpty() ? Evidence::Range() : Evidence::Range { sentences.first().from, sentences.last().to };
    }
    //! \brief With what is shown around it.
    Evidence::Range shownRange() const
    {
        const Evidence::Range quote = range();
        return { before.isEmpty() ? quote.from : before.first().from, after.isEmpty() ? quote.to : after.last().to };
    }
};

//! \brief An answer without a chat model, as a value: window, terminal, map and exports draw it each in their way.
struct QuotedAnswer {
    enum class Verdict {
        Answers, //!< the cards answer
        NothingFits, //!< the cards are only the nearest there is
    };
    Verdict verdict = Verdict::Answers;
    double fit = 0; //!< how likely the cards answer, from 0 to 1
    QList<Card> cards; //!< the best one first; of NothingFits as well
    QString outlined; //!< the document that the cards outline, a sentence of each section; empty: they answer a question
    QString searched; //!< what was searched for, where that isn't the question itself
    Retrieval::Scope scope; //!< what was searched in
    QStringList missing; //!< names and numbers of the question that occur in none of the documents searched
    QList<UnreadFile> unread; //!< files that may answer by their names

    bool answers() const { return verdict == Verdict::Answers; }
};

//! \brief A quoted answer together with the sources that its cards name: cited ones by n, then the other passages with n 0.
struct QuotedSources {
    QuotedAnswer answer;
    QList<Source> sources;
};
//! \brief Puts findings on cards. Pure computation, for the inference pool.
//! \param listed how many of the first passages are sources as well where no card quotes them
QuotedSources quoted(
    const Evidence::Findings &findings, const QList<Retrieval::Passage> &passages, const QList<Search::QueryTerm> &terms, qsizetype listed);

//! \brief What a card quotes, as one line.
QString textOf(const Card &card, const Source &source);
//! \brief What is shown before and after the quote, each as one line; empty where there is nothing.
QString textBefore(const Card &card, const Source &source);
QString textAfter(const Card &card, const Source &source);
//! \brief All that is shown of a card: the quote and what stands around it, as one line.
QString shownText(const Card &card, const Source &source);
//! \brief What is said above the cards: that nothing fits, what was searched for and in, which names occur nowhere; lines.
QStringList saidAbove(const QuotedAnswer &answer);
//! \brief What is said below the cards: which files may answer and were not read; lines.
QStringList saidBelow(const QuotedAnswer &answer);
//! \brief The answer as plain text with markers, a line a card: "The fee is $8. [1]". The one place that writes markers.
QString plainText(const QuotedAnswer &answer, const QList<Source> &sources);
//! \brief The source of a number; null where there is none.
const Source *sourceOf(int n, const QList<Source> &sources);
//! \brief The card of a source; null where the answer quotes nothing of it.
const Card *cardOf(int n, const QuotedAnswer &answer);

QJsonObject toJson(const QuotedAnswer &answer);
QJsonObject toJson(const UnreadFile &file);
QuotedAnswer quotedFromJson(const QJsonObject &object);
//! \brief The cards of an answer that was stored before there were any: a sentence each.
QuotedAnswer quotedFromSources(const QList<Source> &sources);

//! \brief A card as JSON for programs: {"text","start","end","sentences","best","marked"}.
QJsonObject windowJson(const Card &card, const Source &source);
//! \brief What a card stands in: {"headings","before","after"}; the sentences before and after as text.
QJsonObject contextJson(const Card &card, const Source &source);

} // namespace Heddle::Dialog
