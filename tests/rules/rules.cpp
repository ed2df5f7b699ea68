// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/rules/rules.h"
#include <QRegularExpression>

namespace Heddle::Rules {
namespace {

QStringList includesOf(const QString &source)
{
    QStringList includes;
    static const QRegularExpression pattern(
        QStringLiteral("^\\s*#\\s*include\\s*[\"<]([^\">]+)[\">]"), QRegularExpression::MultilineOption);
    for (auto it = pattern.globalMatch(source); it.hasNext();)
        includes += it.next().captured(1);
    return includes;
}

QStringList matching(const QString &code, const QString &pattern)
{
    QStringList found;
    for (auto it = QRegularExpression(pattern).globalMatch(code); it.hasNext();)
        found += it.next().captured().simplified();
    return found;
}

bool in(const QString &path, std::initializer_list<const char *> folders)
{
    return std::any_of(folders.begin(), folders.end(), [&path](const char *folder) { return path.startsWith(QLatin1String(folder)); });
}

QStringList layering(const QString &path, const QString &, const QString &source)
{
    QStringList broken;
    for (const QString &include : includesOf(source)) {
        const QString folder = include.section(QLatin1Char('/'), 0, 1) + QLatin1Char('/');
        const bool core = in(path, { "core/" });
        if (core && (include.startsWith(QLatin1String("ui/")) || include.startsWith(QLatin1String("app/"))))
            broken += include;
        static const QRegularExpression gui(QStringLiteral(
            "^(Qt(Widgets|Gui)/"
            "|Q(Widget|Gui|Application|Painter|Image|Pixmap|Icon|Font|Color|Palette|TextDocument|Window|Dialog|Label|MainWindow))"));
        if (core && gui.match(include).hasMatch())
            broken += include;
        if (in(path, { "core/base/" }) && include.startsWith(QLatin1String("core/")) && folder != QLatin1String("core/base/"))
            broken += include;
        if (in(path, { "core/concurrency/" }) && include.startsWith(QLatin1String("core/")) && folder != QLatin1String("core/base/")
            && folder != QLatin1String("core/concurrency/"))
            broken += include;
        if (in(path, { "core/net/" }) && include.startsWith(QLatin1String("core/"))
            && !in(folder, { "core/base/", "core/concurrency/", "core/net/" }))
            broken += include;
        if (in(path, { "ui/" }) && include.startsWith(QLatin1String("app/")))
            broken += include;
    }
    return broken;
}

QStringList noBlocking(const QString &path, const QString &code, const QString &)
{
    if (!in(path, { "core/", "ui/" }))
        return {};
    return matching(code,
        QStringLiteral("\\bQEventLoop\\b|\\bprocessEvents\\b|(?<!query)(\\.|->)exec\\(\\)|\\bwaitForFinished\\b|\\bwaitForDone\\b|"
                       "\\bBlockingQueuedConnection\\b|(\\.|->)result\\(\\)"));
}

QStringList noCancelledFutures(const QString &path, const QString &code, const QString &)
{
    if (!in(path, { "core/", "ui/", "app/" }))
        return {};
    return matching(code, QStringLiteral("\\bm?_?(pool|threadPool|future)\\w*(\\.|->)(clear|cancel)\\(\\)"));
}

QStringList threadLocals(const QString &path, const QString &code, const QString &)
{
    if (!in(path, { "core/" }))
        return {};
    return matching(code, QStringLiteral("\\bthread_local\\b(?!\\s+(bool|int|unsigned|quint64|qint64)\\b)[^;=]*"));
}

QStringList certificates(const QString &, const QString &code, const QString &)
{
    return matching(code, QStringLiteral("\\bVerifyNone\\b|\\bignoreSslErrors\\b"));
}

//! GCC 12 destroys a closure or a braced list inside an awaited expression twice.
QStringList awaitedTemporaries(const QString &, const QString &code, const QString &)
{
    QStringList broken;
    static const QRegularExpression await(QStringLiteral("\\bco_await\\b([^;]*);"));
    for (auto it = await.globalMatch(code); it.hasNext();) {
        const QString expression = it.next().captured(1);
        static const QRegularExpression closure(QStringLiteral("(^|[(,=&|?:])\\s*\\[[^\\]]*\\]\\s*[({]|[({,]\\s*\\{"));
        if (closure.match(expression).hasMatch())
            broken += expression.simplified();
    }
    return broken;
}

QStringList capturingCoroutines(const QString &, const QString &code, const QString &)
{
    QStringList broken;
    static const QRegularExpression lambda(QStringLiteral("\\[([^\\[\\]]*)\\]\\s*(\\([^()]*\\))?\\s*(mutable\\s*)?->\\s*QCoro::Task"));
    for (auto it = lambda.globalMatch(code); it.hasNext();) {
        const auto match = it.next();
        if (!match.captured(1).trimmed().isEmpty())
            broken += match.captured().simplified();
    }
    return broken;
}

QStringList license(const QString &path, const QString &, const QString &source)
{
    QStringList broken;
    if (!source.startsWith(QLatin1String("// SPDX-License-Identifier: GPL-3.0-or-later\n")))
        broken += QStringLiteral("no licence line");
    if (path.endsWith(QLatin1String(".h")) && !source.contains(QLatin1String("#pragma once")))
        broken += QStringLiteral("no #pragma once");
    return broken;
}

//! Rows are the business of core: ui shows values of the folder that reads them.
QStringList noRowsInUi(const QString &path, const QString &code, const QString &source)
{
    if (!in(path, { "ui/" }))
        return {};
    return matching(code, QStringLiteral("\\bStorage::\\w*")) + includesOf(source).filter(QLatin1String("core/storage/"));
}

QString header(const QString &code)
{
    return QStringLiteral("// SPDX-License-Identifier: GPL-3.0-or-later\n#pragma once\n") + code;
}

} // namespace

QString codeOnly(const QString &source)
{
    static const QRegularExpression token(QStringLiteral(
        "R\"\\((?:.|\\n)*?\\)\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'|//[^\\n]*|/\\*(?:.|\\n)*?\\*/|(?<=[0-9])'(?=[0-9])"));
    QString code;
    qsizetype from = 0;
    for (auto it = token.globalMatch(source); it.hasNext();) {
        const auto match = it.next();
        code += QStringView(source).mid(from, match.capturedStart() - from);
        if (match.capturedView().startsWith(QLatin1Char('"')) || match.capturedView().startsWith(QLatin1Char('R')))
            code += QLatin1String("\"\"");
        code += QString(match.capturedView().count(QLatin1Char('\n')), QLatin1Char('\n'));
        from = match.capturedEnd();
    }
    code += QStringView(source).mid(from);
    return code;
}

QList<Rule> allRules()
{
    return {
        { QStringLiteral("layers"), layering, QStringLiteral("core/search/a.h"),
            header(QStringLiteral("#include \"core/library/scan.h\"\n#include <QSqlQuery>\n")), QStringLiteral("core/concurrency/a.h"),
            header(QStringLiteral("#include \"core/search/query.h\"\n")) },
        { QStringLiteral("core without Gui"), layering, QStringLiteral("ui/a.h"), header(QStringLiteral("#include <QWidget>\n")),
            QStringLiteral("core/a.h"), header(QStringLiteral("#include <QWidget>\n")) },
        { QStringLiteral("core without ui"), layering, QStringLiteral("ui/a.h"), header(QStringLiteral("#include \"core/a.h\"\n")),
            QStringLiteral("core/a.h"), header(QStringLiteral("#include \"ui/a.h\"\n")) },
        { QStringLiteral("no rows in ui"), noRowsInUi, QStringLiteral("ui/a.h"),
            header(QStringLiteral("#include \"core/library/catalog.h\"\nQStorageInfo info; Library::Document document;\n")),
            QStringLiteral("ui/a.h"), header(QStringLiteral("void show(const Storage::DocumentRow &row);\n")) },
        { QStringLiteral("no storage headers in ui"), noRowsInUi, QStringLiteral("core/a.h"),
            header(QStringLiteral("#include \"core/storage/database.h\"\n")), QStringLiteral("ui/a.h"),
            header(QStringLiteral("#include \"core/storage/database.h\"\n")) },
        { QStringLiteral("nothing blocks"), noBlocking, QStringLiteral("core/a.cpp"),
            QStringLiteral("dialog->open(); query.exec(sql); x = future.resultCount();"), QStringLiteral("ui/a.cpp"),
            QStringLiteral("dialog.exec();") },
        { QStringLiteral("no waiting for futures"), noBlocking, QStringLiteral("core/a.cpp"), QStringLiteral("co_await std::move(task);"),
            QStringLiteral("core/a.cpp"), QStringLiteral("auto x = future.result();") },
        { QStringLiteral("stop by token"), noCancelledFutures, QStringLiteral("core/a.cpp"),
            QStringLiteral("list.clear(); stop.request_stop();"), QStringLiteral("core/a.cpp"), QStringLiteral("m_pool.clear();") },
        { QStringLiteral("no thread_local objects"), threadLocals, QStringLiteral("core/a.cpp"),
            QStringLiteral("thread_local bool lowered = false;"), QStringLiteral("core/a.cpp"),
            QStringLiteral("thread_local Analyzer analyzer;") },
        { QStringLiteral("certificates are checked"), certificates, QStringLiteral("core/a.cpp"), QStringLiteral("reply->abort();"),
            QStringLiteral("core/a.cpp"), QStringLiteral("reply->ignoreSslErrors();") },
        { QStringLiteral("awaited closures"), awaitedTemporaries, QStringLiteral("core/a.cpp"),
            QStringLiteral("auto t = pool.submit([x] { return x; }, stop, name); auto r = co_await std::move(t); y = list[i];"),
            QStringLiteral("core/a.cpp"), QStringLiteral("auto r = co_await pool.submit([x] { return x; }, stop, name);") },
        { QStringLiteral("awaited braces"), awaitedTemporaries, QStringLiteral("core/a.cpp"),
            QStringLiteral("co_return Outcome { {}, a }; auto r = co_await f(map[key]);"), QStringLiteral("core/a.cpp"),
            QStringLiteral("auto r = co_await service.list(0, {}, stop);") },
        { QStringLiteral("no capturing coroutine"), capturingCoroutines, QStringLiteral("core/a.cpp"),
            QStringLiteral("const auto f = [](int x) -> QCoro::Task<int> { co_return x; };"), QStringLiteral("core/a.cpp"),
            QStringLiteral("const auto f = [this](int x) -> QCoro::Task<int> { co_return x; };") },
        { QStringLiteral("licence and guard"), license, QStringLiteral("core/a.h"), header(QString()), QStringLiteral("core/a.h"),
            QStringLiteral("int x;\n") },
    };
}

QStringList sourcesNamedIn(const QString &folder, const QString &cmake)
{
    QString text = cmake;
    text.remove(QRegularExpression(QStringLiteral("#[^\\n]*")));
    QStringList named;
    static const QRegularExpression source(QStringLiteral("[\\w/\\-]+\\.cpp\\b"));
    for (auto it = source.globalMatch(text); it.hasNext();)
        named += folder + QLatin1Char('/') + it.next().captured();
    return named;
}

} // namespace Heddle::Rules
