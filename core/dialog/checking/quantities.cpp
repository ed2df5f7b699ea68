// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/quantities.h"
#include "core/dialog/checking/quantityreader.h"

namespace Heddle::Dialog {

void QuantityReader::take(Quantity quantity, qsizetype from, qsizetype count)
{
    quantity.start = m_pieces[from].start;
    quantity.end = m_pieces[from + count - 1].end;
    if (quantity.kind == Quantity::Kind::Number)
        quantity.bound = boundOf(from, from + count);
    if (quantity.unit.isEmpty())
        quantity.bare = quantity.value;
    m_quantities += quantity;
    m_at = from + count;
    // The unit behind a range belongs to both ends: "3 to 5 days", "from 5 to 9 percent".
    if (m_quantities.size() > 1 && (!quantity.unit.isEmpty() || quantity.factor != 1)) {
        Quantity &before = m_quantities[m_quantities.size() - 2];
        const QString gap = m_text.mid(before.end, quantity.start - before.end).trimmed().toString().toLower();
        static const QStringList ranges { QStringLiteral("-"), QStringLiteral("–"), QStringLiteral("to"), QStringLiteral("bis"),
            QStringLiteral("à"), QStringLiteral("a"), QStringLiteral("or"), QStringLiteral("oder"), QStringLiteral("auf"),
            QStringLiteral("до"), QStringLiteral("至"), QStringLiteral("~") };
        if (before.kind == Quantity::Kind::Number && before.unit.isEmpty() && ranges.contains(gap) && !before.spelledYear()) {
            before.bare = before.value;
            before.unit = quantity.unit;
            if (before.factor == 1) {
                before.value *= quantity.factor;
                before.other *= quantity.factor;
                before.step *= quantity.factor;
                before.factor = quantity.factor;
            }
        }
    }
}

Bound QuantityReader::boundOf(qsizetype from, qsizetype to) const
{
    const QString &language = m_language;
    if (language == QLatin1String("zh") || language == QLatin1String("ja")) {
        const QStringView before = m_text.left(m_pieces[from].start).right(6).trimmed(),
                          behind = m_text.mid(m_pieces[to - 1].end).trimmed();
        for (auto it = m_lexicon.bounds().cbegin(); it != m_lexicon.bounds().cend(); ++it) {
            if (before.endsWith(it.key()))
                return it.value();
        }
        for (auto it = m_lexicon.boundsBehind().cbegin(); it != m_lexicon.boundsBehind().cend(); ++it) {
            if (behind.startsWith(it.key()))
                return it.value();
        }
        return Bound::None;
    }
    QString phrase;
    Bound found = Bound::None;
    for (int back = 1; back <= m_lexicon.longestBound(); ++back) {
        const Piece *word = piece(from - back);
        if (!word || word->kind == Piece::Kind::Sign)
            break;
        phrase = word->folded + (phrase.isEmpty() ? QString() : QLatin1Char(' ') + phrase);
        if (const Bound bound = m_lexicon.bound(phrase); bound != Bound::None)
            found = bound; // the longest one: "no less than"
    }
    if (found != Bound::None)
        return found;
    phrase.clear();
    for (int on = 0; on < 2; ++on) {
        const Piece *word = piece(to + on);
        if (!word || word->kind != Piece::Kind::Letters)
            break;
        phrase += (phrase.isEmpty() ? QString() : QStringLiteral(" ")) + word->folded;
    }
    return m_lexicon.boundBehind(phrase);
}

QList<Quantity> quantitiesIn(QStringView text, const QString &language, const Lexicon &lexicon)
{
    return QuantityReader(text, language, lexicon).run();
}

} // namespace Heddle::Dialog
