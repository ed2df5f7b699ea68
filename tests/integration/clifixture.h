// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/support/testsupport.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace Heddle::TestSupport {

//! \brief The terminal program as scripts see it: exact keys, exit codes, one JSON object on standard output.
class CliFixture : public QObject {
protected:
    struct Run {
        int exit = -1;
        QByteArray out, err;
        QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    };

    QTemporaryDir m_folder;
    QString data() const { return m_folder.filePath(QStringLiteral("data")); }

    Run run(const QStringList &arguments, const QByteArray &input = {}) const
    {
        const auto process = start(arguments, input);
        return end(*process);
    }
    std::unique_ptr<QProcess> start(const QStringList &arguments, const QByteArray &input = {}) const
    {
        auto process = std::make_unique<QProcess>();
        process->start(QStringLiteral(HEDDLE_CLI), QStringList { QStringLiteral("--data"), data() } + arguments);
        process->write(input);
        process->closeWriteChannel();
        return process;
    }
    //! Waits until the program has ended.
    static Run end(QProcess &process)
    {
        if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 120'000)) // a server may live in this loop
            qFatal("heddle-cli did not end");
        return { process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError() };
    }
    QJsonObject json(const QStringList &arguments, int exit = 0) const
    {
        return jsonOf(run(QStringList(QStringLiteral("--json")) + arguments), exit);
    }
    //! What a program printed that ran with --json.
    static QJsonObject jsonOf(const Run &result, int exit = 0)
    {
        if (result.exit != exit)
            qWarning("exit %d: %s %s", result.exit, result.out.constData(), result.err.constData());
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(result.out, &error);
        return result.exit == exit && error.error == QJsonParseError::NoError && result.out.count('\n') == 1 ? document.object()
                                                                                                             : QJsonObject();
    }
    static bool hasKeys(const QJsonObject &object, const QStringList &keys)
    {
        for (const QString &key : keys) {
            if (!object.contains(key)) {
                qWarning("no key %s", qUtf8Printable(key));
                return false;
            }
        }
        return !object.isEmpty();
    }
    //! Vectors take a while where the model is installed, and change what is found: a test that isn't about them does without.
    void searchWordsAlone(const QStringList &own = {}) const
    {
        const QStringList none { QStringLiteral("config"), QStringLiteral("set"), QStringLiteral("embedding.kind"),
            QStringLiteral("none") };
        QCOMPARE(run(own + none).exit, 0);
    }
    //! Indexes the sample library into data().
    void begin()
    {
        searchWordsAlone();
        const QJsonObject report =
            json({ QStringLiteral("index"), QStringLiteral(HEDDLE_SAMPLE), QStringLiteral("--collection"), QStringLiteral("Handbook") });
        QVERIFY(hasKeys(report,
            { QStringLiteral("files"), QStringLiteral("indexed"), QStringLiteral("unchanged"), QStringLiteral("removed"),
                QStringLiteral("no_text"), QStringLiteral("failed"), QStringLiteral("chunks"), QStringLiteral("ms"),
                QStringLiteral("failures") }));
        QVERIFY(report[QLatin1String("files")].toInt() >= 12);
        QCOMPARE(report[QLatin1String("indexed")], report[QLatin1String("files")]);
    }
};

} // namespace Heddle::TestSupport
