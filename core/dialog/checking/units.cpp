// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/units.h"
#include "core/dialog/checking/pieces.h"
#include <QHash>
#include <QStringList>

namespace Heddle::Dialog {
namespace {

struct Spellings {
    const char *unit;
    double factor;
    const char *words; //!< one that ends in * begins a word
};

// In this order: English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Russian, Arabic.
constexpr Spellings Words[] = {
    { "s", 1,
        "second seconds sec secs sekunde sekunden seconde secondes segundo segundos secondo secondi seconden sekund sekunder секунд* "
        "ثانية ثواني ثوان" },
    { "s", 60, "minute minutes min mins minuten minuto minutos minuti minuut minut minuter минут* دقيقة دقائق" },
    { "s", 3600, "hour hours hr hrs stunde stunden heure heures hora horas ora ore uur uren timme timmar час часа часов ساعة ساعات" },
    { "s", 86400,
        "day days tag tage tagen tages jour jours día días giorno giorni dia dias dag dagen dagar день дня дней дни يوم أيام يوما" },
    { "s", 604800,
        "week weeks wk wks woche wochen semaine semaines semana semanas settimana settimane weken vecka veckor недел* أسبوع أسابيع "
        "أسبوعا" },
    { "s", 1209600, "fortnight fortnights" },
    { "month", 1,
        "month months monat monate monaten monats mois mes meses mese mesi mês maand maanden månad månader месяц* شهر أشهر شهور شهرا" },
    { "month", 12,
        "year years yr yrs jahr jahre jahren jahres an ans année années año años anno anni ano anos jaar jaren år год года году лет "
        "سنة سنوات عام أعوام عاما" },
    { "month", 120,
        "decade decades jahrzehnt jahrzehnte jahrzehnten décennie décennies década décadas decennio decenni decennium decennia "
        "десятилети* عقد عقود" },
    { "month", 1200,
        "century centuries jahrhundert jahrhunderte jahrhunderts jahrhunderten siècle siècles siglo siglos secolo secoli século séculos "
        "eeuw eeuwen sekel seklet век века веков قرن قرون" },
    { "%", 1, "% ٪ ％ percent pct prozent procent процент* percento بالمئة بالمائة" },
    { "‰", 1, "‰ promille" },
    { "point", 1, "prozentpunkt prozentpunkte prozentpunkten procentenheter procentpunkter" },
    { "times", 1, "times fold mal fois veces volte vezes keer gånger раз раза مرات مرة" },
    { "USD", 1, "$ us$ usd dollar dollars dollaro dollari dólar dólares доллар* دولار دولارات دولارا" },
    { "EUR", 1, "€ eur euro euros евро يورو" },
    { "pound", 1, "£ gbp pound pounds pfund livre livres libra libras фунт* lb lbs" },
    { "JPY", 1, "¥ jpy yen" },
    { "CNY", 1, "cny rmb yuan" },
    { "RUB", 1, "₽ rub рубл* rubel" },
    { "INR", 1, "₹ inr rupee rupees" },
    { "CHF", 1, "chf franken franc francs" },
    { "cent", 1, "¢ cent cents centavo centavos céntimo céntimos centesimi цент* pence" },
    { "mark", 1, "mark marks" },
    { "krone", 1, "krone kronen kronor kronor" },
    { "m", 1, "metre metres meter meters metern mètre mètres metro metros metri метр* متر أمتار" },
    { "m", 1000,
        "km kilometre kilometres kilometer kilometers kilometern kilomètre kilomètres kilómetro kilómetros quilômetro quilômetros "
        "chilometro chilometri километр* كيلومتر كيلومترا كيلومترات" },
    { "m", 0.01,
        "cm centimetre centimetres centimeter centimeters zentimeter zentimetern centimètre centimètres centímetro centímetros "
        "сантиметр* سنتيمتر" },
    { "m", 0.001, "mm millimetre millimetres millimeter millimeters millimetern millimètre millimètres milímetro milímetros миллиметр*" },
    { "m", 1609.344, "mile miles meile meilen milla millas мил*" },
    { "m", 0.3048, "foot feet ft fuß" },
    { "m", 0.0254, "inch inches zoll" },
    { "m", 0.9144, "yard yards" },
    { "g", 1, "gram grams gramm gramme grammes gramo gramos grammi грамм* غرام" },
    { "g", 1000, "kg kilo kilos kilogram kilograms kilogramm kilogramme kilogrammes kilogramos килограмм* كيلوغرام كيلوغراما" },
    { "g", 0.001, "mg milligram milligrams milligramm milligrammes miligramos" },
    { "g", 1e-6, "µg μg mcg ug microgram micrograms mikrogramm" },
    { "g", 1e6, "tonne tonnes ton tons tonnen toneladas tonelada tonnellate тонн* طن أطنان" },
    { "g", 28.35, "oz ounce ounces unze unzen" },
    { "l", 1, "litre litres liter liters litern litro litros litri литр* لتر" },
    { "l", 0.001, "ml millilitre millilitres milliliter milliliters" },
    { "l", 3.785, "gallon gallons" },
    { "degree", 1, "° ℃ ℉ degree degrees grad degré degrés grado grados gradi градус* درجة درجات" },
    { "ha", 1, "ha hectare hectares hektar hectáreas гектар*" },
    { "acre", 1, "acre acres" },
    { "byte", 1, "byte bytes octet octets байт*" },
    { "byte", 1e3, "kb kilobyte kilobytes ko кб" },
    { "byte", 1e6, "mb megabyte megabytes mo мб мегабайт*" },
    { "byte", 1e9, "gb gigabyte gigabytes go гб гигабайт*" },
    { "byte", 1e12, "tb terabyte terabytes тб" },
    { "byte", 1024, "kib" },
    { "byte", 1048576, "mib" },
    { "byte", 1073741824, "gib" },
    { "bit", 1, "bit bits бит*" },
    { "Hz", 1, "hz hertz" },
    { "Hz", 1e3, "khz" },
    { "Hz", 1e6, "mhz" },
    { "Hz", 1e9, "ghz" },
    { "W", 1, "watt watts" },
    { "W", 1e3, "kw kilowatt kilowatts" },
    { "W", 1e6, "mw megawatt megawatts мвт" },
    { "W", 1e9, "gw gigawatt gigawatts" },
    { "V", 1, "volt volts" },
};

constexpr Spellings Attached[] = { { "s", 1, "s" }, { "s", 0.001, "ms" }, { "s", 3600, "h" }, { "s", 86400, "d" }, { "m", 1, "m" },
    { "g", 1, "g" }, { "l", 1, "l" }, { "times", 1, "x ×" }, { "W", 1, "w" }, { "V", 1, "v" } };

// The longest one that fits is taken.
constexpr Spellings Ideographic[] = { { "s", 1, "秒钟 秒鐘 秒間 秒 초" }, { "s", 60, "分钟 分鐘 分間 分 분" },
    { "s", 3600, "个小时 小时 小時 时间 時間 个钟头 시간" }, { "s", 86400, "天 日間 日 일" },
    { "s", 604800, "个星期 星期 週間 周間 周 週 주" }, { "month", 1, "个月 個月 か月 ヶ月 カ月 ヵ月 月 개월" },
    { "month", 12, "年間 年 岁 歳 년" }, { "month", 1200, "个世纪 世纪 世紀 세기" }, { "%", 1, "％ % パーセント 퍼센트" },
    { "USD", 1, "美元 ドル 달러" }, { "EUR", 1, "欧元 歐元 ユーロ 유로" }, { "CNY", 1, "人民币 元 块" }, { "JPY", 1, "日元 円" },
    { "times", 1, "倍 次 回 번" }, { "m", 1000, "公里 千米 キロメートル" }, { "m", 0.01, "厘米 センチ" }, { "m", 0.001, "毫米 ミリ" },
    { "m", 1, "米 メートル" }, { "g", 1000, "公斤 千克 キログラム" }, { "g", 1e6, "吨 噸 トン" }, { "g", 1, "克 グラム" } };

struct Table {
    QHash<QString, Unit> words;
    QList<std::pair<QString, Unit>> beginnings;

    template <std::size_t N>
    explicit Table(const Spellings (&rows)[N])
    {
        for (const Spellings &row : rows) {
            for (const QString &word : QString::fromUtf8(row.words).split(QLatin1Char(' '))) {
                const Unit unit { QString::fromUtf8(row.unit), row.factor };
                if (word.endsWith(QLatin1Char('*')))
                    beginnings += { foldedWord(word.chopped(1)), unit };
                else
                    words.insert(foldedWord(word), unit);
            }
        }
    }
};

} // namespace

Unit unitOf(const QString &folded, bool attached)
{
    static const Table words(Words), letters(Attached);
    if (attached) {
        if (const auto it = letters.words.constFind(folded); it != letters.words.cend())
            return *it;
    }
    if (const auto it = words.words.constFind(folded); it != words.words.cend())
        return *it;
    for (const auto &[beginning, unit] : words.beginnings) {
        if (folded.startsWith(beginning))
            return unit;
    }
    return {};
}

Unit ideographicUnit(QStringView text, qsizetype *length)
{
    Unit best;
    *length = 0;
    static const Table table(Ideographic);
    for (auto it = table.words.cbegin(); it != table.words.cend(); ++it) {
        if (it.key().size() > *length && text.startsWith(it.key())) {
            best = it.value();
            *length = it.key().size();
        }
    }
    return best;
}

bool isTime(const QString &unit)
{
    return unit == QLatin1String("s") || unit == QLatin1String("month");
}

bool isMoney(const QString &unit)
{
    static const QStringList currencies { QStringLiteral("USD"), QStringLiteral("EUR"), QStringLiteral("pound"), QStringLiteral("JPY"),
        QStringLiteral("CNY"), QStringLiteral("RUB"), QStringLiteral("INR"), QStringLiteral("CHF"), QStringLiteral("cent"),
        QStringLiteral("mark"), QStringLiteral("krone") };
    return currencies.contains(unit);
}

} // namespace Heddle::Dialog
