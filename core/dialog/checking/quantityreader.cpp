// SPDX-License-Identifier: GPL-3.0-or-later
// What begins a quantity: a date, a fraction, digits, numerals and number words.
#include "core/dialog/checking/quantityreader.h"
#include "core/dialog/checking/dates.h"
#include "core/dialog/checking/fractions.h"
#include "core/dialog/checking/units.h"
#include <cmath>

namespace Heddle::Dialog {
namespace {

constexpr qsizetype GroupDigits = 3;

bool isOneOf(const QString &folded, std::initializer_list<const char *> words)
{
    return std::any_of(words.begin(), words.end(), [&folded](const char *word) { return folded == QLatin1String(word); });
}

bool isOrdinalEnding(const QString &folded)
{
    static const QStringList endings { QStringLiteral("st"), QStringLiteral("nd"), QStringLiteral("rd"), QStringLiteral("th"),
        QStringLiteral("er"), QStringLiteral("eme"), QStringLiteral("º"), QStringLiteral("ª") };
    return endings.contains(folded);
}

} // namespace

QList<Quantity> QuantityReader::run()
{
    while (m_at < m_pieces.size()) {
        const qsizetype before = m_at;
        if (!readDate() && !readFraction() && !readDigits() && !readHan() && !readWords())
            ++m_at;
        Q_ASSERT(m_at > before);
    }
    return m_quantities;
}

bool QuantityReader::readDate()
{
    const FoundDate date = dateAt(m_pieces, m_at, *m_words);
    if (date.count == 0)
        return false;
    Quantity quantity;
    quantity.kind = Quantity::Kind::Date;
    quantity.year = date.year;
    quantity.month = date.month;
    quantity.day = date.day;
    take(quantity, m_at, date.count);
    return true;
}

bool QuantityReader::readFraction()
{
    const FoundFraction fraction = fractionAt(m_pieces, m_at, *m_words, m_language);
    if (fraction.count == 0)
        return false;
    Quantity quantity;
    quantity.value = quantity.other = fraction.value;
    quantity.step = fraction.step;
    quantity.unit = fraction.unit;
    quantity.fraction = fraction.unit == QLatin1String("%");
    qsizetype behind = m_at + fraction.count;
    if (fraction.unit == QLatin1String("%")) { // "half a million", "a quarter of a metre"
        while (
            behind < m_pieces.size() && isOneOf(m_pieces[behind].folded, { "a", "of", "an", "einer", "eines", "de", "un", "una", "d" }))
            ++behind;
        const Piece *next = behind > m_at + fraction.count ? piece(behind) : nullptr;
        const double scale = next ? NumberWords::scale(next->folded) : 0;
        if (scale >= 1000 || (next && behind > m_at + fraction.count + 1 && !unitOf(next->folded, false).name.isEmpty())) {
            quantity.value = quantity.other = fraction.value / 100;
            quantity.step = quantity.value / 10;
            quantity.unit.clear();
            finish(quantity, behind - m_at);
            return true;
        }
    }
    take(quantity, m_at, fraction.count);
    return true;
}

//! Digits that belong to a word, as in B12, IL-6 and 3T3, are a name.
bool QuantityReader::belongsToWord() const
{
    const Piece *letters = piece(m_at + 1), *digits = piece(m_at + 2);
    if (letters && letters->kind == Piece::Kind::Letters && letters->glued && digits && digits->kind == Piece::Kind::Digits
        && digits->glued && !isOneOf(letters->folded, { "x", "h", "m" }) // "2x4", "5h30"
        && !(powerAt(m_at + 2) > 0 && unitOf(letters->folded, true).name == QLatin1String("m"))) // "10km2"
        return true;
    const Piece *before = piece(m_at - 1);
    if (!before || !m_pieces[m_at].glued)
        return false;
    if (before->kind == Piece::Kind::Letters)
        return unitOf(before->folded, false).name.isEmpty(); // "USD50"
    const Piece *word = piece(m_at - 2);
    return isSign(m_at - 1, u"-–‑") && before->glued && word && word->kind == Piece::Kind::Letters;
}

//! 1,000 · 1.000,50 · 3.5 · ٣٫٥: a separator with three digits behind it groups, by the custom of the language where it stands alone.
QuantityReader::Digits QuantityReader::digitsAt(qsizetype i) const
{
    Digits read;
    QString whole = m_pieces[i].folded, fraction;
    QChar grouping;
    bool ambiguous = false;
    read.count = 1;
    static const QString separators = QStringLiteral(".,'’٬٫");
    while (const Piece *sign = piece(i + read.count)) {
        const Piece *next = piece(i + read.count + 1);
        const bool narrow = next && next->kind == Piece::Kind::Digits && !sign->glued;
        const bool spaced = sign->kind == Piece::Kind::Digits && isNarrowBlank(i + read.count);
        if (spaced && sign->folded.size() == GroupDigits && whole.size() <= GroupDigits * 4 && fraction.isEmpty()) {
            whole += sign->folded;
            read.count += 1;
            continue;
        }
        if (narrow || !next || sign->kind != Piece::Kind::Sign || !separators.contains(sign->folded.front())
            || next->kind != Piece::Kind::Digits || !next->glued || !sign->glued)
            break;
        const QChar c = sign->folded.front();
        const bool groups = next->folded.size() == GroupDigits && (grouping.isNull() ? whole.size() <= GroupDigits : grouping == c)
            && c != QChar(u'٫') && whole != QLatin1String("0");
        if (groups) {
            ambiguous = grouping.isNull() && (c == QLatin1Char('.') || c == QLatin1Char(','));
            grouping = c;
            whole += next->folded;
            read.count += 2;
            continue;
        }
        fraction = next->folded;
        ambiguous = false;
        read.count += 2;
        break;
    }
    const double grouped = whole.toDouble();
    read.value = fraction.isEmpty() ? grouped : (whole + QLatin1Char('.') + fraction).toDouble();
    read.step = fraction.isEmpty() ? 1 : std::pow(10, -double(fraction.size()));
    read.other = read.value;
    if (ambiguous) {
        const double decimal = grouped / 1000;
        const bool pointGroups = m_language == QLatin1String("de") || m_language == QLatin1String("es")
            || m_language == QLatin1String("it") || m_language == QLatin1String("pt") || m_language == QLatin1String("nl");
        const bool groups = grouping == (pointGroups ? QLatin1Char('.') : QLatin1Char(','));
        read.value = groups ? grouped : decimal;
        read.other = groups ? decimal : grouped;
        if (!groups)
            read.step = 0.001;
    }
    return read;
}

//! Digits are also grouped by blanks that don't break, and by plain ones where the language does so.
bool QuantityReader::isNarrowBlank(qsizetype i) const
{
    const Piece *before = piece(i - 1);
    if (!before || m_pieces[i].start != before->end + 1)
        return false;
    const QChar blank = m_text[before->end];
    static const QStringList spacing { QStringLiteral("fr"), QStringLiteral("ru"), QStringLiteral("sv") };
    const bool few = before->folded.size() <= GroupDigits;
    return few
        && (blank == QChar(0xa0) || blank == QChar(0x202f) || blank == QChar(0x2009)
            || (blank == QLatin1Char(' ') && spacing.contains(m_language)));
}

bool QuantityReader::readDigits()
{
    if (m_pieces[m_at].kind != Piece::Kind::Digits)
        return false;
    if (belongsToWord()) {
        ++m_at;
        return true;
    }
    const Digits digits = digitsAt(m_at);
    if (const Piece *next = piece(m_at + digits.count); next && next->glued && isOrdinalEnding(next->folded)) {
        Quantity ordinal;
        ordinal.kind = Quantity::Kind::Ordinal;
        ordinal.value = ordinal.other = digits.value;
        take(ordinal, m_at, digits.count + 1);
        return true;
    }
    Quantity quantity;
    quantity.value = digits.value;
    quantity.other = digits.other;
    quantity.step = digits.step;
    finish(quantity, digits.count);
    return true;
}

//! 三百: a numeral of one character counts only in front of what is counted.
bool QuantityReader::readHan()
{
    const Piece &one = m_pieces[m_at];
    if (one.kind != Piece::Kind::HanNumber)
        return false;
    const qsizetype at = m_at;
    qsizetype length = 0;
    const QStringView behind = m_text.mid(one.end);
    const Unit unit = ideographicUnit(behind, &length);
    const bool ordinal = isSign(at - 1, u"第") || (at > 0 && m_pieces[at - 1].folded == QStringLiteral("第"));
    static const QString counters = QStringLiteral("个個名位家本座条條种種项項部艘台枚匹頭头人岁歳つ分");
    const bool counted = length > 0 || (!behind.isEmpty() && counters.contains(behind.front()));
    static const QString bare = QStringLiteral("百千万萬亿億兆〇零");
    if (one.folded.size() == 1 && (!counted || bare.contains(one.folded) || (one.folded == QStringLiteral("一") && length == 0))
        && !ordinal) {
        ++m_at;
        return true;
    }
    Quantity quantity;
    quantity.kind = ordinal ? Quantity::Kind::Ordinal : Quantity::Kind::Number;
    quantity.value = quantity.other = NumberWords::hanValue(one.folded);
    quantity.step = 1;
    Q_UNUSED(unit);
    finish(quantity, 1);
    return true;
}

bool QuantityReader::readWords()
{
    const Piece &one = m_pieces[m_at];
    if (one.kind != Piece::Kind::Letters)
        return false;
    const NumberWords::Found found = m_words->at(m_pieces, m_at);
    Quantity quantity;
    quantity.step = 1;
    if (found.count > 0) {
        if (found.ordinal) {
            if (found.value < 2 && m_language != QLatin1String("en")) {
                ++m_at;
                return true;
            }
            quantity.kind = Quantity::Kind::Ordinal;
            quantity.value = quantity.other = found.value;
            take(quantity, m_at, found.count);
            return true;
        }
        quantity.value = quantity.other = found.value;
        qsizetype count = found.count;
        if (const Piece *and_ = piece(m_at + count); and_ && and_->folded == QLatin1String("and") && piece(m_at + count + 2)
            && m_pieces[m_at + count + 1].folded == QLatin1String("a") && m_pieces[m_at + count + 2].folded == QLatin1String("half")) {
            quantity.value += 0.5;
            quantity.other = quantity.value;
            quantity.step = 0.1;
            count += 3;
        } else if (found.one && !countsOne(m_at + found.count)) {
            ++m_at;
            return true;
        }
        finish(quantity, count);
        return true;
    }
    // "a hundred", "hundert", "two dozen"; "a decade" is ten years.
    if (const double scale = NumberWords::scale(one.folded); scale >= 12 && isWholeScale(m_at, scale)) {
        quantity.value = quantity.other = scale;
        quantity.step = scale;
        finish(quantity, 1);
        return true;
    }
    return false;
}

//! "One" is a number only where something is measured.
bool QuantityReader::countsOne(qsizetype behind) const
{
    const Piece *next = piece(behind);
    const bool article = m_language != QLatin1String("en") && m_language != QLatin1String("ru"); // "ein Jahr"
    return next && next->kind == Piece::Kind::Letters
        && (NumberWords::scale(next->folded) > 0 || (!article && !unitOf(next->folded, false).name.isEmpty()));
}

bool QuantityReader::isWholeScale(qsizetype i, double scale) const
{
    const Piece *before = piece(i - 1);
    const QString &folded = m_pieces[i].folded;
    if (folded.endsWith(QLatin1Char('s')) || folded.size() < 3)
        return folded == QLatin1String("hundert");
    static const QStringList articles { QStringLiteral("a"), QStringLiteral("one"), QStringLiteral("eine"), QStringLiteral("ein"),
        QStringLiteral("einer"), QStringLiteral("un"), QStringLiteral("una"), QStringLiteral("um") };
    static const QStringList alone { QStringLiteral("hundert"), QStringLiteral("tausend"), QStringLiteral("mil"),
        QStringLiteral("mille"), QStringLiteral("duizend"), QStringLiteral("honderd"), QStringLiteral("тысяча") };
    return (before && articles.contains(before->folded) && scale != 1e2 + 0.5) || alone.contains(folded);
}

} // namespace Heddle::Dialog
