// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/rules/rules.h"
#include <QDirIterator>
#include <QFile>
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
        const QString cmake = QStringLiteral("add_library(core a.cpp b/c.cpp) # d.cpp\nset_source_files_properties(a.cpp PROPERTIES X Y)\n");
        QCOMPARE(Rules::sourcesNamedIn(QStringLiteral("core"), cmake), QStringList({ QStringLiteral("core/a.cpp"), QStringLiteral("core/b/c.cpp") }));
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
