// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/pdffile.h"
#include <QHash>
#include <algorithm>
#include <cmath>
#include <span>

namespace Heddle::Library {
namespace {

constexpr int MaxCharacters = 4'000'000; //!< of a page

//! A character as the page shows it. `upright` lies as if its text ran from left to right.
struct Glyph {
    QString text; //!< ligatures as their letters
    QRectF shown, upright;
    double baseline = 0, size = 0;
    int rotation = 0, font = -1;
    bool spaceBefore = false;
    bool gapBefore = false; //!< PDFium takes it for the first of a word, by its distance
    bool doubtful = false; //!< the file doesn't say which character it is
};

struct Style {
    double size = 0;
    int rotation = 0, font = -1;
};

QRectF uprightBox(const QRectF &box, int rotation)
{
    switch (rotation) {
    case 1: return { box.top(), -box.right(), box.height(), box.width() };
    case 2: return { -box.right(), -box.bottom(), box.width(), box.height() };
    case 3: return { -box.bottom(), box.left(), box.height(), box.width() };
    default: return box;
    }
}

QRectF shownBox(const QRectF &upright, int rotation)
{
    switch (rotation) {
    case 1: return { -upright.bottom(), upright.left(), upright.height(), upright.width() };
    case 2: return { -upright.right(), -upright.bottom(), upright.width(), upright.height() };
    case 3: return { upright.top(), -upright.right(), upright.height(), upright.width() };
    default: return upright;
    }
}

bool isRightToLeft(const QString &text)
{
    return std::any_of(text.cbegin(), text.cend(), [](QChar c) { return c.direction() == QChar::DirR || c.direction() == QChar::DirAL; });
}

bool isPrivate(char32_t c)
{
    return (c >= 0xe000 && c <= 0xf8ff) || c >= 0xf0000;
}

//! Nothing that separates words and nothing that is no text; a letter that has no character comes as nothing.
QString textOf(char32_t c)
{
    constexpr char32_t LineEndHyphen = 2; // PDFium's own
    if (c == LineEndHyphen)
        return QStringLiteral("-");
    if (c == 0xf0b7 || c == 0xf0a7 || c == 0xf076 || c == 0xf0fc || c == 0xf0d8) // bullets of the fonts Symbol and Wingdings
        return QStringLiteral("•");
    if (c == 0 || c == 0xfffd || c == 0xffff || isPrivate(c))
        return {};
    const QString text = QString::fromUcs4(&c, 1);
    const bool forms = (c >= 0xfb00 && c <= 0xfb06) || (c >= 0xfb13 && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefc);
    return forms ? text.normalized(QString::NormalizationForm_KC) : text;
}

//! Takes the characters of a page from PDFium.
class GlyphReader {
public:
    GlyphReader(const Pdfium::Functions &library, const PdfPage &page, Pdfium::TextPage *text, QStringList &fonts)
        : m_library(library), m_page(page), m_text(text), m_fonts(fonts)
    { }

    QList<Glyph> read(int &unreadable)
    {
        const int count = std::min(m_library.FPDFText_CountChars(m_text), MaxCharacters);
        QList<Glyph> glyphs;
        glyphs.reserve(count);
        bool space = true, gap = false;
        for (int i = 0; i < count; ++i) {
            char32_t c = m_library.FPDFText_GetUnicode(m_text, i);
            // What PDFium puts in, from distances that are looked at here, belongs to no text object.
            if (m_library.FPDFText_IsGenerated(m_text, i) || !m_library.FPDFText_GetTextObject(m_text, i)) {
                gap = gap || c == U' ';
                continue;
            }
            if (QChar::isHighSurrogate(c) && i + 1 < count) {
                if (const unsigned low = m_library.FPDFText_GetUnicode(m_text, i + 1); QChar::isLowSurrogate(low)) {
                    c = QChar::surrogateToUcs4(char16_t(c), char16_t(low));
                    ++i;
                }
            }
            if ((c < 0x20 && c != 2 && c != 0) || QChar::isSpace(c) || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x200b && c <= 0x200f) || c == 0xfeff) {
                space = space || c < 0x200b || c > 0x200f;
                continue;
            }
            Glyph glyph = at(i);
            glyph.text = textOf(c);
            if (glyph.text.isEmpty()) {
                ++unreadable;
                space = true;
                continue;
            }
            glyph.spaceBefore = std::exchange(space, false);
            glyph.gapBefore = std::exchange(gap, false);
            glyph.doubtful = m_library.FPDFText_HasUnicodeMapError(m_text, i) == 1;
            glyphs += std::move(glyph);
        }
        return glyphs;
    }

private:
    Glyph at(int i)
    {
        const Style &style = styleOf(i);
        Glyph glyph;
        Pdfium::RectF box;
        m_library.FPDFText_GetLooseCharBox(m_text, i, &box);
        glyph.shown = m_page.geometry().shown(box);
        double x = 0, y = 0;
        m_library.FPDFText_GetCharOrigin(m_text, i, &x, &y);
        const QPointF origin = m_page.geometry().shown(x, y);
        glyph.rotation = style.rotation;
        glyph.font = style.font;
        glyph.upright = uprightBox(glyph.shown, style.rotation);
        // A font without a size of its own (its letters are drawings) has the height of its letters.
        const double height = glyph.upright.height();
        glyph.size = style.size >= 0.45 * height && style.size > 0 ? style.size : height;
        glyph.baseline = uprightBox({ origin, QSizeF(0, 0) }, style.rotation).top();
        if (style.rotation < 4) {
            // Where a font says how high its letters are, it is often wrong; lines and marks want all alike.
            constexpr double Ascent = 0.8, Descent = 0.2;
            glyph.upright.setTop(glyph.baseline - Ascent * glyph.size);
            glyph.upright.setBottom(glyph.baseline + Descent * glyph.size);
            glyph.shown = shownBox(glyph.upright, style.rotation);
        }
        return glyph;
    }
    //! Font, size and direction: the same for all characters of a text object.
    const Style &styleOf(int i)
    {
        Pdfium::TextObject *const object = m_library.FPDFText_GetTextObject(m_text, i);
        if (object && object == m_object)
            return m_style;
        m_object = object;
        Pdfium::Matrix matrix;
        m_library.FPDFText_GetMatrix(m_text, i, &matrix);
        m_style.size = m_library.FPDFText_GetFontSize(m_text, i) * std::hypot(matrix.c, matrix.d);
        const QPointF along = m_page.geometry().shown(matrix.a, matrix.b) - m_page.geometry().shown(0, 0);
        constexpr double QuarterTurn = M_PI / 2, Slanted = 0.15;
        const double turns = std::atan2(along.y(), along.x()) / QuarterTurn;
        m_style.rotation = std::abs(turns - std::round(turns)) > Slanted ? PageWord::Slanted : int(std::lround(turns)) & 3;
        m_style.font = object ? fontOf(m_library.FPDFTextObj_GetFont(object)) : -1;
        return m_style;
    }
    int fontOf(Pdfium::Font *font)
    {
        if (!font)
            return -1;
        if (const auto known = m_known.constFind(font); known != m_known.cend())
            return *known;
        char buffer[256] = {};
        m_library.FPDFFont_GetBaseFontName(font, buffer, sizeof buffer);
        buffer[sizeof buffer - 1] = 0;
        const QString name = QString::fromUtf8(buffer);
        constexpr qsizetype MaxFonts = 10'000; // of a document; others share the last one
        qsizetype at = m_fonts.indexOf(name);
        if (at < 0 && m_fonts.size() < MaxFonts)
            m_fonts += name;
        if (at < 0)
            at = m_fonts.size() - 1;
        m_known.insert(font, int(at));
        return int(at);
    }

    const Pdfium::Functions &m_library;
    const PdfPage &m_page;
    Pdfium::TextPage *m_text;
    QStringList &m_fonts;
    QHash<Pdfium::Font *, int> m_known;
    Pdfium::TextObject *m_object = nullptr;
    Style m_style;
};

//! The combining form of an accent that stands for itself; 0: none.
char16_t combiningForm(const QString &text)
{
    static const QHash<char16_t, char16_t> forms { { u'`', 0x300 }, { u'\u00b4', 0x301 }, { u'\u02ca', 0x301 }, { u'^', 0x302 },
        { u'\u02c6', 0x302 }, { u'~', 0x303 }, { u'\u02dc', 0x303 }, { u'\u00af', 0x304 }, { u'\u02c9', 0x304 }, { u'\u02d8', 0x306 },
        { u'\u02d9', 0x307 }, { u'\u00a8', 0x308 }, { u'\u02da', 0x30a }, { u'\u02dd', 0x30b }, { u'\u02c7', 0x30c }, { u'\u00b8', 0x327 },
        { u'\u02db', 0x328 } };
    return text.size() == 1 ? forms.value(text[0].unicode()) : char16_t(0);
}

//! Older files draw «ö» as an accent and a letter, one on the other.
void composeAccents(QList<Glyph> &glyphs)
{
    const auto compose = [](Glyph &letter, const Glyph &accent) {
        const double x = accent.upright.center().x();
        const double slack = 0.1 * letter.size;
        if (letter.text.size() != 1 || !letter.text[0].isLetter() || letter.rotation != accent.rotation
            || std::abs(letter.baseline - accent.baseline) > 0.5 * letter.size || x < letter.upright.left() - slack
            || x > letter.upright.right() + slack)
            return false;
        const bool dotless = letter.text[0].unicode() == 0x131 || letter.text[0].unicode() == 0x237;
        const QChar base = dotless ? QLatin1Char(letter.text[0].unicode() == 0x131 ? 'i' : 'j') : letter.text[0];
        const QString composed = (base + QString(QChar(combiningForm(accent.text)))).normalized(QString::NormalizationForm_C);
        if (composed.size() != 1)
            return false;
        letter.text = composed;
        return true;
    };
    constexpr double Band = 4; // points
    QHash<int, QList<qsizetype>> letters; //!< by where their line is; filled once an accent's letter isn't its neighbour
    const auto letterFor = [&](qsizetype accent) -> qsizetype {
        for (const qsizetype near : { accent + 1, accent - 1 }) {
            if (near >= 0 && near < glyphs.size() && compose(glyphs[near], glyphs[accent]))
                return near;
        }
        if (letters.isEmpty()) {
            for (qsizetype i = 0; i < glyphs.size(); ++i) {
                if (glyphs[i].text[0].isLetter())
                    letters[int(glyphs[i].baseline / Band)] += i;
            }
        }
        const int at = int(glyphs[accent].baseline / Band);
        for (const int band : { at, at - 1, at + 1 }) {
            for (const qsizetype i : letters.value(band)) {
                if (compose(glyphs[i], glyphs[accent]))
                    return i;
            }
        }
        return -1;
    };
    QList<bool> gone(glyphs.size(), false);
    for (qsizetype i = 0; i < glyphs.size(); ++i) {
        if (combiningForm(glyphs[i].text) == 0)
            continue;
        const qsizetype letter = letterFor(i);
        gone[i] = letter >= 0;
        if (letter == i + 1)
            glyphs[letter].spaceBefore = glyphs[i].spaceBefore;
    }
    QList<Glyph> kept;
    kept.reserve(glyphs.size());
    for (qsizetype i = 0; i < glyphs.size(); ++i) {
        if (!gone[i])
            kept += std::move(glyphs[i]);
    }
    glyphs = std::move(kept);
}

bool isIdeographic(const QString &text)
{
    const char16_t c = text[0].unicode();
    return (c >= 0x2e80 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0xff00 && c <= 0xff9f) || text[0].isHighSurrogate();
}

//! Columns of Chinese or Japanese run down the page: such text is as if it were turned, with its columns as lines.
void turnVerticalText(QList<Glyph> &glyphs)
{
    const auto below = [](const Glyph &upper, const Glyph &lower) {
        const double step = lower.baseline - upper.baseline;
        return std::abs(upper.upright.center().x() - lower.upright.center().x()) < 0.3 * upper.size && step > 0.6 * upper.size
            && step < 2 * upper.size;
    };
    for (qsizetype from = 0; from < glyphs.size();) {
        qsizetype to = from + 1;
        while (to < glyphs.size() && glyphs[to].rotation == 0 && glyphs[from].rotation == 0 && below(glyphs[to - 1], glyphs[to]))
            ++to;
        constexpr qsizetype Shortest = 4;
        const auto run = std::span(glyphs.data() + from, size_t(to - from));
        if (to - from >= Shortest
            && std::count_if(run.begin(), run.end(), [](const Glyph &g) { return isIdeographic(g.text); }) * 2 > to - from) {
            for (Glyph &glyph : run) {
                glyph.rotation = 1;
                glyph.upright = uprightBox(glyph.shown, 1);
                glyph.baseline = glyph.upright.bottom() - 0.2 * glyph.size;
            }
        }
        from = to;
    }
}

//! An "f" may reach far into the gap behind it, and a "j" into the one before: then PDFium knows better, by their advance.
bool isGapBetweenOverhangs(const Glyph &before, const Glyph &next)
{
    constexpr double Least = 0.05;
    return next.gapBefore && !QStringLiteral(".,;:!?)]}%").contains(next.text[0]) && next.rotation == before.rotation && next.rotation < 4
        && next.upright.left() - before.upright.right() > Least * std::max(before.size, next.size);
}

bool continues(const Glyph &before, const Glyph &next)
{
    if (next.spaceBefore || next.rotation != before.rotation || next.font != before.font)
        return false;
    const double size = std::max(before.size, next.size);
    if (std::abs(before.size - next.size) > 0.1 * size || (next.rotation < 4 && std::abs(before.baseline - next.baseline) > 0.1 * size))
        return false;
    const double after = next.upright.left() - before.upright.right(), ahead = before.upright.left() - next.upright.right();
    const double widest = std::max(before.upright.width(), next.upright.width());
    if (next.rotation == PageWord::Slanted)
        return std::abs(next.shown.center().x() - before.shown.center().x()) + std::abs(next.shown.center().y() - before.shown.center().y())
            < 2 * size;
    if (isRightToLeft(next.text) || isRightToLeft(before.text))
        return ahead < PageWord::Gap * size && ahead > -0.6 * std::max(size, widest) - widest;
    return after < PageWord::Gap * size && after > -0.5 * size - 0.5 * widest;
}

//! Letters of scripts that run from right to left in the order in which they lie on the page, their marks before them.
void orderAsSeen(QList<Glyph> &word)
{
    std::stable_sort(
        word.begin(), word.end(), [](const Glyph &a, const Glyph &b) { return a.upright.center().x() < b.upright.center().x(); });
    for (qsizetype i = 1; i < word.size(); ++i) {
        const bool mark = word[i].text[0].category() == QChar::Mark_NonSpacing;
        const double x = word[i].upright.center().x();
        if (mark && word[i - 1].text[0].category() != QChar::Mark_NonSpacing && x < word[i - 1].upright.right())
            std::swap(word[i], word[i - 1]);
    }
}

void addWord(QList<Glyph> glyphs, PdfText &text)
{
    const bool rightToLeft = std::any_of(glyphs.cbegin(), glyphs.cend(), [](const Glyph &g) { return isRightToLeft(g.text); });
    if (rightToLeft && glyphs.first().rotation != PageWord::Slanted)
        orderAsSeen(glyphs);
    PageWord word;
    QList<QRectF> characters;
    word.size = glyphs.first().size;
    word.rotation = glyphs.first().rotation;
    word.font = glyphs.first().font;
    word.doubtful = std::any_of(glyphs.cbegin(), glyphs.cend(), [](const Glyph &g) { return g.doubtful; });
    for (const Glyph &glyph : std::as_const(glyphs)) {
        QString letters = glyph.text;
        if (rightToLeft && letters.size() > 1 && isRightToLeft(letters))
            std::reverse(letters.begin(), letters.end());
        word.text += letters;
        word.box |= glyph.shown;
        characters.insert(characters.size(), letters.size(), glyph.shown);
    }
    text.words += std::move(word);
    text.characters += std::move(characters);
}

//! What a font is can be read from its name alone: few fonts say it in another way.
bool isNamed(const QString &font, std::initializer_list<const char *> names)
{
    return std::any_of(names.begin(), names.end(), [&](const char *name) { return font.contains(QLatin1String(name)); });
}

} // namespace

PdfText PdfPage::text(QStringList &fonts) const
{
    PdfText result;
    const std::unique_ptr<Pdfium::TextPage, void (*)(Pdfium::TextPage *)> text(
        m_library.FPDFText_LoadPage(m_page), m_library.FPDFText_ClosePage);
    if (!text)
        return result;
    QList<Glyph> glyphs = GlyphReader(m_library, *this, text.get(), fonts).read(result.unreadable);
    composeAccents(glyphs);
    turnVerticalText(glyphs);
    const QRectF page(QPointF(0, 0), size());
    QList<Glyph> word;
    for (Glyph &glyph : glyphs) {
        if (!page.contains(glyph.shown.center())) // nobody sees it
            continue;
        glyph.spaceBefore = glyph.spaceBefore || (!word.isEmpty() && isGapBetweenOverhangs(word.last(), glyph));
        if (!word.isEmpty() && !continues(word.last(), glyph)) {
            addWord(std::exchange(word, {}), result);
            result.words.last().spaceAfter = glyph.spaceBefore;
        }
        word += std::move(glyph);
    }
    if (!word.isEmpty())
        addWord(word, result);
    QHash<int, QString> names;
    for (PageWord &found : result.words) {
        if (found.font < 0)
            continue;
        QString &name = names[found.font];
        if (name.isEmpty())
            name = fonts[found.font].toLower();
        found.bold = isNamed(name, { "bold", "black", "heavy", "cmbx", "sfbx", "ecbx", "cmssbx", "-demi" });
        found.fixedPitch = isNamed(name, { "mono", "courier", "typewriter", "cmtt", "sftt", "ectt", "nimbusmon", "inconsolata", "consol" });
    }
    addFields(result);
    return result;
}

} // namespace Heddle::Library
