// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/numberwords.h"
#include <QMutex>
#include <QSet>
#include <unicode/dtfmtsym.h>
#include <unicode/rbnf.h>

namespace Heddle::Dialog {
namespace {

constexpr int MaxWords = 4; //!< of a number below a hundred: "quatre-vingt-dix-neuf"

QString textOf(const icu::UnicodeString &text)
{
    return QString(reinterpret_cast<const QChar *>(text.getBuffer()), text.length());
}

//! The words of a text as the table has them; hyphens separate them.
QString phrase(const QString &text)
{
    QString words;
    for (const Piece &piece : piecesOf(text)) {
        if (piece.kind == Piece::Kind::Letters)
            words += (words.isEmpty() ? QString() : QStringLiteral(" ")) + piece.folded;
    }
    return words;
}

//! Words that follow a number and multiply it, in the languages with a stemmer.
struct Scale {
    const char *words;
    double factor;
};
constexpr Scale Scales[] = { { "hundred hundreds hundert cent cents honderd hundra сот", 1e2 },
    { "thousand thousands k tsd tausend mille mil mila duizend tusen tusind тысяч тысячи тысяча тыс الف الاف тысячу", 1e3 },
    { "million millions mio mill millionen million millón millones milione milioni milhão milhões miljoen miljoner miljon mln mn "
      "millioner миллион миллиона миллионов млн مليون ملايين",
        1e6 },
    { "billion billions bn mrd milliarde milliarden milliard milliards miliardo miliardi miljard miljarden miljarder миллиард миллиарда "
      "миллиардов млрд مليار مليارات bilhão bilhões",
        1e9 },
    { "trillion trillions tn billionen трлн триллион триллиона триллионов تريليون", 1e12 }, { "dozen dozens dutzend", 12 } };

} // namespace

double NumberWords::scale(const QString &folded)
{
    static const QHash<QString, double> scales = [] {
        QHash<QString, double> made;
        for (const Scale &scale : Scales) {
            for (const QString &word : QString::fromUtf8(scale.words).split(QLatin1Char(' ')))
                made.insert(foldedWord(word), scale.factor);
        }
        return made;
    }();
    return scales.value(folded);
}

double NumberWords::hanValue(const QString &numerals)
{
    static const QString digits = QStringLiteral("〇一二三四五六七八九");
    double total = 0, section = 0, digit = 0;
    bool positional = numerals.size() > 1; // 二〇一九
    QString plain;
    for (const QChar c : numerals) {
        const QChar read = c == QChar(u'零') ? QChar(u'〇') : c == QChar(u'两') || c == QChar(u'兩') ? QChar(u'二') : c;
        const qsizetype value = digits.indexOf(read);
        positional = positional && value >= 0;
        if (value >= 0) {
            digit = double(value);
            plain += QString::number(value);
            continue;
        }
        const double unit = c == QChar(u'十') ? 10 : c == QChar(u'百') ? 100 : c == QChar(u'千') ? 1000 : 0;
        if (unit > 0) {
            section += std::max(1.0, digit) * unit;
        } else {
            const double big = c == QChar(u'万') || c == QChar(u'萬') ? 1e4 : c == QChar(u'兆') ? 1e12 : 1e8;
            total += std::max(1.0, section + digit) * big;
            section = 0;
        }
        digit = 0;
    }
    return positional ? plain.toDouble() : total + section + digit;
}

NumberWords::NumberWords(const QString &language)
{
    addSpelledOut(language);
    addMonths(language);
    for (const char *word : { "and", "und", "y", "e", "et", "en", "og", "och", "и", "و" })
        m_joiners.insert(QString::fromUtf8(word), true);
}

void NumberWords::addSpelledOut(const QString &language)
{
    UErrorCode status = U_ZERO_ERROR;
    icu::RuleBasedNumberFormat format(icu::URBNF_SPELLOUT, icu::Locale(language.toLatin1().constData()), status);
    if (U_FAILURE(status))
        return;
    static const QSet<QString> compounding { QStringLiteral("de"), QStringLiteral("it"), QStringLiteral("nl"), QStringLiteral("sv"),
        QStringLiteral("nb"), QStringLiteral("no"), QStringLiteral("da"), QStringLiteral("fi"), QStringLiteral("hu") };
    const int last = compounding.contains(language) ? 999 : 100;
    for (int rule = 0; rule < format.getNumberOfRuleSetNames(); ++rule) {
        const icu::UnicodeString name = format.getRuleSetName(rule);
        const bool ordinal = name.indexOf("ordinal") >= 0;
        if (!ordinal && name.indexOf("cardinal") < 0)
            continue;
        const bool many = format.getNumberOfRuleSetNames() > 20; // one for each case: the small ones are enough
        for (int n = 0; n <= 900; n += n < (ordinal || many ? std::min(last, 100) : last) ? 1 : 100) {
            icu::UnicodeString spelled;
            icu::FieldPosition ignored;
            format.format(int32_t(n), name, spelled, ignored, status);
            const QString words = phrase(textOf(spelled));
            if (U_FAILURE(status) || words.isEmpty())
                continue;
            QHash<QString, int> &table = ordinal ? m_ordinals : m_cardinals;
            if (!table.contains(words))
                table.insert(words, n);
            if (language == QLatin1String("ar")) // the other cases
                table.insert(QString(words).replace(QStringLiteral("ون"), QStringLiteral("ين")), n);
        }
    }
    if (compounding.contains(language)) { // "dreißigtausend"
        for (int n = 2; n <= 900; n += n < 100 ? 1 : 100) {
            icu::UnicodeString spelled;
            format.format(int32_t(n * 1000), spelled, status);
            const QString words = phrase(textOf(spelled));
            if (!words.isEmpty() && !words.contains(QLatin1Char(' ')))
                m_cardinals.insert(words, n * 1000);
        }
    }
    for (auto it = m_cardinals.cbegin(); it != m_cardinals.cend(); ++it)
        m_ordinals.remove(it.key());
}

void NumberWords::addMonths(const QString &language)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::DateFormatSymbols symbols(icu::Locale(language.toLatin1().constData()), status);
    for (const auto context : { icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::STANDALONE }) {
        for (const auto width : { icu::DateFormatSymbols::WIDE, icu::DateFormatSymbols::ABBREVIATED }) {
            int32_t count = 0;
            const icu::UnicodeString *months = symbols.getMonths(count, context, width);
            for (int i = 0; i < std::min(count, 12); ++i) {
                const QString word = phrase(textOf(months[i]));
                if (word.size() > 2 && !word.contains(QLatin1Char(' ')) && !m_months.contains(word))
                    m_months.insert(word, i + 1);
            }
        }
    }
}

//! The longest number below a hundred, or a round hundred, in words; hyphens within it are passed over.
NumberWords::Found NumberWords::below100(const QList<Piece> &pieces, qsizetype i) const
{
    Found best;
    QString words;
    int count = 0;
    for (qsizetype j = i; j < pieces.size() && count < MaxWords; ++j) {
        const Piece &piece = pieces[j];
        if (piece.kind == Piece::Kind::Sign && piece.folded == QLatin1String("-") && piece.glued && count > 0)
            continue;
        if (piece.kind != Piece::Kind::Letters)
            break;
        words += (count > 0 ? QStringLiteral(" ") : QString()) + piece.folded;
        ++count;
        if (const auto cardinal = m_cardinals.constFind(words); cardinal != m_cardinals.cend())
            best = { j - i + 1, double(*cardinal), false, false };
        else if (const auto ordinal = m_ordinals.constFind(words); ordinal != m_ordinals.cend())
            best = { j - i + 1, double(*ordinal), true, false };
    }
    return best;
}

NumberWords::Found NumberWords::at(const QList<Piece> &pieces, qsizetype i) const
{
    Found found = below100(pieces, i);
    if (found.count == 0)
        return found;
    found.one = found.value == 1 && !found.ordinal;
    const auto skipJoiners = [&](qsizetype j) {
        while (j < pieces.size() && j < i + found.count + 2
            && (m_joiners.contains(pieces[j].folded) || (pieces[j].folded == QLatin1String("-") && pieces[j].glued)))
            ++j;
        return j;
    };
    // "three hundred", "three hundred and forty-two"
    if (qsizetype j = i + found.count; !found.ordinal && found.value < 100 && j < pieces.size() && scale(pieces[j].folded) == 100) {
        found.value *= 100;
        found.count += 1;
        found.one = false;
    }
    if (const qsizetype j = skipJoiners(i + found.count); !found.ordinal && found.value >= 100 && j < pieces.size()) {
        if (const Found rest = below100(pieces, j); rest.count > 0 && rest.value < 100) {
            found.value += rest.value;
            found.ordinal = rest.ordinal;
            found.count = j + rest.count - i;
        }
    }
    return found;
}

std::shared_ptr<const NumberWords> NumberWords::of(const QString &language)
{
    static QMutex mutex;
    static QHash<QString, std::shared_ptr<const NumberWords>> known;
    const QString key = language.isEmpty() ? QStringLiteral("en") : language;
    const QMutexLocker lock(&mutex);
    auto &one = known[key];
    if (!one)
        one = std::make_shared<const NumberWords>(key);
    return one;
}

} // namespace Heddle::Dialog
