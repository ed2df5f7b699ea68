// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/rules/rules.h"
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Heddle;

namespace {

QString read(const QString &path)
{
    QFile file(QStringLiteral(HEDDLE_SOURCE_DIR) + QLatin1Char('/') + path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QStringList filesBelow(const QStringList &folders, const QStringList &patterns)
{
    const QDir root(QStringLiteral(HEDDLE_SOURCE_DIR));
    QStringList files;
    for (const QString &folder : folders) {
        QDirIterator it(root.filePath(folder), patterns, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            files += root.relativeFilePath(it.next());
    }
    files.sort();
    return files;
}

} // namespace

class TestRules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachRuleCatchesItsSample_data()
    {
        QTest::addColumn<int>("index");
        const auto rules = Rules::allRules();
        for (int i = 0; i < rules.size(); ++i)
            QTest::newRow(qUtf8Printable(rules[i].name)) << i;
    }
    void eachRuleCatchesItsSample()
    {
        QFETCH(int, index);
        const auto rule = Rules::allRules().at(index);
        QVERIFY2(rule.check(rule.goodPath, Rules::codeOnly(rule.good), rule.good).isEmpty(), "the good sample is refused");
        QVERIFY2(!rule.check(rule.badPath, Rules::codeOnly(rule.bad), rule.bad).isEmpty(), "the bad sample passes");
    }

    void commentsAndTextsAreNoCode()
    {
        QCOMPARE(
            Rules::codeOnly(QStringLiteral("a; // dialog.exec()\nb(\"x.exec()\"); /* y\n z */ c;")), QStringLiteral("a; \nb(\"\"); \n c;"));
    }

    void everySourceKeepsTheRules()
    {
        QStringList broken;
        const auto rules = Rules::allRules();
        const QStringList files = filesBelow(
            { QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app") }, { QStringLiteral("*.h"), QStringLiteral("*.cpp") });
        QVERIFY(files.size() > 50);
        for (const QString &path : files) {
            const QString source = read(path), code = Rules::codeOnly(source);
            for (const auto &rule : rules) {
                for (const QString &what : rule.check(path, code, source))
                    broken += QStringLiteral("%1 (%2): %3").arg(path, rule.name, what);
            }
        }
        broken.removeDuplicates();
        QVERIFY2(broken.isEmpty(), qUtf8Printable(QLatin1Char('\n') + broken.join(QLatin1Char('\n'))));
    }

    void aRegistryIsRecognized()
    {
        const QString host = QStringList { QStringLiteral("repo1"), QStringLiteral("maven"), QStringLiteral("org") }.join(QLatin1Char('.'));
        QCOMPARE(Rules::registryHostsIn(QStringLiteral("MAVEN = \"https://%1/maven2\"").arg(host)), QStringList(host));
        QVERIFY(Rules::registryHostsIn(QStringLiteral("http://maven.apache.org/POM/4.0.0 pip download openvino")).isEmpty());
    }

    void noFileNamesARegistry()
    {
        QStringList files;
        const QDir root(QStringLiteral(HEDDLE_SOURCE_DIR));
        for (const QString &name : root.entryList(QDir::Files | QDir::Hidden))
            files += name;
        for (const char *folder : { ".ci", "app", "cmake", "core", "docs", "installer", "resources", "tests", "tools", "ui" })
            files += filesBelow(QStringList(QLatin1String(folder)), QStringList(QStringLiteral("*")));
        QVERIFY(files.size() > 300);
        QStringList broken;
        for (const QString &file : files) {
            for (const QString &host : Rules::registryHostsIn(read(file)))
                broken += file + QLatin1String(": ") + host;
        }
        QVERIFY2(broken.isEmpty(), qUtf8Printable(QLatin1Char('\n') + broken.join(QLatin1Char('\n'))));
    }

    void everySourceIsInExactlyOneTarget()
    {
        QStringList named;
        for (const QString &file :
            filesBelow({ QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app") }, { QStringLiteral("CMakeLists.txt") }))
            named += Rules::sourcesNamedIn(file.section(QLatin1Char('/'), 0, -2), read(file));
        named.sort();
        QCOMPARE(named, filesBelow({ QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app") }, { QStringLiteral("*.cpp") }));
    }

    void sourcesAreThoseOfTargets()
    {
        const QString cmake =
            QStringLiteral("add_library(core a.cpp b/c.cpp) # d.cpp\nset_source_files_properties(a.cpp PROPERTIES X Y)\n");
        QCOMPARE(Rules::sourcesNamedIn(QStringLiteral("core"), cmake),
            QStringList({ QStringLiteral("core/a.cpp"), QStringLiteral("core/b/c.cpp") }));
    }

    void theDocumentsNameTheLayersAndFilesThatThereAre()
    {
        const QString architecture = read(QStringLiteral("docs/architecture.md"));
        QCOMPARE(Rules::layersNamedIn(architecture), Rules::layers());
        QStringList files = filesBelow({ QStringLiteral("app"), QStringLiteral("core"), QStringLiteral("docs"), QStringLiteral("resources"),
                                           QStringLiteral("tests"), QStringLiteral("ui") },
            QStringList(QStringLiteral("*")));
        files += { QStringLiteral("README.md"), QStringLiteral("CHANGELOG.md"), QStringLiteral("CONTRIBUTING.md") };
        QHash<QString, int> known; // how many files have this name, with as much of the path as is given
        for (const QString &file : std::as_const(files)) {
            for (qsizetype from = 0; from >= 0; from = file.indexOf(QLatin1Char('/'), from + 1))
                ++known[file.mid(from == 0 ? 0 : from + 1)];
        }
        QStringList wrong;
        for (const QString &name : Rules::filesNamedIn(architecture + read(QStringLiteral("CONTRIBUTING.md")))) {
            if (known.value(name) != 1 && !files.contains(name))
                wrong += name + (known.contains(name) ? QLatin1String(" is the name of several files") : QLatin1String(" does not exist"));
        }
        QCOMPARE(wrong, QStringList());
    }

    void filesAndLayersAreFoundInAPage()
    {
        QCOMPARE(Rules::filesNamedIn(QStringLiteral("`a/b.cpp`, `c.h`, `d()` in `resources/sample/01-e.md`, f.cpp")),
            QStringList({ QStringLiteral("a/b.cpp"), QStringLiteral("c.h"), QStringLiteral("resources/sample/01-e.md") }));
        QCOMPARE(Rules::layersNamedIn(QStringLiteral("x\n```\ncore   base · text ·\n       net\nui     chat\n```\n")),
            QStringList(
                { QStringLiteral("core/base"), QStringLiteral("core/text"), QStringLiteral("core/net"), QStringLiteral("ui/chat") }));
    }

    void everySettingIsReadAndShown()
    {
        QString core, ui;
        for (const QString &path : filesBelow({ QStringLiteral("core"), QStringLiteral("ui/settings"), QStringLiteral("ui/style") },
                 QStringList(QStringLiteral("*.cpp"))))
            (path.startsWith(QLatin1String("ui/settings/")) ? ui : core) += Rules::codeOnly(read(path));
        static const QRegularExpression constant(QStringLiteral("inline constexpr Key<[^;]*?>\\s+(\\w+)\\("));
        QStringList unused;
        int keys = 0;
        for (auto it = constant.globalMatch(read(QStringLiteral("core/settings/keys.h"))); it.hasNext(); ++keys) {
            const QString key = it.next().captured(1);
            const QRegularExpression use(QStringLiteral("\\bKeys::%1\\b").arg(key));
            if (!core.contains(use))
                unused += key + QLatin1String(" is read by nobody");
            if (!ui.contains(use) && !key.startsWith(QLatin1String("Pool"))) // the live panel shows pools
                unused += key + QLatin1String(" is on no page");
        }
        QVERIFY(keys > 30);
        QCOMPARE(unused, QStringList());
    }

    void everyIconThatIsNamedIsThereAndNoOther()
    {
        QSet<QString> named;
        const QStringList list = read(QStringLiteral("resources/icons/lucide.txt")).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        for (const QString &path : filesBelow({ QStringLiteral("ui") }, { QStringLiteral("*.cpp"), QStringLiteral("*.h") })) {
            const QString source = read(path);
            for (const QString &name : list) {
                if (source.contains(QLatin1Char('"') + name + QLatin1Char('"')))
                    named += name;
            }
            static const QRegularExpression call(QStringLiteral("\\bicon\\([^;)]*QStringLiteral\\(\"([^\"]+)\"\\)"));
            for (auto it = call.globalMatch(source); it.hasNext();) {
                const QString name = it.next().captured(1);
                QVERIFY2(list.contains(name), qPrintable(path + QLatin1String(" names the icon ") + name));
            }
        }
        for (const QString &name : list)
            QVERIFY2(named.contains(name), qPrintable(name + QLatin1String(" is in lucide.txt, but nothing shows it")));
    }

    void coreLinksNoGui()
    {
        const QString cmake = read(QStringLiteral("core/CMakeLists.txt"));
        QVERIFY(cmake.contains(QLatin1String("Qt6::Core")));
        QVERIFY(!cmake.contains(QLatin1String("Qt6::Gui")) && !cmake.contains(QLatin1String("Qt6::Widgets"))
            && !cmake.contains(QLatin1String("Qt6::Svg")));
    }
};

QTEST_GUILESS_MAIN(TestRules)
#include "test_rules.moc"
