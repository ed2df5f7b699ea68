// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/sentences.h"
#include "core/text/hardwraps.h"
#include "core/text/sentencebreaks.h"

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

constexpr qsizetype LongestSentence = 1200; //!< UTF-16 units
constexpr qsizetype ShortestPiece = 300; //!< of a longer one

//! Where to cut a text that goes on without an end: at a line break, else behind a semicolon or comma, else at a blank.
qsizetype placeToCut(QStringView text, qsizetype from)
{
    const auto last = [&](auto isPlace) {
        for (qsizetype i = from + LongestSentence; i > from + ShortestPiece; --i) {
            if (isPlace(i))
                return i;
        }
        return qsizetype(-1);
    };
    const auto behind = [text](QStringView signs) {
        return [text, signs](qsizetype i) { return signs.contains(text[i - 1]) && (text[i].isSpace() || isCjk(text[i].unicode())); };
    };
    for (const qsizetype at : { last([text](qsizetype i) { return text[i - 1] == u'\n'; }), last(behind(u";；")), last(behind(u",，、،")),
             last([text](qsizetype i) { return text[i - 1].isSpace(); }) }) {
        if (at > 0)
            return at;
    }
    const qsizetype at = from + LongestSentence;
    return text[at].isLowSurrogate() ? at + 1 : at;
}

} // namespace

QList<std::pair<qsizetype, qsizetype>> sentenceRanges(QStringView text, const QString &language)
{
    QList<std::pair<qsizetype, qsizetype>> ranges;
    const auto add = [&](qsizetype from, qsizetype to) {
        while (from < to && text[from].isSpace())
            ++from;
        while (to > from && text[to - 1].isSpace())
            --to;
        if (from < to)
            ranges.append({ from, to });
    };
    qsizetype from = 0;
    const QString unwrapped = withoutHardWraps(text, language);
    for (const qsizetype end : SentenceBreaks(unwrapped, language).find()) {
        while (end - from > LongestSentence) {
            const qsizetype cut = placeToCut(text, from);
            add(from, cut);
            from = cut;
        }
        add(from, end);
        from = end;
    }
    return ranges;
}

QString sentenceText(QStringView sentence)
{
    const auto isWide = [](QChar c) {
        return isCjk(c.unicode()) || (c.unicode() >= 0x3000 && c.unicode() <= 0x303f) || (c.unicode() >= 0xff00 && c.unicode() <= 0xff65);
    };
    QString text;
    for (QStringView line : sentence.split(u'\n')) {
        qsizetype from = 0;
        while (!text.isEmpty() && from < line.size() && (line[from].isSpace() || line[from] == u'>'))
            ++from;
        line = line.mid(from).trimmed();
        if (!text.isEmpty() && !line.isEmpty() && !(isWide(text.back()) && isWide(line.front())))
            text += u' ';
        text += line;
    }
    return text.simplified();
}

} // namespace Heddle::Text
