// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/citationmarkers.h"
#include "core/text/markdown.h"
#include "tests/fuzz/fuzzdocument.h"

namespace Heddle::Fuzz {

void markdown(const QByteArray &bytes)
{
    readDocument(QStringLiteral("md"), bytes);
    const QString answer = QString::fromUtf8(bytes);
    const qsizetype end = Text::stableEnd(answer);
    require(end >= 0 && end <= answer.size());
    Text::markdownToHtml(answer);
    Text::markdownToHtml(answer, Text::WebLinks::Marked);
    Text::inertMarkdown(answer);
    const Text::MarkedText marked = Text::takeMarkers(answer, 5);
    for (const Text::Marker &marker : marked.markers)
        require(marker.at >= 0 && marker.at <= marked.text.size() && !marker.numbers.isEmpty());
    for (const Text::AnswerSentence &sentence : Text::answerSentences(marked.text))
        require(sentence.start >= 0 && sentence.start < sentence.end && sentence.end <= marked.text.size());
    Text::withoutMarkers(answer, 5);
}

} // namespace Heddle::Fuzz
