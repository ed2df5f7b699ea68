// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/export.h"
#include "core/conversation/branch.h"
#include "core/text/markdown.h"
#include <QCoreApplication>
#include <QJsonDocument>

namespace Heddle::Conversation {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Conversation", text);
}

struct Line {
    QString n, path, place, text, reason; //!< reason: why it is not borne out
};

QString reasonIn(const QJsonObject &source)
{
    for (const QJsonValue &use : source[QLatin1String("uses")].toArray()) {
        if (!use[QLatin1String("supported")].toBool(true))
            return tr("not borne out: %1").arg(use[QLatin1String("reason")].toString());
    }
    return {};
}

QList<Line> citedSources(const Storage::MessageRow &message)
{
    QList<Line> lines;
    for (const QJsonValue &value : message.sources) {
        const QJsonObject source = value.toObject();
        const int n = source[QLatin1String("n")].toInt();
        if (n == 0)
            continue;
        const int page = source[QLatin1String("page")].toInt();
        const QString text = source[QLatin1String("text")].toString();
        const qsizetype from = source[QLatin1String("sentence_start")].toInteger(-1),
                        to = source[QLatin1String("sentence_end")].toInteger(-1);
        lines += Line { QString::number(n), source[QLatin1String("path")].toString(),
            page > 0 ? tr("page %1").arg(page) : source[QLatin1String("heading")].toString(),
            (from >= 0 && to > from ? text.mid(from, to - from) : text).simplified(), reasonIn(source) };
    }
    return lines;
}

QString markdown(const Storage::ConversationRow &row, const QList<Storage::MessageRow> &messages)
{
    QString out = QLatin1String("# ") + row.title + QLatin1String("\n\n");
    for (const auto &message : messages) {
        if (message.role == QLatin1String("user")) {
            out += QLatin1String("## ") + message.text.simplified() + QLatin1String("\n\n");
            continue;
        }
        const bool written = message.kind == QLatin1String("written");
        out += (written ? message.text : QString(message.text).replace(QLatin1Char('\n'), QLatin1String("\n\n"))) + QLatin1String("\n\n");
        for (const Line &line : citedSources(message)) {
            out += QStringLiteral("- [%1] %2%3: “%4”")
                       .arg(line.n, line.path, line.place.isEmpty() ? QString() : QLatin1String(", ") + line.place, line.text);
            out += (line.reason.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(line.reason)) + QLatin1Char('\n');
        }
        out += QLatin1Char('\n');
    }
    return out;
}

QString html(const Storage::ConversationRow &row, const QList<Storage::MessageRow> &messages)
{
    QString out =
        QStringLiteral("<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>%1</title></head><body dir=\"auto\">\n<h1>%1</h1>\n")
            .arg(row.title.toHtmlEscaped());
    for (const auto &message : messages) {
        if (message.role == QLatin1String("user")) {
            out += QStringLiteral("<h2 dir=\"auto\">%1</h2>\n").arg(message.text.toHtmlEscaped());
            continue;
        }
        if (message.kind == QLatin1String("written"))
            out += QStringLiteral("<div dir=\"auto\">%1</div>\n").arg(Text::markdownToHtml(message.text));
        else
            for (const QString &line : message.text.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
                out += QStringLiteral("<p dir=\"auto\">%1</p>\n").arg(line.toHtmlEscaped());
        out += QLatin1String("<ol>\n");
        for (const Line &line : citedSources(message)) {
            out += QStringLiteral("<li value=\"%1\"><b>%2</b> %3<blockquote dir=\"auto\">%4</blockquote>%5</li>\n")
                       .arg(line.n, line.path.toHtmlEscaped(), line.place.toHtmlEscaped(), line.text.toHtmlEscaped(),
                           line.reason.toHtmlEscaped());
        }
        out += QLatin1String("</ol>\n");
    }
    return out + QLatin1String("</body></html>\n");
}

} // namespace

QJsonObject toJson(const Storage::ConversationRow &row)
{
    return { { QStringLiteral("id"), row.id }, { QStringLiteral("title"), row.title },
        { QStringLiteral("created"), row.created.toString(Qt::ISODate) },
        { QStringLiteral("last_used"), row.lastUsed.toString(Qt::ISODate) }, { QStringLiteral("messages"), row.messages },
        { QStringLiteral("leaf"), row.leaf }, { QStringLiteral("options"), row.options } };
}

QJsonObject toJson(const Storage::MessageRow &m)
{
    return { { QStringLiteral("id"), m.id }, { QStringLiteral("parent"), m.parentId }, { QStringLiteral("role"), m.role },
        { QStringLiteral("kind"), m.kind }, { QStringLiteral("state"), m.state }, { QStringLiteral("text"), m.text },
        { QStringLiteral("error"), m.error.isEmpty() ? QJsonValue() : QJsonValue(m.error) }, { QStringLiteral("timings_ms"), m.timings },
        { QStringLiteral("notices"), m.notices }, { QStringLiteral("sent"), m.sent }, { QStringLiteral("thinking"), m.thinking },
        { QStringLiteral("details"), m.details }, { QStringLiteral("sources"), m.sources },
        { QStringLiteral("created"), m.created.toString(Qt::ISODate) } };
}

Result<QByteArray> exportConversation(
    const Storage::ConversationRow &row, const QList<Storage::MessageRow> &messages, const QString &format)
{
    if (format == QLatin1String("md"))
        return markdown(row, branchTo(messages, row.leaf)).toUtf8();
    if (format == QLatin1String("html"))
        return html(row, branchTo(messages, row.leaf)).toUtf8();
    if (format == QLatin1String("json")) {
        QJsonObject object = toJson(row);
        QJsonArray list;
        for (const auto &message : messages)
            list += toJson(message);
        object[QStringLiteral("messages")] = list;
        return QJsonDocument(object).toJson();
    }
    return Error::input(tr("A conversation can be exported as md, html, json or pdf, not as \"%1\".").arg(format));
}

} // namespace Heddle::Conversation
