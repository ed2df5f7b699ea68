// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/lettermodels.h"
#include <QFile>
#include <unicode/ucnv.h>

// Outside of any namespace, as the macro asks for: a static library's resources are linked only when they are named.
static void initModels()
{
    Q_INIT_RESOURCE(charsets);
}

namespace Heddle::Text {
namespace {

constexpr quint16 Boundary = '_'; //!< whatever is no letter
constexpr double Never = 30; //!< bits of what no text holds

constexpr bool isBox(quint16 c)
{
    return c >= 0x2500 && c < 0x25a0;
}

constexpr bool isEastAsian(quint16 c)
{
    return (c >= 0x2e80 && c < 0xa000) || (c >= 0xac00 && c < 0xd7a4) || (c >= 0xf900 && c < 0xfb00) || (c >= 0xff00 && c < 0xfff0)
        || (c >= 0x3000 && c < 0x3100);
}

constexpr bool isHalfWidthKana(quint16 c)
{
    return c >= 0xff61 && c < 0xffa0;
}

//! Punctuation that a text of any language may hold.
bool isCommonSymbol(quint16 c)
{
    return QStringView(u"«»“”„‘’‚‹›´–—…°§€£©®™·•×±²³½¼¾µ¿¡№\u00a0\u00ad").contains(QChar(c));
}

//! Romanian is written with commas below; older character sets have cedillas in their place.
constexpr quint16 withCedilla(quint16 c)
{
    return c == 0x219 ? 0x15f : c == 0x21b ? 0x163 : c;
}

int digit(QChar c)
{
    return c.isDigit() ? c.unicode() - '0' : c.unicode() - 'a' + 10;
}

bool isLatinLetter(quint16 c)
{
    return QChar::script(c) == QChar::Script_Latin;
}

} // namespace

const LetterModels &LetterModels::instance()
{
    static const LetterModels models;
    return models;
}

LetterModels::LetterModels()
{
    initModels();
    QFile file(QStringLiteral(":/charsets/letters.txt"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("letters.txt is missing in the program");
    for (const QString &line : QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const QStringList fields = line.split(QLatin1Char(' '));
        const QByteArray language = fields.first().toLatin1();
        m_indexes.insert(language, int(m_models.size()));
        const bool characters = fields[1].startsWith(QLatin1Char('*'));
        m_models.push_back(characters ? characterModel(language, fields[1]) : pairModel(fields.mid(1)));
    }
    m_english = m_indexes.value("en");
}

LetterModels::Model LetterModels::pairModel(const QList<QString> &groups) const
{
    Model model;
    const auto number = [&model](QChar c) {
        quint8 &local = model.local[withCedilla(c.unicode()) % Symbols];
        if (local == 0)
            local = quint8(++model.size);
        return std::size_t(local);
    };
    number(QChar(Boundary));
    for (const QString &group : groups) {
        number(group[0]);
        for (qsizetype i = 1; i + 1 < group.size(); i += 2)
            number(group[i]);
    }
    ++model.size; // numbers begin at 1
    model.pairs.assign(model.size * model.size, 0);
    qsizetype latin = 0, letters = 0;
    for (const QString &group : groups) {
        const std::size_t row = number(group[0]) * model.size;
        latin += isLatinLetter(group[0].unicode());
        letters += group[0].isLetter();
        for (qsizetype i = 1; i + 1 < group.size(); i += 2)
            model.pairs[row + number(group[i])] = quint8(std::max(1, digit(group[i + 1])));
    }
    model.latin = 4 * latin > 3 * letters; // texts in other scripts hold Latin words too
    return model;
}

//! The characters that were counted, and after them those that a national standard counts among the frequent ones.
LetterModels::Model LetterModels::characterModel(const QByteArray &language, QStringView group)
{
    struct Level {
        const char *language, *charset;
        int from, to;
    };
    constexpr quint8 Frequent = 15; // bits
    static constexpr Level Levels[] { { "zh-CN", "GB18030", 0xb0, 0xd7 }, { "zh-TW", "Big5", 0xa4, 0xc6 }, { "ja", "EUC-JP", 0xb0, 0xcf },
        { "ko", "EUC-KR", 0xb0, 0xc8 } };
    Model model;
    model.ideographic = true;
    for (const Level &level : Levels) {
        UErrorCode status = U_ZERO_ERROR;
        UConverter *const converter = language == level.language ? ucnv_open(level.charset, &status) : nullptr;
        for (int lead = level.from; converter && lead <= level.to; ++lead) {
            for (int trail = 0x40; trail < 0xff; ++trail) {
                const char bytes[] { char(lead), char(trail) };
                UChar to[4];
                status = U_ZERO_ERROR;
                if (ucnv_toUChars(converter, to, 4, bytes, 2, &status) == 1 && isEastAsian(to[0]))
                    model.characters.insert(to[0], Frequent);
            }
        }
        ucnv_close(converter);
    }
    for (qsizetype i = 1; i + 1 < group.size(); i += 2)
        model.characters.insert(group[i].unicode(), quint8(std::min(digit(group[i + 1]), int(Frequent))));
    return model;
}

LetterModels::Sample LetterModels::sampleOf(const QString &text)
{
    constexpr double Control = 24, CaseTurn = 9, OtherPlain = 4, OutsideBmp = 24;
    Sample sample;
    sample.symbols.reserve(std::size_t(text.size()));
    bool lowerBefore = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        quint16 symbol = c.unicode();
        bool lower = false;
        if (symbol < 0x80) {
            if (c.isLetter()) {
                lower = c.isLower();
                sample.cost += lowerBefore && !lower ? CaseTurn : 0;
                symbol = c.toLower().unicode();
            } else {
                const bool space = symbol == ' ' || symbol == '\n' || symbol == '\r' || symbol == '\t' || symbol == '\f';
                sample.cost += symbol < 0x20 && !space ? Control : space ? 0 : OtherPlain;
                symbol = Boundary;
            }
        } else if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            const char32_t whole = QChar::surrogateToUcs4(c, text[++i]);
            sample.cost += QChar::category(whole) == QChar::Other_NotAssigned || whole >= 0xe0000 ? Never : OutsideBmp;
            symbol = Boundary;
        } else if (c.isLetter()) {
            lower = c.isLower();
            sample.cost += lowerBefore && c.isUpper() ? CaseTurn : 0;
            symbol = withCedilla(c.toLower().unicode());
        }
        lowerBefore = lower;
        if (symbol == Boundary && !sample.symbols.empty() && sample.symbols.back() == Boundary)
            continue;
        sample.symbols.push_back(symbol);
    }
    return sample;
}

double LetterModels::cost(int language, const Sample &sample) const
{
    const Model &model = m_models[std::size_t(language)];
    double bits = 0;
    quint16 before = Boundary;
    for (const quint16 letter : sample.symbols) {
        bits += model.ideographic ? characterCost(model, before, letter) : pairCost(model, before, letter);
        before = letter;
    }
    return bits;
}

double LetterModels::pairCost(const Model &model, quint16 before, quint16 letter) const
{
    constexpr double RarePair = 15, EnglishWord = 2, CommonSymbol = 14, OtherSymbol = 18, Foreign = 17, OtherScript = 20, MixedWord = 8,
                     Box = 15, BoxGoesOn = 2, ScriptGoesOn = 8;
    const auto plain = [](quint16 c) { return c < 0x80; };
    const bool mixed = QChar::isLetter(before) && QChar::isLetter(letter) && isLatinLetter(before) != isLatinLetter(letter);
    double bits = 0;
    const std::size_t number = letter < Symbols ? model.local[letter] : 0, row = before < Symbols ? model.local[before] : 0;
    if (number != 0) {
        const quint8 known = model.pairs[row * model.size + number];
        bits = (known != 0 ? known : RarePair) + (mixed ? MixedWord : 0);
    }
    if (plain(letter) && plain(before) && &model != &m_models[std::size_t(m_english)]) {
        const double english = pairCost(m_models[std::size_t(m_english)], before, letter) + EnglishWord;
        return bits > 0 ? std::min(bits, english) : english;
    }
    if (bits > 0)
        return bits;
    const QChar c(letter);
    if (isBox(letter))
        return isBox(before) ? BoxGoesOn : Box;
    if (isCommonSymbol(letter))
        return CommonSymbol;
    if (c.isSurrogate() || c.category() == QChar::Other_NotAssigned || c.category() == QChar::Other_PrivateUse
        || c.category() == QChar::Other_Control || letter == 0xfffd)
        return Never;
    if (!c.isLetter() && !c.isMark())
        return OtherSymbol;
    if (!isLatinLetter(letter) && !isEastAsian(letter) && QChar::script(before) == QChar::script(letter))
        return ScriptGoesOn; // a language without a model
    const bool foreign = isLatinLetter(letter) == model.latin && !isEastAsian(letter);
    return (foreign ? Foreign : OtherScript) + (mixed ? MixedWord : 0);
}

double LetterModels::characterCost(const Model &model, quint16 before, quint16 letter) const
{
    constexpr double Rare = 20, KanaGoesOn = 8, Kana = 17, Symbol = 17, OtherLetter = 18, Turn = 6;
    const bool afterPlain = before < 0x80;
    if (letter < 0x80) { // characters come in runs; one alone in a word of plain letters is a misread accent
        return pairCost(m_models[std::size_t(m_english)], afterPlain ? before : Boundary, letter)
            + (afterPlain || letter == Boundary ? 0 : Turn);
    }
    const double turn = !afterPlain ? 0 : before == Boundary ? Turn / 2 : Turn;
    if (const auto known = model.characters.constFind(letter); known != model.characters.cend())
        return *known + turn;
    if (isHalfWidthKana(letter))
        return (isHalfWidthKana(before) ? KanaGoesOn : Kana) + turn;
    const QChar c(letter);
    if (c.isSurrogate() || c.category() == QChar::Other_NotAssigned || c.category() == QChar::Other_PrivateUse
        || c.category() == QChar::Other_Control || letter == 0xfffd)
        return Never;
    return (isEastAsian(letter) ? Rare : c.isLetter() ? OtherLetter : Symbol) + turn;
}

} // namespace Heddle::Text
