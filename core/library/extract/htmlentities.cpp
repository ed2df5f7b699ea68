// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/htmlentities.h"
#include <QFile>
#include <QHash>

// Outside of any namespace, as the macro asks for: a static library's resources are linked only when they are named.
static void initEntities()
{
    Q_INIT_RESOURCE(html);
}

namespace Heddle::Library {
namespace {

//! The names of html.spec.whatwg.org/entities.json, with their semicolons where they need one.
QHash<QString, QString> readEntities()
{
    initEntities();
    QHash<QString, QString> entities;
    QFile file(QStringLiteral(":/html/entities.txt"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("entities.txt is missing in the program");
    for (const QByteArray &line : file.readAll().split('\n')) {
        const QByteArrayList fields = line.split(' ');
        QString text;
        for (const QByteArray &code : fields.mid(1)) {
            const char32_t character = code.toUInt(nullptr, 16);
            text += QString::fromUcs4(&character, 1);
        }
        entities.insert(QString::fromLatin1(fields.first()), text);
    }
    return entities;
}

QString numbered(const QString &reference)
{
    const bool hex = reference.size() > 1 && reference[1].toLower() == QLatin1Char('x');
    bool ok = false;
    const uint code = reference.mid(hex ? 2 : 1).toUInt(&ok, hex ? 16 : 10);
    const bool digits = reference.size() > (hex ? 2 : 1);
    if (!digits)
        return {};
    if (!ok || code == 0 || code > 0x10ffff || QChar::isSurrogate(code))
        return QChar(QChar::ReplacementCharacter);
    if (code >= 0x80 && code < 0xa0) { // meant as windows-1252
        static constexpr char16_t Meant[] =
            u"\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f"
            u"\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";
        return QChar(Meant[code - 0x80]);
    }
    const char32_t character = code;
    return QString::fromUcs4(&character, 1);
}

} // namespace

QString characterReference(const QString &reference, bool semicolon, bool equals, bool inAttribute, bool *usedSemicolon)
{
    static const QHash<QString, QString> entities = readEntities();
    *usedSemicolon = false;
    if (reference.startsWith(QLatin1Char('#'))) {
        const QString text = numbered(reference);
        *usedSemicolon = !text.isEmpty();
        return text.isEmpty() ? QLatin1Char('&') + reference : text;
    }
    if (semicolon) {
        if (const auto whole = entities.constFind(reference + QLatin1Char(';')); whole != entities.cend()) {
            *usedSemicolon = true;
            return *whole;
        }
    }
    for (qsizetype size = reference.size(); size > 1; --size) { // old names don't need their semicolon
        const auto known = entities.constFind(reference.left(size));
        if (known == entities.cend())
            continue;
        if (inAttribute && (equals || size < reference.size()))
            break; // a parameter of an address
        return *known + reference.mid(size);
    }
    return QLatin1Char('&') + reference;
}

} // namespace Heddle::Library
