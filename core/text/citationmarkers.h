// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>

namespace Heddle::Text {

//! \brief Where a model cited passages, as numbers it was given; the text itself holds no marker any more.
struct Marker {
    qsizetype at = 0; //!< UTF-16 units in MarkedText::text
    QList<int> numbers; //!< 1…passages, each once
};

struct MarkedText {
    QString text;
    QList<Marker> markers; //!< in order
    int outOfRange = 0; //!< numbers that no passage has; they are gone
};

//! \brief Takes the citations out of an answer, in whichever form the model wrote them: [1], [1, 2], [1-3], [Source 1], [1, page 3],
//! 【1†source】, [^1], <sup>1</sup>, (Source 1), and (1) or a raised 1 where nothing else is cited; digits of any script.
//!
//! What cites nothing stays in the text: code, formulas, links, intervals, arrays, years, a quoted "[12]".
MarkedText takeMarkers(const QString &answer, int passages);

//! \brief Returns a text that is no answer with braces in place of the brackets of whatever takeMarkers() could read as a citation of
//! one of `passages` passages, so that a model that repeats it cites nothing: [3] becomes {3}. An index in code, such as
//! a[1] = 0, stays.
QString withoutMarkers(const QString &text, int passages);

//! \brief A part of an answer that stands for itself: start and end in the text, UTF-16 units, trimmed.
struct AnswerSentence {
    qsizetype start = 0, end = 0;
};
//! \brief The sentences of an answer in Markdown. Code, tables and headings have none; list marks belong to none.
QList<AnswerSentence> answerSentences(const QString &text, const QString &language = {});

} // namespace Heddle::Text
