// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/sentences.h"
#include <QSet>
#include <QThreadStorage>
#include <memory>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>

namespace Heddle::Text {

bool isCjk(char32_t c)
{
    return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7a3)
        || (c >= 0xf900 && c <= 0xfaff) || (c >= 0x31f0 && c <= 0x31ff) || (c >= 0x1100 && c <= 0x11ff) || (c >= 0x20000 && c <= 0x3134f)
        || c == 0x3005;
}

double countWords(QStringView text)
{
    double words = 0;
    bool inside = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.unicode() >= 0x1100 && (isCjk(c.unicode()) || c.isHighSurrogate())) {
            words += 0.6;
            inside = false;
        } else if (const bool letter = c.isLetterOrNumber() || c.isMark(); letter != inside) {
            inside = letter;
            words += letter;
        }
    }
    return words;
}

namespace {

icu::BreakIterator &sentenceIterator()
{
    static QThreadStorage<icu::BreakIterator *> storage; // emptied before the thread counts as finished
    if (!storage.hasLocalData()) {
        UErrorCode status = U_ZERO_ERROR;
        storage.setLocalData(icu::BreakIterator::createSentenceInstance(icu::Locale::getRoot(), status));
    }
    return *storage.localData();
}

//! The text ends in an abbreviation, so that its full stop is no end.
bool endsInAbbreviation(QStringView sentence)
{
    static const QSet<QString> abbreviations { QStringLiteral("e.g."), QStringLiteral("i.e."), QStringLiteral("cf."),
        QStringLiteral("etc."), QStringLiteral("vs."), QStringLiteral("dr."), QStringLiteral("mr."), QStringLiteral("mrs."),
        QStringLiteral("ms."), QStringLiteral("prof."), QStringLiteral("fig."), QStringLiteral("figs."), QStringLiteral("no."),
        QStringLiteral("al."), QStringLiteral("approx."), QStringLiteral("z.b."), QStringLiteral("d.h."), QStringLiteral("bzw."),
        QStringLiteral("nr."), QStringLiteral("abb."), QStringLiteral("usw."), QStringLiteral("ca."), QStringLiteral("st.") };
    sentence = sentence.trimmed();
    if (!sentence.endsWith(QLatin1Char('.')))
        return false;
    qsizetype from = sentence.size();
    while (from > 0 && !sentence[from - 1].isSpace() && sentence[from - 1] != QLatin1Char('('))
        --from;
    const QStringView word = sentence.mid(from);
    return abbreviations.contains(word.toString().toLower()) || (word.size() == 2 && word[0].isUpper()); // an initial
}

//! The same text with the line breaks of hard-wrapped prose as spaces: a full line before, no list mark after.
QString withoutWraps(QStringView text)
{
    constexpr qsizetype FullLine = 50;
    QString copy = text.toString();
    qsizetype lineStart = 0;
    for (qsizetype i = copy.indexOf(QLatin1Char('\n')); i >= 0; i = copy.indexOf(QLatin1Char('\n'), i + 1)) {
        const bool letterNext = i + 1 < copy.size() && (copy[i + 1].isLetter() || copy[i + 1] == QLatin1Char('('));
        if (i - lineStart >= FullLine && letterNext)
            copy[i] = QLatin1Char(' ');
        lineStart = i + 1;
    }
    return copy;
}

} // namespace

QList<std::pair<qsizetype, qsizetype>> sentenceRanges(QStringView text)
{
    QList<std::pair<qsizetype, qsizetype>> ranges;
    icu::BreakIterator &iterator = sentenceIterator();
    const QString unwrapped = withoutWraps(text);
    const icu::UnicodeString alias(false, reinterpret_cast<const UChar *>(unwrapped.utf16()), int32_t(unwrapped.size()));
    iterator.setText(alias);
    const auto add = [&](qsizetype from, qsizetype to) {
        while (from < to && text[from].isSpace())
            ++from;
        while (to > from && text[to - 1].isSpace())
            --to;
        if (from < to)
            ranges.append({ from, to });
    };
    qsizetype from = 0;
    for (int32_t at = iterator.next(); at != icu::BreakIterator::DONE; at = iterator.next()) {
        const QStringView sentence = text.mid(from, at - from);
        const bool lineEnd = at > 0 && unwrapped[at - 1] == QLatin1Char('\n');
        if (!lineEnd && at < text.size() && endsInAbbreviation(sentence))
            continue;
        add(from, at);
        from = at;
    }
    add(from, text.size());
    return ranges;
}

} // namespace Heddle::Text
