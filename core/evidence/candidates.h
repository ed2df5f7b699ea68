// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/evidence/askedquestion.h"
#include "core/evidence/questionwords.h"
#include "core/retrieval/retriever.h"
#include <array>
#include <bitset>
#include <stop_token>

namespace Heddle::Evidence {

constexpr int SearchedPassages = 16; //!< of a retrieval, whose sentences are looked at

using TermSet = std::bitset<AskedQuestion::MaxTerms>;

//! \brief What a sentence's score is made of, each between 0 and 1 or near it.
enum Feature {
    Coverage, //!< share of the question's weight that the sentence has in its words
    HeadingCoverage, //!< that its headings and title add
    NearCoverage, //!< that the sentences next to it add
    PassageCoverage, //!< that the rest of its passage adds
    Closeness, //!< share of neighbouring words of the question that stand close together here as well
    KindFit, //!< holds what a question of this kind asks for: a number, a name, a reason
    KindMisfit, //!< holds nothing of it
    PassageRank, //!< of its passage: 1 for the first one
    PassageScore, //!< of its passage, relative to the best one
    Length, //!< natural logarithm of the number of words, / 4
    Fragment, //!< too short to say anything, or without an end
    Echo, //!< a question itself, or the asked one said again
    Heading, //!< a heading of the passage, or the title
    Boilerplate, //!< of a table of contents, a bibliography, a notice of rights
    LocalCoverage, //!< share of the question where a word counts by how few of the sentences looked at have it
    NamesMissing, //!< share of the question's weight of names and numbers that neither its passage has nor its headings
    Cosine, //!< of its vector and the question's; 0 where there is none
    FeatureCount
};
using Features = std::array<double, FeatureCount>;

//! \brief A sentence that may answer.
struct Candidate {
    qsizetype passage = 0; //!< its number among the passages
    qsizetype from = 0, to = 0; //!< UTF-16 units in the passage's text
    int block = 0; //!< number of the paragraph in the passage
    TermSet terms; //!< of the question, in the sentence
    TermSet around; //!< and with its headings and the sentences next to it
    Features features {};
    Opening opening = Opening::Own;
    bool leadsOn = false; //!< it ends with a colon: what it announces follows
    bool pointsBack = false; //!< a pronoun soon after the subject needs the sentence before: "The board lowers it to"
    double words = 0;
    double score = 0; //!< natural logarithm of how much more likely it answers than another sentence

    //! \brief Whether it can be shown by itself.
    bool isSentence() const { return features[Heading] == 0 && features[Boilerplate] == 0 && features[Fragment] == 0; }
};

//! \brief The sentences of the best passages, in their order, each with its features and its score by words alone.
//! \param passages in rank order
QList<Candidate> candidatesFrom(const AskedQuestion &question, const QList<Retrieval::Passage> &passages, std::stop_token stop = {});

//! \brief Gives the candidates their cosines and scores them again. `cosines`: by candidate; NaN where a vector is missing.
void addCosines(QList<Candidate> &candidates, const std::vector<double> &cosines);

//! \brief The candidates whose vectors could change the order, best first: at most `most`, as their places in the list.
QList<qsizetype> worthEmbedding(const QList<Candidate> &candidates, qsizetype most);

} // namespace Heddle::Evidence
