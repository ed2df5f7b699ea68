// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/quantities.h"
#include "core/dialog/checking/dates.h"
#include "core/dialog/checking/fractions.h"
#include "core/dialog/checking/units.h"
#include <QRegularExpression>
#include <cmath>

namespace Heddle::Dialog {
namespace {

constexpr qsizetype GroupDigits = 3;

//! A number in digits, as it is written.
struct Digits {
    qsizetype count = 0; //!< pieces
    double value = 0, other = 0, step = 1;
};

class Reader {
public:
    Reader(QStringView text, const QString &language, const Lexicon &lexicon)
        : m_text(text), m_language(language), m_lexicon(lexicon), m_words(NumberWords::of(language)), m_pieces(piecesOf(text))
    { }

    QList<Quantity> run()
    {
        while (m_at < m_pieces.size()) {
            const qsizetype before = m_at;
            if (!readDate() && !readFraction() && !readDigits() && !readHan() && !readWords())
                ++m_at;
            Q_ASSERT(m_at > before);
        }
        return m_quantities;
    }

private:
    const Piece *piece(qsizetype i) const { return i >= 0 && i < m_pieces.size() ? &m_pieces[i] : nullptr; }
    static bool isOneOf(const QString &folded, std::initializer_list<const char *> words)
    {
        return std::any_of(words.begin(), words.end(), [&folded](const char *word) { return folded == QLatin1String(word); });
    }
    bool isSign(qsizetype i, QStringView signs) const
    {
        const Piece *one = piece(i);
        return one && one->kind == Piece::Kind::Sign && signs.contains(one->folded.front());
    }

    bool readDate()
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

    bool readFraction()
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
    bool belongsToWord() const
    {
        const Piece *letters = piece(m_at + 1), *digits = piece(m_at + 2);
        if (letters && letters->kind == Piece::Kind::Letters && letters->glued && digits && digits->kind == Piece::Kind::Digits
            && digits->glued && !isOneOf(letters->folded, { "x", "h", "m" })) // "2x4", "5h30"
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
    Digits digitsAt(qsizetype i) const
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
    bool isNarrowBlank(qsizetype i) const
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

    bool readDigits()
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
    static bool isOrdinalEnding(const QString &folded)
    {
        static const QStringList endings { QStringLiteral("st"), QStringLiteral("nd"), QStringLiteral("rd"), QStringLiteral("th"),
            QStringLiteral("er"), QStringLiteral("eme"), QStringLiteral("º"), QStringLiteral("ª") };
        return endings.contains(folded);
    }

    //! 三百: a numeral of one character counts only in front of what is counted.
    bool readHan()
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

    bool readWords()
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
    bool countsOne(qsizetype behind) const
    {
        const Piece *next = piece(behind);
        const bool article = m_language != QLatin1String("en") && m_language != QLatin1String("ru"); // "ein Jahr"
        return next && next->kind == Piece::Kind::Letters
            && (NumberWords::scale(next->folded) > 0 || (!article && !unitOf(next->folded, false).name.isEmpty()));
    }
    bool isWholeScale(qsizetype i, double scale) const
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

    //! Scale words, unit and bounds of a number of `count` pieces at m_at.
    void finish(Quantity quantity, qsizetype count)
    {
        qsizetype end = m_at + count;
        if (quantity.kind == Quantity::Kind::Ordinal) {
            take(quantity, m_at, count);
            return;
        }
        end = readScale(quantity, end);
        end = readUnit(quantity, end);
        qsizetype from = m_at;
        if (const Piece *before = piece(m_at - 1); before && quantity.unit.isEmpty()) {
            const Unit unit = unitOf(before->folded, false); // "$8", "EUR 20"
            const bool currencyWord = before->kind == Piece::Kind::Letters && before->folded.size() == 3 && isMoney(unit.name);
            if (!unit.name.isEmpty() && ((before->kind == Piece::Kind::Sign && isMoney(unit.name)) || currencyWord)) {
                setUnit(quantity, unit);
                from -= 1;
            }
        }
        take(quantity, from, end - from);
    }
    qsizetype readScale(Quantity &quantity, qsizetype end) const
    {
        for (int words = 0; words < 2; ++words) {
            const Piece *next = piece(end);
            if (!next)
                break;
            double factor = 0;
            if (next->kind == Piece::Kind::HanNumber && next->glued) // 50万
                factor = next->folded == QStringLiteral("万") || next->folded == QStringLiteral("萬") ? 1e4
                    : next->folded == QStringLiteral("亿") || next->folded == QStringLiteral("億")    ? 1e8
                    : next->folded == QStringLiteral("千")                                            ? 1e3
                    : next->folded == QStringLiteral("百")                                            ? 1e2
                                                                                                      : 0;
            else if (next->kind == Piece::Kind::Letters)
                factor = NumberWords::scale(next->folded);
            if (factor == 0 || (next->folded == QLatin1String("k") && !next->glued)
                || (factor == 1e2 && next->folded.startsWith(QLatin1String("cent")) && m_language != QLatin1String("fr")))
                break;
            multiply(quantity, factor);
            ++end;
            if (isSign(end, u".") && m_pieces[end].glued && (next->folded == QLatin1String("mio") || next->folded == QLatin1String("mrd")))
                ++end;
        }
        return end;
    }
    static void multiply(Quantity &quantity, double factor)
    {
        quantity.value *= factor;
        quantity.other *= factor;
        quantity.step *= factor;
        quantity.factor *= factor;
    }
    static void setUnit(Quantity &quantity, const Unit &unit)
    {
        quantity.bare = quantity.value;
        quantity.unit = unit.name;
        multiply(quantity, unit.factor);
    }
    qsizetype readUnit(Quantity &quantity, qsizetype end)
    {
        const Piece *next = piece(end);
        if (!next)
            return end;
        if (isSign(end, u"-–‑") && next->glued && piece(end + 1) && piece(end + 1)->glued) { // "six-week", "3-5 days"
            if (piece(end + 1)->kind == Piece::Kind::Letters) {
                const Unit unit = unitOf(piece(end + 1)->folded, false);
                if (!unit.name.isEmpty()) {
                    setUnit(quantity, unit);
                    return end + 2;
                }
            }
            return end;
        }
        if (next->kind == Piece::Kind::Ideograph || (next->kind == Piece::Kind::HanNumber)
            || (m_language == QLatin1String("ko") && next->glued)) {
            qsizetype length = 0;
            const Unit unit = ideographicUnit(m_text.mid(next->start), &length);
            if (length > 0) {
                setUnit(quantity, unit);
                while (end < m_pieces.size() && m_pieces[end].start < next->start + length)
                    ++end;
            }
            return end;
        }
        if (next->folded == QLatin1String("percentage") && piece(end + 1) && piece(end + 1)->folded.startsWith(QLatin1String("point"))) {
            setUnit(quantity, { QStringLiteral("point"), 1 });
            return end + 2;
        }
        if (next->folded == QLatin1String("per") || next->folded == QLatin1String("pour") || next->folded == QLatin1String("por")) {
            static const QStringList hundreds { QStringLiteral("cent"), QStringLiteral("ciento"), QStringLiteral("cento") };
            if (const Piece *cent = piece(end + 1); cent && hundreds.contains(cent->folded)) {
                setUnit(quantity, { QStringLiteral("%"), 1 });
                return end + 2;
            }
        }
        Unit unit = unitOf(next->folded, next->glued);
        qsizetype skipped = 0;
        if (unit.name.isEmpty() && next->kind == Piece::Kind::Letters) { // "two full weeks", "6 процентных пунктов"
            if (const Piece *second = piece(end + 1); second && second->kind == Piece::Kind::Letters) {
                const Unit behind = unitOf(second->folded, false);
                if (isTime(behind.name) && !m_lexicon.has("conjunctions", next->folded) && next->folded.size() > 2) {
                    unit = behind;
                    skipped = 1;
                }
            }
        }
        if (unit.name.isEmpty() || (next->kind == Piece::Kind::Letters && isAmbiguousUnit(next->folded)))
            return end;
        if (unit.name == QLatin1String("cent") && m_language == QLatin1String("fr"))
            return end;
        if (unit.name == QLatin1String("%") && piece(end + 1)
            && (piece(end + 1)->folded == QLatin1String("point") || piece(end + 1)->folded == QLatin1String("points"))) {
            setUnit(quantity, { QStringLiteral("point"), 1 });
            return end + 2;
        }
        setUnit(quantity, unit);
        return end + 1 + skipped;
    }
    //! Words that are units in one language and something else in another.
    bool isAmbiguousUnit(const QString &folded) const
    {
        static const QHash<QString, QString> only { { QStringLiteral("an"), QStringLiteral("fr") },
            { QStringLiteral("ans"), QStringLiteral("fr") }, { QStringLiteral("mal"), QStringLiteral("de") },
            { QStringLiteral("dag"), QStringLiteral("nl sv da nb") }, { QStringLiteral("ar"), QStringLiteral("sv da nb") },
            { QStringLiteral("ore"), QStringLiteral("it") }, { QStringLiteral("ora"), QStringLiteral("it") },
            { QStringLiteral("go"), QStringLiteral("fr") }, { QStringLiteral("mo"), QStringLiteral("fr") },
            { QStringLiteral("ko"), QStringLiteral("fr") }, { QStringLiteral("keer"), QStringLiteral("nl") },
            { QStringLiteral("vez"), QStringLiteral("es") }, { QStringLiteral("mark"), QStringLiteral("de en") },
            { QStringLiteral("mes"), QStringLiteral("es pt") } };
        const auto it = only.constFind(folded);
        return it != only.cend() && !it->split(QLatin1Char(' ')).contains(m_language);
    }

    void take(Quantity quantity, qsizetype from, qsizetype count)
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
                if (before.factor == 1)
                    multiply(before, quantity.factor);
            }
        }
    }

    Bound boundOf(qsizetype from, qsizetype to) const
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

    const QStringView m_text;
    const QString m_language;
    const Lexicon &m_lexicon;
    const std::shared_ptr<const NumberWords> m_words;
    const QList<Piece> m_pieces;
    qsizetype m_at = 0;
    QList<Quantity> m_quantities;
};

} // namespace

QList<Quantity> quantitiesIn(QStringView text, const QString &language, const Lexicon &lexicon)
{
    return Reader(text, language, lexicon).run();
}

} // namespace Heddle::Dialog
