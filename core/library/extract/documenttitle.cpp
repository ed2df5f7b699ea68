// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/documenttitle.h"
#include <QRegularExpression>
#include <QStringList>
#include <algorithm>

namespace Heddle::Library {

bool isDocumentTitle(const QString &text)
{
    constexpr qsizetype Shortest = 3, Longest = 300;
    const QString title = text.simplified();
    if (title.size() < Shortest || title.size() > Longest)
        return false;
    static const QRegularExpression word(QStringLiteral("\\p{L}{3}|[\\p{Han}\\p{Hiragana}\\p{Katakana}\\p{Hangul}\\p{Thai}]{2}"));
    if (!title.contains(word))
        return false;
    const auto letters = std::count_if(title.cbegin(), title.cend(), [](QChar c) { return c.isLetter(); });
    if (letters < 2 || letters * 3 < title.size() || title.contains(QChar(0xfffd)))
        return false;
    static const QRegularExpression program(
        QStringLiteral(
            "^(microsoft (word|excel|powerpoint|office|visio|publisher)|openoffice|libreoffice|indesign|quarkxpress|pagemaker)\\b"
            "|^(adobe )?(photoshop|illustrator|acrobat|indesign)\\b.*\\d|\\.indd\\b"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression file(QStringLiteral("\\.[\\p{L}\\d]{1,5}( \\(.*\\))?$|^([a-z]:)?[\\\\/]|^file:|^https?://|\\\\"),
        QRegularExpression::CaseInsensitiveOption);
    // «report_final_v2», «IMG0815», «2021-03-04-minutes»
    static const QRegularExpression name(
        QStringLiteral("^(?=\\S*[_\\d])(?!\\S*-\\p{L}+$)\\S+$|^\\S*_\\S*$|^[\\da-f]{8,}$|^[\\da-f-]{32,}$"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression placeholder(
        QStringLiteral(
            "^[\\[(<{]?\\s*(untitled|no ?title|title|document|doc|dokument|documento|documents?|anonymous|unnamed|unknown|none|null|"
            "default|template|new|print|scan|scanned document|scanned image|image|page|slide|sheet|folie|layout|draft|"
            "presentation|powerpoint presentation|powerpoint[- ]pr[äa]sentation|pr[ée]sentation powerpoint|presentaci[óo]n de powerpoint|"
            "unbenannt|ohne titel|ohne name|sans (titre|nom)|sin t[íi]tulo|senza titolo|sem t[íi]tulo|naamloos|zonder titel|bez n[áa]zvu|"
            "bez tytu[łl]u|без (имени|названия)|无标题|無題|제목 없음)\\s*[\\])>}]?\\s*[-_#]?\\s*\\d*$"),
        QRegularExpression::CaseInsensitiveOption);
    return !title.contains(program) && !title.contains(file) && !title.contains(name) && !title.contains(placeholder);
}

} // namespace Heddle::Library
