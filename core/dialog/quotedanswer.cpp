// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/quotedanswer.h"
#include "core/search/snippet.h"
#include "core/text/sentences.h"
#include <QCoreApplication>

namespace Heddle::Dialog {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Dialog", text);
}

Card cardFrom(const Evidence::Window &window, const Search::Hit &hit, const QList<Search::QueryTerm> &terms)
{
    Card card;
    card.sentences = window.sentences;
    card.best = window.best;
    card.headings = hit.heading.split(QStringLiteral(" › "), Qt::SkipEmptyParts);
    const Evidence::Range range = card.range();
    for (const auto &[from, to] : Search::matchRanges(QStringView(hit.text).mid(range.from, range.to - range.from), terms, hit.language))
        card.marked += Evidence::Range { range.from + from, range.from + to };
    card.before = window.before;
    card.after = window.after;
    return card;
}

QJsonArray toJson(const QList<Evidence::Range> &ranges)
{
    QJsonArray array;
    for (const Evidence::Range &range : ranges)
        array += QJsonArray { range.from, range.to };
    return array;
}

QList<Evidence::Range> rangesFrom(const QJsonValue &value)
{
    QList<Evidence::Range> ranges;
    for (const QJsonValue &one : value.toArray()) {
        const Evidence::Range range { one[0].toInteger(), one[1].toInteger() };
        if (range.from >= 0 && range.to > range.from)
            ranges += range;
    }
    return ranges;
}

QStringList stringsFrom(const QJsonValue &value)
{
    QStringList strings;
    for (const QJsonValue &one : value.toArray())
        strings += one.toString();
    return strings;
}

QJsonObject toJson(const Card &card)
{
    return { { QStringLiteral("n"), card.n }, { QStringLiteral("sentences"), toJson(card.sentences) },
        { QStringLiteral("best"), card.best }, { QStringLiteral("marked"), toJson(card.marked) },
        { QStringLiteral("headings"), QJsonArray::fromStringList(card.headings) }, { QStringLiteral("before"), toJson(card.before) },
        { QStringLiteral("after"), toJson(card.after) } };
}

Card cardFromJson(const QJsonObject &object)
{
    Card card;
    card.n = object[QLatin1String("n")].toInt();
    card.sentences = rangesFrom(object[QLatin1String("sentences")]);
    card.best = std::clamp<qsizetype>(object[QLatin1String("best")].toInteger(), 0, std::max<qsizetype>(card.sentences.size() - 1, 0));
    card.marked = rangesFrom(object[QLatin1String("marked")]);
    card.headings = stringsFrom(object[QLatin1String("headings")]);
    card.before = rangesFrom(object[QLatin1String("before")]);
    card.after = rangesFrom(object[QLatin1String("after")]);
    return card;
}

UnreadFile unreadFromJson(const QJsonObject &object)
{
    return { object[QLatin1String("path")].toString(), object[QLatin1String("state")].toString(),
        object[QLatin1String("reason")].toString() };
}

const QString NothingFits = QStringLiteral("nothing_fits");

QString lineOf(const Source &source, Evidence::Range range)
{
    return Text::sentenceText(QStringView(source.text).mid(range.from, range.to - range.from));
}

} // namespace

QuotedSources quoted(
    const Evidence::Findings &findings, const QList<Retrieval::Passage> &passages, const QList<Search::QueryTerm> &terms, qsizetype listed)
{
    QuotedSources result;
    result.answer.verdict = findings.answers ? QuotedAnswer::Verdict::Answers : QuotedAnswer::Verdict::NothingFits;
    result.answer.fit = findings.fit;
    result.answer.missing = findings.missing;
    QSet<qsizetype> used;
    for (const Evidence::Window &window : findings.windows) {
        const Retrieval::Passage &passage = passages[window.passage];
        Card card = cardFrom(window, passage.hit, terms);
        card.n = int(result.sources.size()) + 1;
        Source source = sourceFrom(passage);
        source.n = card.n;
        source.sentenceStart = card.range().from;
        source.sentenceEnd = card.range().to;
        result.answer.cards += card;
        result.sources += source;
        used += window.passage;
    }
    for (qsizetype p = 0; p < std::min(passages.size(), listed); ++p) {
        if (!used.contains(p))
            result.sources += sourceFrom(passages[p]);
    }
    return result;
}

QString textOf(const Card &card, const Source &source)
{
    return lineOf(source, card.range());
}

QString textBefore(const Card &card, const Source &source)
{
    return card.before.isEmpty() ? QString() : lineOf(source, { card.before.first().from, card.before.last().to });
}

QString textAfter(const Card &card, const Source &source)
{
    return card.after.isEmpty() ? QString() : lineOf(source, { card.after.first().from, card.after.last().to });
}

QString shownText(const Card &card, const Source &source)
{
    return lineOf(source, card.shownRange());
}

const Source *sourceOf(int n, const QList<Source> &sources)
{
    const auto it = std::find_if(sources.cbegin(), sources.cend(), [n](const Source &source) { return n > 0 && source.n == n; });
    return it == sources.cend() ? nullptr : &*it;
}

const Card *cardOf(int n, const QuotedAnswer &answer)
{
    const auto it = std::find_if(answer.cards.cbegin(), answer.cards.cend(), [n](const Card &card) { return card.n == n; });
    return it == answer.cards.cend() ? nullptr : &*it;
}

QStringList saidAbove(const QuotedAnswer &answer)
{
    constexpr qsizetype Shown = 5;
    QStringList lines;
    if (!answer.searched.isEmpty())
        lines += tr("Searched for: %1").arg(answer.searched);
    if (!answer.outlined.isEmpty())
        lines +=
            tr("The outline of \"%1\", with the first sentence of its sections. A chat model would write a summary.").arg(answer.outlined);
    if (answer.answers())
        return lines;
    const QString collections = answer.scope.collections.mid(0, Shown).join(QLatin1String(", "))
        + (answer.scope.collections.size() > Shown ? QStringLiteral(", …") : QString());
    const int count = answer.scope.documents;
    lines += count == 0 ? tr("The documents that were searched don't answer this.")
        : count == 1    ? tr("The one document that was searched (%1) doesn't answer this.").arg(collections)
                        : tr("None of the %1 documents that were searched (%2) answers this.").arg(count).arg(collections);
    if (!answer.missing.isEmpty())
        lines.last() += QLatin1Char(' ') + tr("They don't contain: %1.").arg(answer.missing.mid(0, Shown).join(QLatin1String(", ")));
    if (!answer.cards.isEmpty())
        lines += tr("Nearest passages:");
    return lines;
}

QStringList saidBelow(const QuotedAnswer &answer)
{
    QStringList lines;
    for (const UnreadFile &file : answer.unread)
        lines += unreadText(file);
    return lines;
}

QString plainText(const QuotedAnswer &answer, const QList<Source> &sources)
{
    QStringList lines = saidAbove(answer);
    for (const Card &card : answer.cards) {
        if (const Source *source = sourceOf(card.n, sources))
            lines += QStringLiteral("%1 [%2]").arg(textOf(card, *source)).arg(card.n);
    }
    return (lines + saidBelow(answer)).join(QLatin1Char('\n'));
}

QJsonObject toJson(const UnreadFile &file)
{
    return { { QStringLiteral("path"), file.path }, { QStringLiteral("state"), file.state }, { QStringLiteral("reason"), file.reason } };
}

QJsonObject toJson(const QuotedAnswer &answer)
{
    QJsonArray cards, unread;
    for (const Card &card : answer.cards)
        cards += toJson(card);
    for (const UnreadFile &file : answer.unread)
        unread += toJson(file);
    return { { QStringLiteral("verdict"), answer.answers() ? QStringLiteral("answers") : NothingFits },
        { QStringLiteral("fit"), answer.fit }, { QStringLiteral("cards"), cards }, { QStringLiteral("searched"), answer.searched },
        { QStringLiteral("documents"), answer.scope.documents },
        { QStringLiteral("collections"), QJsonArray::fromStringList(answer.scope.collections) },
        { QStringLiteral("missing"), QJsonArray::fromStringList(answer.missing) }, { QStringLiteral("unread"), unread },
        { QStringLiteral("outlined"), answer.outlined } };
}

QuotedAnswer quotedFromJson(const QJsonObject &object)
{
    QuotedAnswer answer;
    const bool fits = object[QLatin1String("verdict")].toString() != NothingFits;
    answer.verdict = fits ? QuotedAnswer::Verdict::Answers : QuotedAnswer::Verdict::NothingFits;
    answer.fit = object[QLatin1String("fit")].toDouble();
    for (const QJsonValue &card : object[QLatin1String("cards")].toArray()) {
        if (const Card one = cardFromJson(card.toObject()); !one.sentences.isEmpty())
            answer.cards += one;
    }
    answer.searched = object[QLatin1String("searched")].toString();
    answer.outlined = object[QLatin1String("outlined")].toString();
    answer.scope.documents = object[QLatin1String("documents")].toInt();
    answer.scope.collections = stringsFrom(object[QLatin1String("collections")]);
    answer.missing = stringsFrom(object[QLatin1String("missing")]);
    for (const QJsonValue &file : object[QLatin1String("unread")].toArray())
        answer.unread += unreadFromJson(file.toObject());
    return answer;
}

QuotedAnswer quotedFromSources(const QList<Source> &sources)
{
    QuotedAnswer answer;
    for (const Source &source : sources) {
        if (source.n == 0 || source.sentenceStart < 0 || source.sentenceEnd <= source.sentenceStart)
            continue;
        Card card;
        card.n = source.n;
        card.sentences = { { source.sentenceStart, source.sentenceEnd } };
        card.headings = source.heading.split(QStringLiteral(" › "), Qt::SkipEmptyParts);
        answer.cards += card;
    }
    return answer;
}

QJsonObject windowJson(const Card &card, const Source &source)
{
    const Evidence::Range range = card.range();
    return { { QStringLiteral("text"), textOf(card, source) }, { QStringLiteral("start"), range.from }, { QStringLiteral("end"), range.to },
        { QStringLiteral("sentences"), toJson(card.sentences) }, { QStringLiteral("best"), card.best },
        { QStringLiteral("marked"), toJson(card.marked) } };
}

QJsonObject contextJson(const Card &card, const Source &source)
{
    return { { QStringLiteral("headings"), QJsonArray::fromStringList(card.headings) },
        { QStringLiteral("before"), textBefore(card, source) }, { QStringLiteral("after"), textAfter(card, source) } };
}

} // namespace Heddle::Dialog
