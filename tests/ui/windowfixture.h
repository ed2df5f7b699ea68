// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/window/windowservices.h"
#include "core/settings/keys.h"
#include "tests/support/testsupport.h"
#include "ui/style/appearance.h"
#include "ui/window/mainwindow.h"
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLocale>
#include <QMainWindow>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTimer>

namespace Heddle::TestSupport {

//! How long the event loop leaves a timer of 5 ms waiting, at most. Time in which other programs had the processors is not counted.
class GapMeter {
public:
    GapMeter()
    {
        m_beat.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_beat, &QTimer::timeout, &m_beat, [this] {
            const double gap = double(m_since.nsecsElapsed() - (waitedForProcessor() - m_waited)) / 1e6 - BeatMs;
            m_longest = std::max(m_longest, gap);
            m_over += gap > Goal ? 1 : 0;
            begin();
        });
    }
    void start()
    {
        begin();
        m_beat.start(BeatMs);
    }
    void stop() { m_beat.stop(); }
    double longest() const { return m_longest; }
    int over() const { return m_over; } //!< gaps longer than the goal of 50 ms

private:
    void begin()
    {
        m_waited = waitedForProcessor();
        m_since.start();
    }
    //! How long this thread could have run, had other programs left it a processor; nanoseconds. 0 where the system doesn't say.
    static qint64 waitedForProcessor()
    {
        QFile file(QStringLiteral("/proc/thread-self/schedstat"));
        return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() : 0;
    }

    static constexpr int BeatMs = 5;
    QTimer m_beat;
    QElapsedTimer m_since;
    qint64 m_waited = 0;
    static constexpr double Goal = 50;
    double m_longest = 0;
    int m_over = 0;
};

//! \brief A window over a data folder of its own, and what a user does with it.
class WindowFixture : public QObject {
public:
    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<App::App> m_app;
    std::unique_ptr<Ui::MainWindow> m_window;
    QStringList m_flashed; //!< class and name of what was shown as a window by mistake
    Ui::Style::Appearance *m_appearance = nullptr; //!< of the test that looks at it

    static void useEnglishNumbers() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void begin()
    {
        m_data = std::make_unique<QTemporaryDir>();
        m_flashed.clear();
        qApp->installEventFilter(this);
        open();
    }
    void end()
    {
        close();
        qApp->removeEventFilter(this);
        Storage::Database::closeThreadConnections();
        QVERIFY2(m_flashed.isEmpty(), qPrintable(QLatin1String("shown as a window before it had a parent: ") + m_flashed.join(QLatin1String(", "))));
    }
    //! A part of a page that is shown before it has a parent flashes up as a window of its own, and takes the focus with it.
    bool eventFilter(QObject *object, QEvent *event) override
    {
        if (event->type() == QEvent::Show && object->isWidgetType()) {
            const auto *widget = static_cast<const QWidget *>(object);
            if (widget->isWindow() && widget->windowType() == Qt::Window && widget->windowTitle().isEmpty()
                && !qobject_cast<const QMainWindow *>(widget))
                m_flashed += QStringLiteral("%1 %2").arg(QLatin1String(widget->metaObject()->className()), widget->objectName());
        }
        return QObject::eventFilter(object, event);
    }
    template <class T>
    T *child(const char *name) const
    {
        auto *found = m_window->findChild<T *>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    void open()
    {
        const bool isNew = !QFile::exists(m_data->filePath(QStringLiteral("library.db")));
        auto app = App::App::open(m_data->path());
        QVERIFY2(app.ok(), app.ok() ? "" : qUtf8Printable(app.error().message));
        m_app = std::move(*app);
        if (isNew) // what is found must not hang on a model that is installed here; tests of it turn it on
            QVERIFY(m_app->settings().set(Settings::Keys::EmbeddingKind, Settings::EmbeddingSource::None).ok());
        m_app->upkeep().followSetup();
        const auto applied = std::make_shared<bool>(false);
        QObject::connect(&m_app->setup(), &Setup::SetupService::changed, this, [applied] { *applied = true; });
        m_app->tasks().add(m_app->setup().apply(m_app->tasks().token()));
        m_window = std::make_unique<Ui::MainWindow>(App::windowServices(*m_app, QStringLiteral(HEDDLE_SAMPLE), m_appearance));
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QTRY_VERIFY_WITH_TIMEOUT(*applied, 120'000); // the settings
    }
    void close()
    {
        if (!m_app)
            return;
        QVERIFY(awaitVoid(m_app->shutdown()));
        QCOMPARE(m_app->tasks().running(), 0);
        m_window.reset();
        m_app.reset();
    }
    static void setTheme(Ui::Style::Appearance &appearance, Settings::Theme theme)
    {
        Settings::Changes changes;
        changes.set(Settings::Keys::AppearanceTheme, theme);
        appearance.set(Settings::Values().with(changes));
    }
    void addSample()
    {
        QTest::mouseClick(child<QPushButton>("trySample"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("documents in Sample library")), 120'000);
    }
    void type(const QString &question)
    {
        m_window->activateWindow(); // a menu may have been open
        QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
        QTRY_VERIFY(child<QPlainTextEdit>("question")->hasFocus());
        QTest::keyClicks(child<QPlainTextEdit>("question"), question);
        QTest::keyClick(child<QPlainTextEdit>("question"), Qt::Key_Return);
    }
    //! The text of a link whose address begins so; where it is in the viewport.
    QPoint linkAt(const QString &address, QString *text = nullptr)
    {
        auto *view = child<QTextBrowser>("transcript");
        for (QTextBlock block = view->document()->begin(); block.isValid(); block = block.next()) {
            for (auto it = block.begin(); !it.atEnd(); ++it) {
                if (!it.fragment().charFormat().anchorHref().startsWith(address))
                    continue;
                QTextCursor cursor(view->document());
                cursor.setPosition(it.fragment().position() + 1);
                view->setTextCursor(cursor);
                view->ensureCursorVisible();
                if (text)
                    *text = it.fragment().text();
                QTextCursor before = cursor;
                before.setPosition(it.fragment().position());
                return (view->cursorRect(before).center() + view->cursorRect(cursor).center()) / 2;
            }
        }
        return { -1, -1 };
    }
    bool hasLink(const QString &address) { return linkAt(address).x() >= 0; }
    void clickLink(const QString &address)
    {
        const QPoint at = linkAt(address);
        QVERIFY2(at.x() >= 0, qUtf8Printable(address));
        QVERIFY(child<QTextBrowser>("transcript")->anchorAt(at).startsWith(address));
        QTest::mouseClick(child<QTextBrowser>("transcript")->viewport(), Qt::LeftButton, {}, at);
    }
    QString transcript() const { return child<QTextBrowser>("transcript")->toPlainText(); }
};

} // namespace Heddle::TestSupport
