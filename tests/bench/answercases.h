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
};

//! \brief A public collection as documents and questions.
struct AnswerCases {
    struct Document {
        QString collection, file, text;
    };
    QList<Document> documents;
    QList<AnswerCase> cases;
    bool spans = false; //!< the gold is a few words that the answer has to hold; else sentences of which one has to be quoted
};

//! \brief XQuAD, one language: a paragraph a document, an article a collection. Articles of even number are the part to work on.
AnswerCases readXquad(const QString &file);
//! \brief chunking-eval: five long documents, a collection each. Questions of even number are the part to work on.
AnswerCases readChunkingEval(const QString &folder);
//! \brief SciFact, unpacked: claims with evidence sentences; all abstracts are one collection. The training claims are the part
//! to work on, the validation claims the other.
AnswerCases readSciFact(const QString &folder);

} // namespace Heddle::BenchSupport
