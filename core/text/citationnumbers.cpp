// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/citationnumbers.h"
#include <QSet>
#include <QString>
#include <algorithm>

namespace Heddle::Text {
namespace {

QSet<QString> wordsOf(const char *words)
{
    const QStringList list = QString::fromUtf8(words).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return { list.cbegin(), list.cend() };
}

//! Words for what a prompt calls a passage.
const QSet<QString> &sourceWords()
{
    static const QSet<QString> words = wordsOf(
        "source sources src passage passages document documents doc docs reference references ref refs citation citations cite cites "
        "excerpt excerpts extract extracts snippet snippets chunk chunks fragment fragments evidence "
        // German, French, Spanish, Portuguese, Italian, Dutch
        "quelle quellen passagen dokument dokumente beleg belege fundstelle fundstellen auszug auszüge textstelle textstellen "
        "extrait extraits référence références fuente fuentes pasaje pasajes documento documentos fragmento fragmentos referencia "
        "referencias cita citas fonte fontes fonti trecho trechos passagem passagens referência referências passaggio passaggi brano "
        "brani estratto riferimento riferimenti documenti citazione bron bronnen documenten fragmenten "
        // Swedish, Danish, Norwegian, Finnish, Polish, Czech, Hungarian, Romanian, Turkish, Vietnamese, Indonesian
        "källa källor kilde kilder lähde lähteet źródło źródła dokumenty zdroj zdroje forrás források sursă sursa surse kaynak kaynaklar "
        "belge nguồn sumber dokumen "
        // Russian, Ukrainian, Greek, Arabic, Persian, Hebrew, Hindi
        "источник источники источника документ документы документа отрывок отрывки фрагмент фрагменты пассаж ссылка ссылки "
        "джерело джерела πηγή πηγές مصدر المصدر المصادر مصادر مقطع المقطع المقاطع وثيقة الوثيقة مستند المستند مرجع المرجع منبع منابع سند "
        "מקור מקורות स्रोत संदर्भ "
        // Chinese, Japanese, Korean
        "来源 來源 文档 文檔 文献 文獻 段落 引用 资料 資料 出处 出處 参考 參考 参考文献 參考文獻 片段 材料 原文 引文 出典 文書 参照 ソース "
        "출처 문서 자료 구절 참고 문헌 참고문헌");
    return words;
}

//! Words that name a passage in square brackets and may be anything in round ones.
const QSet<QString> &vagueWords()
{
    static const QSet<QString> words = wordsOf("id index file context result results text web datei archivo fichier 文件 ファイル 파일");
    return words;
}

const QSet<QString> &placeWords()
{
    static const QSet<QString> words = wordsOf(
        "page pages p pp pg pgs line lines l ln section sections sec sect paragraph paragraphs para chapter ch chunk seite seiten s zeile "
        "zeilen abschnitt absatz abs kapitel página páginas pagina pagine pág págs pag línea sección ligne lignes strona str blz sida side "
        "стр с страница страницы строка раздел صفحة ص الصفحة صفحه 页 頁 页码 ページ 行 쪽 페이지 章 节");
    return words;
}

const QSet<QString> &andWords()
{
    static const QSet<QString> words = wordsOf("and und et y e i и і en og och ja oraz a ve và dan و 和 及 与 與 と 및 και");
    return words;
}

//! A text that is read from left to right.
class Cursor {
public:
    explicit Cursor(QStringView text) : m_text(text) { }
    bool atEnd() const { return m_at >= m_text.size(); }
    QChar peek(qsizetype ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : QChar(); }
    qsizetype at() const { return m_at; }
    void goTo(qsizetype at) { m_at = at; }
    QStringView rest() const { return m_text.mid(m_at); }
    void skipSpace()
    {
        while (!atEnd() && peek().isSpace())
            ++m_at;
    }
    bool takeAny(QStringView characters)
    {
        if (atEnd() || !characters.contains(peek()))
            return false;
        ++m_at;
        return true;
    }
    QString takeWord()
    {
        const qsizetype from = m_at;
        while (!atEnd() && (peek().isLetter() || peek().isMark()) && !(m_at > from && peek() == QChar(0x7b2c)))
            ++m_at;
        return m_text.mid(from, m_at - from).toString();
    }
    //! A number of at most `digits` digits in any script; -1: there is none, or a longer one.
    int takeNumber(int digits)
    {
        const qsizetype from = m_at;
        int value = 0;
        while (!atEnd() && peek().digitValue() >= 0) {
            if (m_at - from >= digits)
                return -1;
            value = value * 10 + peek().digitValue();
            ++m_at;
        }
        return m_at > from ? value : -1;
    }

private:
    QStringView m_text;
    qsizetype m_at = 0;
};

//! The Chinese numbers from one to ten.
QString numerals()
{
    return QStringLiteral("一二三四五六七八九十");
}

constexpr int LongestRange = 10;
constexpr int PlainDigits = 3; //!< four are a year
constexpr int NamedDigits = 6;

class Parser {
public:
    //! \param original the same text with its capitals, or an empty one
    Parser(const QString &inside, const QString &original, bool round) : m_cursor(inside), m_original(original), m_round(round) { }

    std::optional<CitationNumbers> run()
    {
        takeIntroduction();
        do {
            if (!takeItem() || (m_introduced && !m_read.named))
                return {};
            if (isTail())
                return std::move(m_read);
            if (!takePlaces())
                return {};
            if (m_cursor.atEnd())
                return std::move(m_read);
        } while (takeSeparator());
        return {};
    }

private:
    void takeIntroduction()
    {
        m_cursor.skipSpace();
        const qsizetype from = m_cursor.at();
        const QString word = m_cursor.takeWord();
        if (word.isEmpty() || sourceWords().contains(word) || !introducesCitation(word)) {
            m_cursor.goTo(from);
            return;
        }
        m_introduced = true; // "(from 1 to 5)" cites nothing, "(from source 1)" does
        m_cursor.takeAny(u".:");
        m_cursor.skipSpace();
    }

    //! A word for "source" and what may stand between it and its number.
    bool takeName()
    {
        const qsizetype from = m_cursor.at();
        const QString word = m_cursor.takeWord();
        static const QSet<QString> letters = wordsOf("s p d");
        const bool letter = !m_round && letters.contains(word) && m_cursor.peek().digitValue() >= 0;
        if (word.size() > 1 && numerals().contains(word.back()) && sourceWords().contains(word.chopped(1))) { // 来源一
            m_cursor.goTo(m_cursor.at() - 1);
            return true;
        }
        if (!letter && !sourceWords().contains(word) && (m_round || !vagueWords().contains(word))) {
            m_cursor.goTo(from);
            return false;
        }
        m_lettered = m_lettered || letter;
        while (m_cursor.takeAny(u" _-:#.'\u00a0")) { }
        static const QSet<QString> ordinals = wordsOf("no nr n num № núm");
        const qsizetype behind = m_cursor.at();
        if (const QString ordinal = m_cursor.takeWord(); !ordinals.contains(ordinal))
            m_cursor.goTo(behind);
        while (m_cursor.takeAny(u" .°º#№")) { }
        return true;
    }

    int takeNumber(bool named)
    {
        if (named) {
            if (const qsizetype value = numerals().indexOf(m_cursor.peek()); !m_cursor.atEnd() && value >= 0) {
                m_cursor.goTo(m_cursor.at() + 1);
                return int(value) + 1;
            }
        }
        return m_cursor.takeNumber(named ? NamedDigits : PlainDigits);
    }

    bool takeItem()
    {
        m_cursor.skipSpace();
        const bool named = takeName();
        m_read.named = m_read.named || named;
        if (!named)
            m_cursor.takeAny(u"#^");
        const int first = takeNumber(named);
        if (first < 0)
            return false;
        const qsizetype behind = m_cursor.at();
        m_cursor.skipSpace();
        if (!takeRangeSign()) {
            m_cursor.goTo(behind);
            m_read.numbers += first;
            return true;
        }
        m_cursor.skipSpace();
        const bool lastNamed = takeName();
        const int last = takeNumber(lastNamed);
        if (last < 0) { // "1 - Late fees"
            m_cursor.goTo(behind);
            m_read.numbers += first;
            return true;
        }
        if (last <= first || last - first >= LongestRange)
            return false;
        for (int n = first; n <= last; ++n)
            m_read.numbers += n;
        m_read.range = true;
        return true;
    }

    bool takeRangeSign()
    {
        if (m_cursor.takeAny(u"-\u2010\u2011\u2013\u2014\u2212~\u301c至到"))
            return true;
        static const QSet<QString> words = wordsOf("to bis through");
        const qsizetype from = m_cursor.at();
        if (words.contains(m_cursor.takeWord()))
            return true;
        m_cursor.goTo(from);
        return false;
    }

    //! What ends a citation without more numbers: a dagger with anything behind it, or a title.
    bool isTail()
    {
        if (m_cursor.peek() == QLatin1Char(':') && m_cursor.peek(1).digitValue() >= 0 && m_cursor.rest().contains(QChar(0x2020)))
            m_cursor.goTo(m_cursor.at() + m_cursor.rest().indexOf(QChar(0x2020)));
        if (m_cursor.peek() == QChar(0x2020) || m_cursor.peek() == QChar(0x2021)) {
            m_read.daggered = true;
            return true;
        }
        QStringView rest = m_cursor.rest();
        if (rest.startsWith(QLatin1String(" :")) || rest.startsWith(QLatin1String(" |")))
            rest = rest.mid(1);
        const bool colon = rest.startsWith(QLatin1Char(':')) || rest.startsWith(QLatin1Char('|'));
        const bool dash =
            rest.startsWith(QLatin1String(" - ")) || rest.startsWith(QString::fromUtf8(" – ")) || rest.startsWith(QString::fromUtf8(" — "));
        if (m_round || (!colon && !dash))
            return false;
        rest = rest.mid(colon ? 1 : 3).trimmed();
        // "1:3" is a verse or a slice.
        m_read.titled = !rest.isEmpty() && rest.front().digitValue() < 0;
        return m_read.titled;
    }

    //! Pages, sections and file names behind a number; false: what follows a comma is neither that nor another item.
    bool takePlaces()
    {
        for (;;) {
            const qsizetype from = m_cursor.at();
            m_cursor.skipSpace();
            const bool comma = m_cursor.takeAny(u",;、");
            m_cursor.skipSpace();
            if (takePlace() || (comma && (takeFileName() || takeTitle()))) {
                m_read.titled = true;
                continue;
            }
            m_cursor.goTo(from);
            m_cursor.skipSpace();
            return true;
        }
    }

    bool takePlace()
    {
        const qsizetype from = m_cursor.at();
        const bool sign = m_cursor.takeAny(u"§¶第@");
        const QString word = m_cursor.takeWord();
        const bool named = placeWords().contains(word);
        const bool another = m_lettered && word.size() == 1 && m_cursor.peek().digitValue() >= 0; // "S1, S2"
        if (another || (!named && !(sign && word.isEmpty()))) {
            m_cursor.goTo(from);
            return false;
        }
        while (m_cursor.takeAny(u" .:\u00a0")) { }
        if (m_cursor.takeNumber(NamedDigits) < 0) {
            m_cursor.goTo(from);
            return false;
        }
        const qsizetype behind = m_cursor.at();
        m_cursor.skipSpace();
        if (m_cursor.takeAny(u"-\u2013\u2014")) {
            m_cursor.skipSpace();
            while (m_cursor.takeAny(u"lp.")) { }
            if (m_cursor.takeNumber(NamedDigits) < 0)
                m_cursor.goTo(behind);
        } else {
            m_cursor.goTo(behind);
        }
        const qsizetype end = m_cursor.at();
        if (!placeWords().contains(m_cursor.takeWord())) // 第3页
            m_cursor.goTo(end);
        return true;
    }

    bool takeFileName()
    {
        const QStringView rest = m_cursor.rest();
        const qsizetype comma = rest.indexOf(QLatin1Char(','));
        const QStringView name = (comma < 0 ? rest : rest.left(comma)).trimmed();
        const qsizetype dot = name.lastIndexOf(QLatin1Char('.'));
        constexpr qsizetype LongestEnding = 5;
        const QStringView ending = name.mid(dot + 1);
        if (dot <= 0 || ending.isEmpty() || ending.size() > LongestEnding || !ending.front().isLetter()
            || !std::all_of(ending.begin(), ending.end(), [](QChar c) { return c.isLetterOrNumber(); }))
            return false;
        m_cursor.goTo(comma < 0 ? m_cursor.at() + rest.size() : m_cursor.at() + comma);
        return true;
    }

    //! [1, Late fees], [1, "late fees"]
    bool takeTitle()
    {
        if (m_round || m_original.size() <= m_cursor.at())
            return false;
        const QChar first = m_original[m_cursor.at()];
        const bool quoted = QStringLiteral("\"“„«").contains(first);
        if (!quoted && !first.isUpper())
            return false;
        const qsizetype from = m_cursor.at();
        const QString word = m_cursor.takeWord();
        const bool item =
            sourceWords().contains(word) || vagueWords().contains(word) || (word.size() == 1 && m_cursor.peek().digitValue() >= 0);
        m_cursor.goTo(from);
        if (item) // "Source 1, Source 2"
            return false;
        m_cursor.goTo(m_original.size());
        return true;
    }

    bool takeSeparator()
    {
        m_cursor.skipSpace();
        bool found = m_cursor.takeAny(u",;&+、،؛");
        m_cursor.skipSpace();
        const qsizetype from = m_cursor.at();
        const QString word = m_cursor.takeWord();
        if (andWords().contains(word))
            return true;
        m_cursor.goTo(from);
        return found || sourceWords().contains(word);
    }

    Cursor m_cursor;
    QStringView m_original;
    bool m_round;
    bool m_introduced = false, m_lettered = false;
    CitationNumbers m_read;
};

} // namespace

std::optional<CitationNumbers> citationNumbers(QStringView inside, bool round)
{
    const auto counts = [](QChar c) { return c.digitValue() >= 0 || (c.unicode() >= 0x4e00 && c.unicode() <= 0x9fff); };
    if (std::none_of(inside.begin(), inside.end(), counts))
        return {};
    QString text = inside.toString().normalized(QString::NormalizationForm_KC).trimmed();
    if (text.startsWith(QLatin1Char('^')))
        text = text.mid(1, text.size() - (text.endsWith(QLatin1Char('^')) ? 2 : 1));
    if (text.startsWith(QChar(0x2020)))
        text.remove(0, 1);
    const QString folded = text.toLower();
    return Parser(folded, folded.size() == text.size() ? text : QString(), round).run();
}

bool introducesCitation(QStringView word)
{
    static const QSet<QString> words = wordsOf("see also cf per from siehe vgl laut nach aus voir selon ver véase cfr vedi zie se patrz "
                                               "см по انظر 参见 參見 见 見 来自 根据 據 详见 参照 참조");
    return words.contains(word.toString().toLower()) || sourceWords().contains(word.toString().toLower());
}

} // namespace Heddle::Text
