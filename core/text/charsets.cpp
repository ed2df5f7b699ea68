// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/charsets.h"
#include <QCoreApplication>
#include <QHash>
#include <algorithm>
#include <unicode/ucnv.h>

namespace Heddle::Text {
namespace {

constexpr const char *Western = "en de fr es it pt pt-BR nl sv da nb fi is ca gl eu ga af id ms br et";
constexpr const char *Central = "pl cs sk hu sl hr ro sq bs sr-Latn de en";
constexpr const char *Cyrillic = "ru uk be bg mk sr";

//! ISO-8859-1, -9 and -11 are parts of windows-1252, -1254 and -874; ISO-8859-8 is one of windows-1255.
constexpr LegacyCharset Charsets[] {
    { "windows-1252", Western, 0 },
    { "ISO-8859-15", Western, 4 },
    { "macintosh", Western, 5 },
    { "IBM850", Western, 6 },
    { "IBM437", Western, 6.5 },
    { "IBM865", "da nb", 8 },
    { "windows-1250", Central, 2 },
    { "ISO-8859-2", Central, 3.5 },
    { "IBM852", Central, 6 },
    { "x-mac-centraleurroman", Central, 8 },
    { "windows-1251", Cyrillic, 1 },
    { "KOI8-R", "ru bg", 3 },
    { "KOI8-U", "uk ru be", 4 },
    { "IBM866", "ru uk be bg", 5 },
    { "ISO-8859-5", "ru bg mk sr be", 5.5 },
    { "x-mac-cyrillic", Cyrillic, 7 },
    { "IBM855", "ru bg mk sr be", 9 },
    { "windows-1253", "el", 2 },
    { "ISO-8859-7", "el", 3 },
    { "IBM737", "el", 7 },
    { "x-mac-greek", "el", 9 },
    { "windows-1254", "tr az", 3 },
    { "IBM857", "tr az", 7 },
    { "x-mac-turkish", "tr az", 9 },
    { "windows-1255", "he", 2 },
    { "IBM862", "he", 8 },
    { "windows-1256", "ar fa ur", 2 },
    { "ISO-8859-6", "ar", 5 },
    { "windows-1257", "lt lv et", 3 },
    { "ISO-8859-13", "lt lv et", 5 },
    { "ISO-8859-4", "lt lv et", 7 },
    { "IBM775", "lt lv et", 8 },
    { "windows-1258", "vi", 4 },
    { "windows-874", "th", 2 },
    { "ISO-8859-3", "eo mt", 7 },
    { "ISO-8859-14", "cy ga", 8 },
    { "GB18030", "zh-CN", 1 },
    { "Big5-HKSCS", "zh-TW", 2 },
    { "windows-31j", "ja", 1 },
    { "EUC-JP", "ja", 3 },
    { "windows-949", "ko", 1 },
};

bool isKnown(const QByteArray &name)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *const converter = ucnv_open(name.constData(), &status);
    ucnv_close(converter);
    return U_SUCCESS(status);
}

} // namespace

std::span<const LegacyCharset> legacyCharsets()
{
    return Charsets;
}

QByteArray charsetFor(const QByteArray &label)
{
    // As browsers take them (encoding.spec.whatwg.org), and names of other programs that ICU does not have.
    static const QHash<QByteArray, QByteArray> meant { { "iso-8859-1", "windows-1252" }, { "iso8859-1", "windows-1252" },
        { "latin1", "windows-1252" }, { "us-ascii", "windows-1252" }, { "ascii", "windows-1252" }, { "iso-8859-9", "windows-1254" },
        { "latin5", "windows-1254" }, { "iso-8859-11", "windows-874" }, { "tis-620", "windows-874" }, { "iso-8859-8-i", "ISO-8859-8" },
        { "iso-8859-16", "ISO-8859-2" }, { "gb2312", "GB18030" }, { "gb_2312-80", "GB18030" }, { "gbk", "GB18030" }, { "cp936", "GB18030" },
        { "x-gbk", "GB18030" }, { "big5", "Big5-HKSCS" }, { "cp950", "Big5-HKSCS" }, { "x-x-big5", "Big5-HKSCS" },
        { "shift_jis", "windows-31j" }, { "shift-jis", "windows-31j" }, { "sjis", "windows-31j" }, { "x-sjis", "windows-31j" },
        { "ms_kanji", "windows-31j" }, { "cp932", "windows-31j" }, { "euc-kr", "windows-949" }, { "euckr", "windows-949" },
        { "ks_c_5601-1987", "windows-949" }, { "ks_c_5601-1989", "windows-949" }, { "ksc5601", "windows-949" },
        { "ksc_5601", "windows-949" }, { "korean", "windows-949" }, { "uhc", "windows-949" }, { "cp949", "windows-949" },
        { "x-windows-949", "windows-949" }, { "x-euc-jp", "EUC-JP" }, { "eucjp", "EUC-JP" }, { "koi8", "KOI8-R" }, { "koi8-ru", "KOI8-U" },
        { "mac", "macintosh" }, { "x-mac-roman", "macintosh" }, { "maccentraleurope", "x-mac-centraleurroman" },
        { "x-mac-ce", "x-mac-centraleurroman" }, { "x-mac-ukrainian", "x-mac-cyrillic" }, { "maccyrillic", "x-mac-cyrillic" },
        { "dos-874", "windows-874" }, { "utf8", "UTF-8" }, { "unicode-1-1-utf-8", "UTF-8" }, { "utf-16", "UTF-16LE" },
        { "unicode", "UTF-16LE" } };
    static const QHash<QByteArray, QByteArray> offered = [] {
        QHash<QByteArray, QByteArray> names;
        for (const QByteArray &name : allCharsets())
            names.insert(name.toLower(), name);
        return names;
    }();
    const QByteArray lower = label.trimmed().toLower();
    if (const QByteArray name = meant.value(lower, offered.value(lower)); !name.isEmpty())
        return name;
    if (lower.startsWith("cp") && isKnown("windows-" + lower.mid(2)) && lower.startsWith("cp125"))
        return "windows-" + lower.mid(2);
    return !lower.isEmpty() && isKnown(lower) ? lower : QByteArray();
}

QString charsetTitle(const QByteArray &name)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Heddle::Library", text); };
    static const QHash<QByteArray, const char *> scripts { { "UTF-8", "Unicode" }, { "UTF-16LE", "Unicode" }, { "UTF-16BE", "Unicode" },
        { "UTF-32LE", "Unicode" }, { "UTF-32BE", "Unicode" }, { "ISO-2022-JP", "Japanese" }, { "ISO-2022-KR", "Korean" },
        { "ISO-2022-CN", "Simplified Chinese" }, { "HZ-GB-2312", "Simplified Chinese" }, { "ISO-8859-8", "Hebrew" } };
    static const QHash<QByteArray, const char *> first { { "en", "Western European" }, { "da", "Nordic" }, { "pl", "Central European" },
        { "ru", "Cyrillic" }, { "uk", "Cyrillic" }, { "el", "Greek" }, { "tr", "Turkish" }, { "he", "Hebrew" }, { "ar", "Arabic" },
        { "lt", "Baltic" }, { "vi", "Vietnamese" }, { "th", "Thai" }, { "eo", "South European" }, { "cy", "Celtic" },
        { "zh-CN", "Simplified Chinese" }, { "zh-TW", "Traditional Chinese" }, { "ja", "Japanese" }, { "ko", "Korean" } };
    const char *script = scripts.value(name, "");
    for (const LegacyCharset &charset : Charsets) {
        if (name == charset.name)
            script = first.value(QByteArray(charset.languages).split(' ').first(), "");
    }
    const QString shown = QString::fromLatin1(name);
    return *script ? tr("%1, %2").arg(tr(script), shown) : shown;
}

QByteArrayList allCharsets()
{
    QByteArrayList names { "UTF-8", "UTF-16LE", "UTF-16BE", "ISO-2022-JP", "ISO-2022-KR", "HZ-GB-2312" };
    for (const LegacyCharset &charset : Charsets)
        names += charset.name;
    return names;
}

} // namespace Heddle::Text
