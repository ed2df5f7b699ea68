// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/export.h"
#include "core/conversation/branch.h"
#include "core/conversation/messagecodec.h"
#include "core/dialog/turn.h"
#include "core/text/markdown.h"
#include "core/text/visiblecontrols.h"
#include <QCoreApplication>
#include <QJsonDocument>

namespace Heddle::Conversation {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Conversation", text);
}

struct Line {
    QString n, path, place, text, reason; //!< reason: why it is doubted
};

QString reasonIn(const Dialog::Source &source)
{
    for (const Dialog::CitationUse &use : source.uses) {
        if (Dialog::isDoubted(use.outcome))
            return Dialog::checkedText(use);
    }
    return {};
}

QList<Line> citedSources(const Answer &answer)
{
    QList<Line> lines;
    for (const Dialog::Source &source : answer.sources) {
        if (source.n == 0)
            continue;
        const bool sentence = source.sentenceStart >= 0 && source.sentenceEnd > source.sentenceStart;
        const QString text = sentence ? source.text.mid(source.sentenceStart, source.sentenceEnd - source.sentenceStart) : source.text;
        lines += Line { QString::number(source.n), Text::withVisibleControls(source.path, Text::LineBreaks::Show),
            source.page > 0 ? tr("page %1").arg(source.page) : source.heading, text.simplified(), reasonIn(source) };
    }
    return lines;
}

//! "No source: “…”" for each sentence of a written answer that has none.
QStringList withoutSource(const Answer &answer)
{
    QStringList lines;
    for (const auto &[start, end] : Dialog::unsourcedIn(answer.details, answer.text.size()))
        lines += tr("No source: “%1”").arg(answer.text.mid(start, end - start).simplified());
    return lines;
}

QString markdown(const Answer &answer)
{
    const bool written = answer.kind == Answer::Kind::Written;
    QString out = (written ? answer.text : QString(answer.text).replace(QLatin1Char('\n'), QLatin1String("\n\n"))) + QLatin1String("\n\n");
    for (const Line &line : citedSources(answer)) {
        out += QStringLiteral("- [%1] %2%3: “%4”")
                   .arg(line.n, line.path, line.place.isEmpty() ? QString() : QLatin1String(", ") + line.place, line.text);
        out += (line.reason.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(line.reason)) + QLatin1Char('\n');
    }
    for (const QString &line : withoutSource(answer))
        out += QLatin1String("- ") + line + QLatin1Char('\n');
    return out + QLatin1Char('\n');
}

//! "Attached: report.pdf, minutes.md"; empty where nothing is.
QString attachedText(const QList<Attachment> &files)
{
    QStringList names;
    for (const Attachment &file : files)
        names += Text::withVisibleControls(file.name(), Text::LineBreaks::Show);
    return names.isEmpty() ? QString() : tr("Attached: %1").arg(names.join(QLatin1String(", ")));
}

QString markdown(const QString &title, const QString &attached, const QList<Message> &branch)
{
    QString out = QLatin1String("# ") + title.simplified() + QLatin1String("\n\n");
    if (!attached.isEmpty())
        out += attached + QLatin1String("\n\n");
    for (const Message &message : branch)
        out += message.answer() ? markdown(*message.answer()) : QLatin1String("## ") + message.text().simplified() + QLatin1String("\n\n");
    return Text::inertMarkdown(out); // as a whole: code that one answer leaves open would go on in the next
}

QString html(const Answer &answer)
{
    QString out;
    if (answer.kind == Answer::Kind::Written)
        out += QStringLiteral("<div dir=\"auto\">%1</div>\n").arg(Text::markdownToHtml(answer.text));
    else
        for (const QString &line : answer.text.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
            out += QStringLiteral("<p dir=\"auto\">%1</p>\n").arg(line.toHtmlEscaped());
    out += QLatin1String("<ol>\n");
    for (const Line &line : citedSources(answer)) {
        out +=
            QStringLiteral("<li value=\"%1\"><b>%2</b> %3<blockquote dir=\"auto\">%4</blockquote>%5</li>\n")
                .arg(line.n, line.path.toHtmlEscaped(), line.place.toHtmlEscaped(), line.text.toHtmlEscaped(), line.reason.toHtmlEscaped());
    }
    out += QLatin1String("</ol>\n");
    for (const QString &line : withoutSource(answer))
        out += QStringLiteral("<p dir=\"auto\"><small>%1</small></p>\n").arg(line.toHtmlEscaped());
    return out;
}

QString html(const QString &title, const QString &attached, const QList<Message> &branch)
{
    QString out =
        QStringLiteral("<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>%1</title></head><body dir=\"auto\">\n<h1>%1</h1>\n")
            .arg(title.toHtmlEscaped());
    if (!attached.isEmpty())
        out += QStringLiteral("<p dir=\"auto\"><small>%1</small></p>\n").arg(attached.toHtmlEscaped());
    for (const Message &message : branch)
        out +=
            message.answer() ? html(*message.answer()) : QStringLiteral("<h2 dir=\"auto\">%1</h2>\n").arg(message.text().toHtmlEscaped());
    return out + QLatin1String("</body></html>\n");
}

} // namespace

QJsonObject toJson(const Summary &summary)
{
    QJsonObject object { { QStringLiteral("id"), summary.id }, { QStringLiteral("title"), summary.title },
        { QStringLiteral("created"), summary.created.toString(Qt::ISODate) },
        { QStringLiteral("last_used"), summary.lastUsed.toString(Qt::ISODate) }, { QStringLiteral("messages"), summary.messages },
        { QStringLiteral("leaf"), summary.leaf }, { QStringLiteral("options"), Dialog::toJson(summary.options) } };
    if (summary.archived)
        object[QStringLiteral("archived")] = true;
    if (summary.label != Label::None)
        object[QStringLiteral("label")] = labelName(summary.label);
    return object;
}

QJsonObject toJson(const Message &message)
{
    const Storage::MessageRow row = rowFrom(message);
    return { { QStringLiteral("id"), row.id }, { QStringLiteral("parent"), row.parentId }, { QStringLiteral("role"), row.role },
        { QStringLiteral("kind"), row.kind }, { QStringLiteral("state"), row.state }, { QStringLiteral("text"), row.text },
        { QStringLiteral("error"), row.error.isEmpty() ? QJsonValue() : QJsonValue(row.error) },
        { QStringLiteral("timings_ms"), row.timings }, { QStringLiteral("notices"), row.notices }, { QStringLiteral("sent"), row.sent },
        { QStringLiteral("thinking"), row.thinking }, { QStringLiteral("details"), row.details },
        { QStringLiteral("sources"), row.sources }, { QStringLiteral("created"), row.created.toString(Qt::ISODate) } };
}

Result<QByteArray> exportConversation(const Record &record, const QString &format)
{
    const auto branch = [&record] { return branchTo(record.messages, record.summary.leaf); };
    if (format == QLatin1String("md"))
        return markdown(record.summary.title, attachedText(record.attachments), branch()).toUtf8();
    if (format == QLatin1String("html"))
        return html(record.summary.title, attachedText(record.attachments), branch()).toUtf8();
    if (format == QLatin1String("json")) {
        QJsonObject object = toJson(record.summary);
        QJsonArray list;
        for (const Message &message : record.messages)
            list += toJson(message);
        object[QStringLiteral("messages")] = list;
        QJsonArray files;
        for (const Attachment &file : record.attachments)
            files += QJsonObject { { QStringLiteral("path"), file.path }, { QStringLiteral("passages"), file.passages } };
        if (!files.isEmpty())
            object[QStringLiteral("attachments")] = files;
        return QJsonDocument(object).toJson();
    }
    return Error::input(tr("A conversation can be exported as md, html, json or pdf, not as \"%1\".").arg(format));
}

} // namespace Heddle::Conversation
