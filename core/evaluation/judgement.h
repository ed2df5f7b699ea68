// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include "core/concurrency/contents.h"
#include "core/search/searchengine.h"
#include <QByteArray>
#include <QList>
#include <QString>

namespace Heddle::Evaluation {

//! \brief What a question should find: a document, or a passage of it.
struct Right {
    QString document; //!< its path, or the end of it, with or without extension: "minutes/2025-06.md", "2025-06"
    QString text; //!< words of the passage as they stand there; empty: any passage of the document is right
    int grade = 1; //!< how much it is worth, from 1
    bool matches(const Search::Hit &hit) const;
};

//! \brief Returns what to keep of a passage so that it is recognised even after the document has been cut into other
//! passages: its supporting sentence, or else the beginning of its text.
//! \param sentenceStart, sentenceEnd The sentence in `passage`; a start below 0 means that there is none.
Right rightFor(const QString &document, const QString &passage, qsizetype sentenceStart, qsizetype sentenceEnd);

//! \brief A question with everything that it should find.
struct Judged {
    QString id, question;
    QString collection; //!< empty: the whole library
    QList<Right> right;
    Concurrency::Contents contents {}; //!< whose text the question has in it, where it was not typed
};

//! \brief A question a line: {"question":"…","right":["minutes/2025-06.md",{"document":"report","text":"late fees","grade":2}],
//! "id":"…","collection":"…"}. "id" and "collection" may be left out. Error Input that names the line.
Result<QList<Judged>> readJudged(const QByteArray &lines);
//! \brief Reads the questions of a file of up to 64 MB. Blocking: call it in a pool. Errors: Unreadable; Input, which names
//! file and line.
Result<QList<Judged>> loadJudged(const QString &path);

//! \brief How well one question was answered by an order of passages.
struct Score {
    int rank = 0; //!< of the first right one; 0: none
    double ndcg10 = 0; //!< Järvelin, Kekäläinen 2002, gain = grade
    double recall20 = 0; //!< share of what is right among the first 20
    double reciprocalRank = 0;
};
//! \brief Where nothing but documents is asked for, a document counts once, at its best passage's place among documents;
//! else places are those of passages. `hits` in their order.
Score score(const Judged &judged, const QList<Search::Hit> &hits);

} // namespace Heddle::Evaluation
