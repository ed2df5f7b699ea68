// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/absencetext.h"
#include <QCoreApplication>

namespace Heddle::Retrieval {
namespace {

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("Heddle::Retrieval", text, nullptr, n);
}

//! A reason of the library as a sentence.
QString sentence(const QString &reason)
{
    QString text = reason.trimmed();
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text.isEmpty() || text.endsWith(QLatin1Char('.')) || text.endsWith(QLatin1Char('?')) ? text : text + QLatin1Char('.');
}

QString withReason(const QString &text, const QString &reason)
{
    return reason.isEmpty() ? text : text + QLatin1Char(' ') + sentence(reason);
}

//! Where its best passage stands by words and by meaning.
QStringList ranks(const Standing &standing, int reach)
{
    QStringList lines;
    if (standing.text)
        lines += tr("By words, its best passage is number %1 of %2.").arg(standing.text->rank).arg(standing.total);
    else if (reach > 0 && standing.total > reach)
        lines += tr("By words, it is not among the first %1 of %2 passages.").arg(reach).arg(standing.total);
    else
        lines += tr("None of its passages has a word of the question.");
    if (!standing.vectorSearched)
        lines += tr("The search by meaning was not used for this question.");
    else if (standing.vector)
        lines += tr("By meaning, its best passage is number %1.").arg(standing.vector->rank);
    else
        lines += reach > 0 ? tr("By meaning, it is not among the first %1.").arg(reach)
                           : tr("It isn't embedded yet, so it can't be found by meaning.");
    return lines;
}

} // namespace

QString stepName(Standing::Step step)
{
    using Step = Standing::Step;
    switch (step) {
    case Step::NotInLibrary: return QStringLiteral("not_in_library");
    case Step::OtherCollection: return QStringLiteral("other_collection");
    case Step::NotRead: return QStringLiteral("not_read");
    case Step::Unreadable: return QStringLiteral("unreadable");
    case Step::NoText: return QStringLiteral("no_text");
    case Step::Queued: return QStringLiteral("queued");
    case Step::NoMatch: return QStringLiteral("no_match");
    case Step::TooDeep: return QStringLiteral("too_deep");
    case Step::Folded: return QStringLiteral("folded");
    case Step::CutOff: return QStringLiteral("cut_off");
    case Step::NotUsed: return QStringLiteral("not_used");
    case Step::Used: break;
    }
    return QStringLiteral("used");
}

QString standingText(const Standing &standing, const AbsenceRequest &request, int depth, int reach)
{
    using Step = Standing::Step;
    const QString places = ranks(standing, reach).join(QLatin1Char(' '));
    switch (standing.step) {
    case Step::NotInLibrary: return tr("It is in no collection. Add the folder that it lies in.");
    case Step::OtherCollection:
        return tr("It is in the collection \"%1\", which this question was not asked of. Ask without choosing a collection, or choose that "
                  "one.")
            .arg(standing.collection);
    case Step::NotRead: return withReason(tr("It was not read."), standing.reason);
    case Step::Unreadable: return withReason(tr("It could not be read."), standing.reason);
    case Step::NoText: return withReason(tr("It was read and has no text that could be found."), standing.reason);
    case Step::Queued: return tr("It is waiting to be read or indexed. Ask again when that is done.");
    case Step::NoMatch: return places + QLatin1Char(' ') + tr("Ask with words that stand in it.");
    case Step::TooDeep:
        return places + QLatin1Char(' ')
            + tr("The search looks at the first %1 of each. Ask with rarer words that stand in it.").arg(depth);
    case Step::Folded: return tr("The same text stands in %1, which is shown in its place and names it as a copy.").arg(standing.copyOf);
    case Step::CutOff:
        if (standing.rank > 0 && standing.rank != standing.searchRank)
            return tr("Its best passage is number %1 after reranking and was number %2 in the search; an answer reads the first %3.")
                       .arg(standing.rank)
                       .arg(standing.searchRank)
                       .arg(request.answerPassages)
                + QLatin1Char(' ') + places;
        return tr("Its best passage is number %1 in the search; an answer reads the first %2.")
                   .arg(standing.searchRank)
                   .arg(request.answerPassages)
            + QLatin1Char(' ') + places;
    case Step::NotUsed:
        return tr("It was read for the answer as number %1, but no sentence of it came near enough to the question.").arg(standing.rank)
            + QLatin1Char(' ') + places;
    case Step::Used: break;
    }
    if (request.used)
        return tr("The answer rests on it: its best passage is number %1.").arg(standing.rank);
    return tr("It is among what an answer reads: its best passage is number %1.").arg(standing.rank);
}

QString nothingFitsText(const AbsenceRequest &request, AbsenceReport::About about, qint64 unread)
{
    const QString subject = request.subject.trimmed();
    if (about == AbsenceReport::About::File) {
        QString text = tr("No collection has a file with this name: %1.").arg(subject.left(200));
        if (subject.section(QLatin1Char('/'), -1).startsWith(QLatin1Char('.')))
            text += QLatin1Char(' ') + tr("Files whose names begin with a dot are left out.");
        return text + QLatin1Char(' ') + tr("Add the folder that it lies in, or read its collection again if the file is new.");
    }
    const QString text = tr("No passage and no file name has these words in this order: %1.").arg(subject.left(200));
    return unread == 0 ? text
                       : text + QLatin1Char(' ')
            + (unread == 1 ? tr("1 file could not be read or has no text; they may stand in that one.")
                           : tr("%1 files could not be read or have no text; they may stand in one of those.").arg(unread));
}

} // namespace Heddle::Retrieval
