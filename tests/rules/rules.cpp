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

QString folderOf(const QString &path)
{
    return path.section(QLatin1Char('/'), 0, 1);
}

bool maySee(const QString &folder, const QString &other)
{
    if (folder == other)
        return true;
    if (folder == QLatin1String("core/concurrency"))
        return other == QLatin1String("core/base");
    if (folder == QLatin1String("core/net"))
        return other == QLatin1String("core/base") || other == QLatin1String("core/concurrency");
    const qsizetype from = layers().indexOf(folder), to = layers().indexOf(other);
    return from >= 0 && to >= 0 && to < from;
}

QStringList layering(const QString &path, const QString &, const QString &source)
{
    QStringList broken;
    for (const QString &include : includesOf(source)) {
        const bool core = in(path, { "core/" }), ui = in(path, { "ui/" });
        if (core && in(include, { "ui/", "app/" }))
            broken += include;
        if (ui && in(include, { "app/" }))
            broken += include;
        static const QRegularExpression gui(QStringLiteral(
            "^(Qt(Widgets|Gui)/"
            "|Q(Widget|Gui|Application|Painter|Image|Pixmap|Icon|Font|Color|Palette|TextDocument|Window|Dialog|Label|MainWindow))"));
        if (core && gui.match(include).hasMatch())
            broken += include;
        if ((core || ui) && in(include, { "core/", "ui/" }) && !maySee(folderOf(path), folderOf(include)))
            broken += include;
    }
    return broken;
}

//! The machinery of threads is not about this product: its comments, names and texts would do for any other.
QStringList noWordOfTheProduct(const QString &path, const QString &, const QString &source)
{
    if (!in(path, { "core/concurrency/" }))
        return {};
    return matching(source.toLower(),
        QStringLiteral("\\b(questions?|answers?|passages?|rerank\\w*|embed\\w*|conversations?|librar(y|ies)|chat\\w*|citations?)\\b"));
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

//! What is not ours is never markup: labels, tooltips and texts of the window come from ui/common/plaintext.h and textview.h.
QStringList foreignTextIsPlain(const QString &path, const QString &code, const QString &)
{
    if (!in(path, { "ui/", "app/" }) || in(path, { "ui/common/plaintext.", "ui/common/textview." }))
        return {};
    QStringList broken = matching(code,
        QStringLiteral("\\bnew QLabel\\b|\\bQLabel\\s+\\w+\\s*[({;]|<QLabel>\\(|\\bpublic QLabel\\b|"
                       "\\bQ(MessageBox|ErrorMessage|ProgressDialog|SystemTrayIcon|SplashScreen)\\b|"
                       "\\bnew Q(TextBrowser|TextEdit|TextDocument)\\b|\\bQ(TextBrowser|TextEdit|TextDocument)\\s+\\w+\\s*[({;]|"
                       "\\bpublic Q(TextBrowser|TextEdit)\\b|\\bQt::(RichText|AutoText|MarkdownText)\\b|\\bsetOpenExternalLinks\\b|"
                       "\\b(setToolTip|setStatusTip|setWhatsThis|setLabelText|setInformativeText|setDetailedText)"
                       "\\((?!tr\\(\"\"\\)\\)|plainToolTip\\(|\\w+ \\? tr\\(\"\"\\) : tr\\(\"\"\\)\\))[^;]*|"
                       "\\bQToolTip::showText\\((?![^;]*\\bplainToolTip\\()[^;]*"));
    if (!in(path, { "ui/chat/transcriptview.cpp", "ui/chat/hovercard.cpp", "ui/render/pdf.cpp", "ui/viewer/markedtext.cpp" }))
        broken += matching(code, QStringLiteral("\\b(setHtml|insertHtml|setMarkdown)\\("));
    // What a model returns for the role: up to the next role, each return is a plain one.
    static const QRegularExpression role(QStringLiteral("Qt::ToolTipRole(.*?)(?=\\bcase \\w|\\bdefault:|\\bif \\(role\\b|\\n}|$)"),
        QRegularExpression::DotMatchesEverythingOption);
    for (auto it = role.globalMatch(code); it.hasNext();)
        broken += matching(it.next().captured(1), QStringLiteral("\\breturn (?!plainToolTip\\(|\\{\\};|QVariant\\(\\);)[^;]*"));
    return broken;
}

//! Colours and style sheets come from ui/style. ui/render draws for files as well, whose ground is white.
QStringList looksInOnePlace(const QString &path, const QString &code, const QString &source)
{
    if (!in(path, { "ui/", "app/window/" }) || in(path, { "ui/style/", "ui/render/", "ui/activity/stages.cpp" }))
        return {};
    return matching(code, QStringLiteral("\\bsetStyleSheet\\b|\\bQColor\\(\\s*[\\d\"][^)]*\\)|\\bqRgba?\\([^)]*\\)|\\bsetNamedColor\\b"))
        + matching(source, QStringLiteral("#[0-9a-fA-F]{6}\\b"));
}

//! One place decides what the system is told to open.
QStringList openedInOnePlace(const QString &path, const QString &code, const QString &)
{
    return in(path, { "ui/common/openoutside.cpp" }) ? QStringList()
                                                     : matching(code, QStringLiteral("\\bQDesktopServices::\\w+|\\bxdg-open\\b"));
}

//! One place writes to the terminal, and makes control characters visible.
QStringList printedInOnePlace(const QString &path, const QString &code, const QString &)
{
    if (!in(path, { "app/cli/" }) || in(path, { "app/cli/terminal.cpp" }))
        return {};
    return matching(
        code, QStringLiteral("\\bstd(out|err)\\b|\\bstd::(cout|cerr|clog|v?f?printf|f?puts|f?putc|putchar|fwrite)\\b|\\bQTextStream\\b"));
}

QString header(const QString &code)
{
    return QStringLiteral("// SPDX-License-Identifier: GPL-3.0-or-later\n#pragma once\n") + code;
}

} // namespace

//! core/concurrency and core/net see even less.
const QStringList &layers()
{
    static const QStringList order = QStringLiteral(
        "core/base core/text core/concurrency core/net core/flow core/storage core/privacy core/embedding core/rerank core/llm core/search "
        "core/settings core/setup core/library core/retrieval core/evidence core/mindmap core/dialog core/conversation core/evaluation "
        "core/bench "
        "ui/render ui/style ui/common ui/widgets ui/viewer ui/library ui/activity ui/evaluation ui/mindmap ui/passages ui/settings ui/chat "
        "ui/window")
                                         .split(QLatin1Char(' '));
    return order;
}

QStringList layersNamedIn(const QString &page)
{
    QStringList folders;
    static const QRegularExpression block(QStringLiteral("```\\n(core .*?)```"), QRegularExpression::DotMatchesEverythingOption);
    QString part;
    for (const QString &word : block.match(page).captured(1).simplified().split(QLatin1Char(' '))) {
        if (word == QLatin1String("core") || word == QLatin1String("ui"))
            part = word;
        else if (word != QStringLiteral("·"))
            folders += part + QLatin1Char('/') + word;
    }
    return folders;
}

QStringList filesNamedIn(const QString &page)
{
    QStringList files;
    static const QRegularExpression name(QStringLiteral("`([\\w/\\-]+\\.(?:cpp|h|txt|md))\\b[^`]*`"));
    for (auto it = name.globalMatch(page); it.hasNext();)
        files += it.next().captured(1);
    return files;
}

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
        { QStringLiteral("layers"), layering, QStringLiteral("core/library/a.h"),
            header(QStringLiteral("#include \"core/search/query.h\"\n#include <QSqlQuery>\n")), QStringLiteral("core/concurrency/a.h"),
            header(QStringLiteral("#include \"core/search/query.h\"\n")) },
        { QStringLiteral("no arrow upward in core"), layering, QStringLiteral("core/dialog/a.h"),
            header(QStringLiteral("#include \"core/mindmap/outline.h\"\n")), QStringLiteral("core/mindmap/a.h"),
            header(QStringLiteral("#include \"core/dialog/events.h\"\n")) },
        { QStringLiteral("no arrow upward in ui"), layering, QStringLiteral("ui/chat/a.h"),
            header(QStringLiteral("#include \"ui/viewer/sourcepanel.h\"\n")), QStringLiteral("ui/viewer/a.h"),
            header(QStringLiteral("#include \"ui/chat/transcript.h\"\n")) },
        { QStringLiteral("new folders have a place"), layering, QStringLiteral("core/search/a.h"),
            header(QStringLiteral("#include \"core/base/error.h\"\n")), QStringLiteral("core/newfolder/a.h"),
            header(QStringLiteral("#include \"core/base/error.h\"\n")) },
        { QStringLiteral("concurrency knows no product"), noWordOfTheProduct, QStringLiteral("core/concurrency/a.h"),
            header(QStringLiteral("//! Runs jobs.\n")), QStringLiteral("core/concurrency/a.h"),
            header(QStringLiteral("//! Runs the search of a question.\n")) },
        { QStringLiteral("core without Gui"), layering, QStringLiteral("ui/a.h"), header(QStringLiteral("#include <QWidget>\n")),
            QStringLiteral("core/a.h"), header(QStringLiteral("#include <QWidget>\n")) },
        { QStringLiteral("core without ui"), layering, QStringLiteral("ui/chat/a.h"),
            header(QStringLiteral("#include \"core/base/a.h\"\n")), QStringLiteral("core/a.h"),
            header(QStringLiteral("#include \"ui/a.h\"\n")) },
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
        { QStringLiteral("foreign text is plain: a label guesses"), foreignTextIsPlain, QStringLiteral("ui/a.cpp"),
            QStringLiteral("m_name->setToolTip(tr(\"Stop\")); auto *label = plainLabel(name); QLabel *other = nullptr;"),
            QStringLiteral("ui/a.cpp"), QStringLiteral("auto *label = new QLabel(file.name());") },
        { QStringLiteral("foreign text is plain: a label by value"), foreignTextIsPlain, QStringLiteral("ui/a.cpp"),
            QStringLiteral("const std::unique_ptr<QLabel> label(plainLabel(text));"), QStringLiteral("ui/a.cpp"),
            QStringLiteral("QLabel label(error.message);") },
        { QStringLiteral("foreign text is plain: a tooltip guesses"), foreignTextIsPlain, QStringLiteral("ui/a.cpp"),
            QStringLiteral("m_name->setToolTip(plainToolTip(path));"), QStringLiteral("ui/a.cpp"),
            QStringLiteral("m_name->setToolTip(path);") },
        { QStringLiteral("foreign text is plain: a tooltip put together"), foreignTextIsPlain, QStringLiteral("ui/a.cpp"),
            QStringLiteral("m_name->setToolTip(on ? tr(\"Stop\") : tr(\"Start\"));"), QStringLiteral("ui/a.cpp"),
            QStringLiteral("m_name->setToolTip(tr(\"File %1\").arg(path));") },
        { QStringLiteral("foreign text is plain: a tooltip of its own"), foreignTextIsPlain, QStringLiteral("ui/a.cpp"),
            QStringLiteral("QToolTip::showText(at, plainToolTip(node.label), this);"), QStringLiteral("ui/a.cpp"),
            QStringLiteral("QToolTip::showText(at, node.label, this);") },
        { QStringLiteral("foreign text is plain: a tooltip of a row"), foreignTextIsPlain, QStringLiteral("ui/a.cpp"),
            QStringLiteral("case Qt::ToolTipRole: return plainToolTip(row.path); case PathRole: return row.path;"),
            QStringLiteral("ui/a.cpp"), QStringLiteral("case Qt::ToolTipRole: return row.path; case PathRole: return row.path;") },
        { QStringLiteral("foreign text is plain: a tooltip of a column"), foreignTextIsPlain, QStringLiteral("ui/a.cpp"),
            QStringLiteral(
                "if (role == Qt::ToolTipRole) { if (column == 1) return plainToolTip(a); return {}; } if (role == PathRole) return path;"),
            QStringLiteral("ui/a.cpp"),
            QStringLiteral(
                "if (role == Qt::ToolTipRole) { if (column == 1) return plainToolTip(a); return b; } if (role == PathRole) return path;") },
        { QStringLiteral("foreign text is plain: a message box guesses"), foreignTextIsPlain, QStringLiteral("ui/a.cpp"),
            QStringLiteral("showChoice(this, title, text, button, action);"), QStringLiteral("ui/a.cpp"),
            QStringLiteral("QMessageBox::warning(this, title, file.name());") },
        { QStringLiteral("foreign text is plain: a text that loads"), foreignTextIsPlain, QStringLiteral("ui/a.cpp"),
            QStringLiteral("m_text(new TextView(this))"), QStringLiteral("ui/a.cpp"), QStringLiteral("m_text(new QTextBrowser(this))") },
        { QStringLiteral("foreign text is plain: a document that loads"), foreignTextIsPlain, QStringLiteral("ui/a.cpp"),
            QStringLiteral("class SelfContainedDocument : public QTextDocument {};"), QStringLiteral("ui/a.cpp"),
            QStringLiteral("QTextDocument document; print(document);") },
        { QStringLiteral("foreign text is plain: markup of others"), foreignTextIsPlain, QStringLiteral("ui/a.cpp"),
            QStringLiteral("cursor.insertText(text);"), QStringLiteral("ui/a.cpp"), QStringLiteral("cursor.insertHtml(text);") },
        { QStringLiteral("looks in one place: a colour"), looksInOnePlace, QStringLiteral("ui/chat/a.cpp"),
            QStringLiteral("painter.setPen(tokensOf(palette()).accent); QColor(Qt::white);"), QStringLiteral("ui/chat/a.cpp"),
            QStringLiteral("painter.setPen(QColor(0x2f6f8f));") },
        { QStringLiteral("looks in one place: a named colour"), looksInOnePlace, QStringLiteral("ui/style/tokens.cpp"),
            QStringLiteral("return \"#2f6f8f\";"), QStringLiteral("ui/chat/a.cpp"), QStringLiteral("return \"#2f6f8f\";") },
        { QStringLiteral("looks in one place: a style sheet"), looksInOnePlace, QStringLiteral("ui/style/appearance.cpp"),
            QStringLiteral("qApp->setStyleSheet(sheet);"), QStringLiteral("ui/library/a.cpp"),
            QStringLiteral("m_table->setStyleSheet(sheet);") },
        { QStringLiteral("opened in one place"), openedInOnePlace, QStringLiteral("ui/common/openoutside.cpp"),
            QStringLiteral("QDesktopServices::openUrl(url);"), QStringLiteral("ui/library/librarypage.cpp"),
            QStringLiteral("QDesktopServices::openUrl(url);") },
        { QStringLiteral("printed in one place"), printedInOnePlace, QStringLiteral("app/cli/ask.cpp"),
            QStringLiteral("print(Output::Standard, text); isatty(STDOUT_FILENO);"), QStringLiteral("app/cli/ask.cpp"),
            QStringLiteral("std::fputs(text, stdout);") },
        { QStringLiteral("licence and guard"), license, QStringLiteral("core/a.h"), header(QString()), QStringLiteral("core/a.h"),
            QStringLiteral("int x;\n") },
    };
}

QStringList registryHostsIn(const QString &text)
{
    // Each host in its labels: spelled out, this file would break the rule itself.
    static const QList<QStringList> hosts {
        { QStringLiteral("repo1"), QStringLiteral("maven"), QStringLiteral("org") },
        { QStringLiteral("repo"), QStringLiteral("maven"), QStringLiteral("apache"), QStringLiteral("org") },
        { QStringLiteral("pypi"), QStringLiteral("org") },
        { QStringLiteral("files"), QStringLiteral("pythonhosted"), QStringLiteral("org") },
        { QStringLiteral("registry"), QStringLiteral("npmjs"), QStringLiteral("org") },
        { QStringLiteral("crates"), QStringLiteral("io") },
        { QStringLiteral("deb"), QStringLiteral("debian"), QStringLiteral("org") },
        { QStringLiteral("huggingface"), QStringLiteral("co") },
    };
    QStringList named;
    for (const QStringList &labels : hosts) {
        const QString host = labels.join(QLatin1Char('.'));
        const QRegularExpression whole(QStringLiteral("(?<![\\w-])") + QRegularExpression::escape(host) + QStringLiteral("(?![\\w-])"),
            QRegularExpression::CaseInsensitiveOption);
        if (text.contains(whole))
            named += host;
    }
    return named;
}

QStringList sourcesNamedIn(const QString &folder, const QString &cmake)
{
    QString text = cmake;
    text.remove(QRegularExpression(QStringLiteral("#[^\\n]*")));
    text.remove(QRegularExpression(QStringLiteral("set_source_files_properties\\([^)]*\\)"))); // Says how, not where.
    QStringList named;
    static const QRegularExpression source(QStringLiteral("[\\w/\\-]+\\.cpp\\b"));
    for (auto it = source.globalMatch(text); it.hasNext();)
        named += folder + QLatin1Char('/') + it.next().captured();
    return named;
}

} // namespace Heddle::Rules
