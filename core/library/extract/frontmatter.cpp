// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/frontmatter.h"
#include <QRegularExpression>
#include <QSet>
#include <QStringList>

namespace Heddle::Library {
namespace {

constexpr qsizetype MaxFrontMatter = 20'000; //!< UTF-16 units
constexpr qsizetype MaxValue = 1000;

bool isTechnical(const QString &key)
{
    static const QSet<QString> keys { QStringLiteral("layout"), QStringLiteral("draft"), QStringLiteral("published"), QStringLiteral("id"),
        QStringLiteral("uuid"), QStringLiteral("slug"), QStringLiteral("permalink"), QStringLiteral("url"), QStringLiteral("weight"),
        QStringLiteral("cssclass"), QStringLiteral("cssclasses"), QStringLiteral("publish"), QStringLiteral("toc"),
        QStringLiteral("sidebar_position"), QStringLiteral("nav_order"), QStringLiteral("lang"), QStringLiteral("template"),
        QStringLiteral("image"), QStringLiteral("cover"), QStringLiteral("redirect_from"), QStringLiteral("output"),
        QStringLiteral("kanban-plugin") };
    return keys.contains(key.toLower());
}

//! A value without its quotes and without a comment behind it.
QString plainValue(QString value)
{
    value = value.trimmed();
    if (value.startsWith(QLatin1Char('#')))
        return {};
    const QChar quote = value.isEmpty() ? QChar() : value[0];
    if (quote == QLatin1Char('"') || quote == QLatin1Char('\'')) {
        const qsizetype end = value.indexOf(quote, 1);
        if (end > 0)
            return value.mid(1, end - 1);
    }
    const qsizetype comment = value.indexOf(QLatin1String(" #"));
    return (comment < 0 ? value : value.left(comment)).trimmed();
}

//! The items of "[a, "b, c"]".
QStringList inlineList(const QString &value)
{
    static const QRegularExpression item(QStringLiteral("\\s*(?:\"([^\"]*)\"|'([^']*)'|([^,\\[\\]]+))"));
    QStringList items;
    for (auto it = item.globalMatch(value); it.hasNext();) {
        const auto match = it.next();
        const QString text = (match.captured(1) + match.captured(2) + match.captured(3)).trimmed();
        if (!text.isEmpty())
            items += text;
    }
    return items;
}

struct Field {
    QString key;
    QStringList values;
    bool folded = false; //!< its value stands on the lines below
};

void addValue(Field &field, const QString &value)
{
    if (value.startsWith(QLatin1Char('[')))
        field.values += inlineList(value);
    else if (const QString plain = plainValue(value); !plain.isEmpty() && plain != QLatin1String("null") && plain != QLatin1String("~"))
        field.values += plain;
}

//! The fields of these lines; nothing where one of them is neither a field nor part of one.
QList<Field> fieldsOf(const QList<QStringView> &lines, QChar separator)
{
    static const QRegularExpression key(
        QStringLiteral("^(?:\"([^\"]+)\"|'([^']+)'|([\\p{L}_][\\p{L}\\p{N}_ .-]{0,60}?))\\s*([:=])(?:\\s+(.*)|\\s*)$"));
    QList<Field> fields;
    for (const QStringView line : lines) {
        const QString text = line.trimmed().toString();
        const bool indented = !line.isEmpty() && line[0].isSpace();
        if (text.isEmpty() || text.startsWith(QLatin1Char('#')) || (separator == QLatin1Char('=') && text.startsWith(QLatin1Char('['))))
            continue;
        const auto match = key.match(text);
        if (!indented && match.hasMatch() && match.captured(4) == separator) {
            Field field { match.captured(1) + match.captured(2) + match.captured(3), {} };
            const QString value = match.captured(5).trimmed();
            field.folded = value.startsWith(QLatin1Char('|')) || value.startsWith(QLatin1Char('>'));
            if (!field.folded)
                addValue(field, value);
            fields += field;
        } else if (fields.isEmpty()) {
            return {};
        } else if (text.startsWith(QLatin1String("- "))) {
            addValue(fields.last(), text.mid(2).trimmed());
        } else if (indented && fields.last().folded) {
            fields.last().values = QStringList { (fields.last().values + QStringList { text }).join(QLatin1Char(' ')) };
        } else if (text == QLatin1String("-") || indented || text == QLatin1String("]")) {
            continue; // something nested, or a list over several lines
        } else {
            return {};
        }
    }
    return fields;
}

} // namespace

FrontMatter FrontMatter::of(QStringView text)
{
    const bool yaml = text.startsWith(QLatin1String("---")), toml = text.startsWith(QLatin1String("+++"));
    const qsizetype first = text.indexOf(QLatin1Char('\n'));
    if ((!yaml && !toml) || first < 0 || !text.mid(3, first - 3).trimmed().isEmpty())
        return {};
    QList<QStringView> lines;
    for (qsizetype at = first + 1; at < text.size() && at < MaxFrontMatter;) {
        qsizetype end = text.indexOf(QLatin1Char('\n'), at);
        if (end < 0)
            end = text.size();
        const QStringView line = text.mid(at, end - at), bare = line.trimmed();
        at = std::min(end + 1, text.size());
        if (bare != (yaml ? QLatin1String("---") : QLatin1String("+++")) && !(yaml && bare == QLatin1String("..."))) {
            lines += line;
            continue;
        }
        const QList<Field> fields = fieldsOf(lines, QLatin1Char(yaml ? ':' : '='));
        FrontMatter found;
        found.end = fields.isEmpty() ? 0 : at;
        for (const Field &field : fields) {
            const QString value = field.values.join(QLatin1String(", ")).left(MaxValue);
            if (value.isEmpty() || isTechnical(field.key))
                continue;
            if (field.key.toLower() == QLatin1String("title"))
                found.title = value;
            found.fields += { field.key, value };
        }
        return found;
    }
    return {};
}

QString FrontMatter::line() const
{
    QStringList parts;
    for (const auto &[key, value] : fields)
        parts += key + QLatin1String(": ") + value;
    return parts.join(QLatin1String(" | "));
}

} // namespace Heddle::Library
