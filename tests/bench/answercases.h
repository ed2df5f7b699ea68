// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>
#include <QStringList>

namespace Heddle::BenchSupport {

//! \brief A question of a public collection, with what answers it.
struct AnswerCase {
    QString question;
    QStringList gold; //!< texts, any of which answers it
    QString collection, file; //!< that hold the answer; file: empty where that isn't told
    bool work = true; //!< of the part that rules and figures were fitted on; false: only reported
    bool answerable = true; //!< false: no document answers it
};

//! \brief A public collection as documents and questions.
struct AnswerCases {
    struct Document {
        QString collection, file, text;
    };
    enum class Gold {
        Sentences, //!< of which one has to be quoted
        Spans, //!< a few words that the answer has to hold
        Patterns, //!< regular expressions that fit what answers
    };
    QList<Document> documents;
    QList<AnswerCase> cases;
    Gold gold = Gold::Sentences;
    QString folder; //!< that is indexed as it is, in place of documents
};

//! \brief XQuAD, one language: a paragraph a document, an article a collection. Articles of even number are the part to work on.
AnswerCases readXquad(const QString &file);
//! \brief XQuAD with an article a document, under its title, all in one collection: the gold is the sentence that holds the answer.
AnswerCases readXquadArticles(const QString &file);
//! \brief chunking-eval: five long documents, a collection each. Questions of even number are the part to work on.
AnswerCases readChunkingEval(const QString &folder);
//! \brief SciFact, unpacked: claims with evidence sentences; all abstracts are one collection. The training claims are the part
//! to work on, the validation claims the other.
AnswerCases readSciFact(const QString &folder);
//! \brief A folder as a person has one. `cases`: {"question","must_contain":[patterns]} or {"question","unanswerable":true}, a line each.
AnswerCases readFolder(const QString &folder, const QString &cases);

//! \brief Tells whether what is shown holds the gold.
using Holds = bool (*)(const QString &shown, const QStringList &gold);
Holds holdsFor(AnswerCases::Gold gold);

} // namespace Heddle::BenchSupport
