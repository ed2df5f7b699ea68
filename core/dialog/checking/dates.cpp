// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/dates.h"
#include <QStringList>

namespace Heddle::Dialog {
namespace {

constexpr int FirstYear = 1000, LastYear = 2999;

class DateReader {
public:
    DateReader(const QList<Piece> &pieces, qsizetype from, const NumberWords &words) : m_pieces(pieces), m_from(from), m_words(words) { }

    FoundDate run() const
    {
        for (const FoundDate &found : { inNumbers(), inHan(), dayFirst(), monthFirst() }) {
            if (found.count > 0)
                return found;
        }
        return {};
    }

private:
    const Piece *piece(qsizetype i) const { return m_from + i < m_pieces.size() ? &m_pieces[m_from + i] : nullptr; }
    int number(qsizetype i, int most) const
    {
        const Piece *one = piece(i);
        if (!one || one->kind != Piece::Kind::Digits || one->folded.size() > 4)
            return 0;
        const int value = one->folded.toInt();
        return value <= most ? value : 0;
    }
    int year(qsizetype i) const
    {
        const int value = number(i, LastYear);
        return value >= FirstYear ? value : 0;
    }
    bool is(qsizetype i, const char *text) const { return piece(i) && piece(i)->folded == QString::fromUtf8(text); }
    int month(qsizetype i) const { return piece(i) && piece(i)->kind == Piece::Kind::Letters ? m_words.month(piece(i)->folded) : 0; }

    FoundDate inNumbers() const
    {
        const Piece *sign = piece(1), *second = piece(3);
        if (!sign || !second || !sign->glued || !piece(2)->glued || !second->glued || sign->folded != second->folded
            || !QStringLiteral("-./").contains(sign->folded) || !piece(4) || !piece(4)->glued)
            return {};
        if (year(0) && number(2, 12) && number(4, 31))
            return { 5, year(0), number(2, 12), number(4, 31) };
        if (!year(4) || !number(0, 31) || !number(2, 31))
            return {};
        const bool monthFirst = number(2, 31) > 12; // 12/31/2024
        return { 5, year(4), number(monthFirst ? 0 : 2, 12), number(monthFirst ? 2 : 0, 31) };
    }

    FoundDate inHan() const
    {
        FoundDate found;
        qsizetype i = 0;
        if (number(0, LastYear) >= FirstYear && (is(1, "年") || is(1, "년"))) {
            found.year = number(0, LastYear);
            i = 2;
        }
        if (number(i, 12) && (is(i + 1, "月") || is(i + 1, "월")) && (i > 0 || number(i + 2, 31))) {
            found.month = number(i, 12);
            i += 2;
            if (number(i, 31) && (is(i + 1, "日") || is(i + 1, "号") || is(i + 1, "일"))) {
                found.day = number(i, 31);
                i += 2;
            }
        }
        found.count = i;
        return found;
    }

    qsizetype skip(qsizetype i, std::initializer_list<const char *> words) const
    {
        for (const char *word : words) {
            if (is(i, word))
                return i + 1;
        }
        return i;
    }
    //! A year behind a month, with what stands between: "2019", ", 2019", "de 2019".
    qsizetype yearBehind(qsizetype i, FoundDate &found) const
    {
        const qsizetype at = skip(i, { ",", "de", "del", "of" });
        found.year = year(at);
        return found.year ? skip(at + 1, { "года", "г" }) : i;
    }

    //! 5 March 2019, 5. März 2019, 5th of March, 5 de marzo de 2019, premier mars: the day alone needs a month.
    FoundDate dayFirst() const
    {
        FoundDate found;
        found.day = number(0, 31);
        if (!found.day)
            return {};
        qsizetype i = 1;
        i = skip(i, { ".", "st", "nd", "rd", "th", "er", "º" });
        i = skip(i, { "of", "de" });
        found.month = month(i);
        if (!found.month)
            return {};
        ++i;
        i = skip(i, { "." });
        found.count = yearBehind(i, found);
        if (found.year == 0 && is(found.count - 1, "."))
            found.count -= 1;
        return found;
    }

    //! March 5, 2019, March 2019, März 2019: a month alone is one where a number goes with it.
    FoundDate monthFirst() const
    {
        FoundDate found;
        found.month = month(0);
        if (!found.month)
            return {};
        qsizetype i = skip(1, { "." });
        if (number(i, 31) && piece(i)->folded.size() <= 2) {
            found.day = number(i, 31);
            i = skip(i + 1, { "st", "nd", "rd", "th" });
        }
        const qsizetype end = yearBehind(i, found);
        if (!found.day && !found.year) { // "may" and "march" are words, too
            const QString &word = m_pieces[m_from].folded;
            static const QStringList words { QStringLiteral("may"), QStringLiteral("march"), QStringLiteral("mars"), QStringLiteral("mar"),
                QStringLiteral("mai"), QStringLiteral("sep"), QStringLiteral("set"), QStringLiteral("dec"), QStringLiteral("jan"),
                QStringLiteral("ago"), QStringLiteral("mag"), QStringLiteral("gen"), QStringLiteral("out"), QStringLiteral("май") };
            if (words.contains(word) || word.size() <= 3)
                return {};
            found.count = 1;
            return found;
        }
        found.count = end;
        return found;
    }

    const QList<Piece> &m_pieces;
    const qsizetype m_from;
    const NumberWords &m_words;
};

} // namespace

FoundDate dateAt(const QList<Piece> &pieces, qsizetype i, const NumberWords &words)
{
    const Piece &first = pieces[i];
    const bool mayBegin = first.kind == Piece::Kind::Letters ? words.month(first.folded) > 0 : first.kind == Piece::Kind::Digits;
    return mayBegin ? DateReader(pieces, i, words).run() : FoundDate();
}

} // namespace Heddle::Dialog
