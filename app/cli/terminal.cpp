// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal.h"
#include "core/text/visiblecontrols.h"
#include <QElapsedTimer>
#include <QJsonDocument>
#include <cstdio>
#include <unistd.h>

namespace Heddle::Cli {
namespace {

constexpr char16_t BoldOn = 0xfdd0, BoldOff = 0xfdd1; //!< Unicode's noncharacters: no text has a use for them
constexpr char SgrBold[] = "\x1b[1m", SgrPlain[] = "\x1b[0m", RewriteLine[] = "\r\x1b[K";

bool isTerminal(Output output)
{
    return isatty(output == Output::Standard ? STDOUT_FILENO : STDERR_FILENO) == 1;
}

void write(Output output, const QByteArray &bytes)
{
    FILE *const file = output == Output::Standard ? stdout : stderr;
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), file);
    std::fflush(file);
}

QByteArray printable(Output output, const QString &text)
{
    QByteArray bytes = Text::withVisibleControls(text).toUtf8();
    const bool terminal = isTerminal(output);
    const QByteArray on = QString(QChar(BoldOn)).toUtf8(), off = QString(QChar(BoldOff)).toUtf8();
    const bool marked = bytes.contains(on);
    bytes.replace(on, terminal ? SgrBold : "").replace(off, terminal ? SgrPlain : "");
    return terminal && marked ? bytes + SgrPlain : bytes;
}

void printMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    print(Output::Error, qFormatLogMessage(type, context, message) + QLatin1Char('\n'));
}

} // namespace

void print(Output output, const QString &text)
{
    write(output, printable(output, text));
}

void print(const QJsonObject &object)
{
    const QString json = QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
    QString escaped;
    escaped.reserve(json.size() + 1);
    for (const QChar c : json) {
        // Qt escapes C0. A surrogate of a tag character stays: alone it does nothing.
        if (Text::isControl(c.unicode()))
            escaped += QStringLiteral("\\u%1").arg(uint(c.unicode()), 4, 16, QLatin1Char('0'));
        else
            escaped += c;
    }
    write(Output::Standard, escaped.toUtf8() + '\n');
}

void showProgress(const QString &line, bool last)
{
    static QElapsedTimer since;
    const bool terminal = isTerminal(Output::Error);
    const qint64 every = terminal ? 100 : 2000;
    if (!last && since.isValid() && since.elapsed() < every)
        return;
    since.start();
    const QByteArray text = printable(Output::Error, oneLine(line));
    write(Output::Error, terminal ? RewriteLine + text + (last ? "\n" : "") : text + '\n');
}

void printMessagesOfLibraries()
{
    qInstallMessageHandler(printMessage);
}

QString oneLine(const QString &name)
{
    return Text::withVisibleControls(name, Text::LineBreaks::Show);
}

QString bold(const QString &text)
{
    return QChar(BoldOn) + text + QChar(BoldOff);
}

QString withoutBold(const QString &text)
{
    return QString(text).remove(QChar(BoldOn)).remove(QChar(BoldOff));
}

} // namespace Heddle::Cli
