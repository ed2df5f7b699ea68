// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/process.h"
#include "app/window/windowservices.h"
#include "ui/common/plaintext.h"
#include "ui/style/appearance.h"
#include "ui/style/icons.h"
#include "ui/window/mainwindow.h"
#include "ui/window/singleinstance.h"
#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QLabel>
#include <QNetworkProxyFactory>
#include <QTimer>
#include <algorithm>
#include <cstdio>

namespace {

//! Without its databases there is no window to work in: the reason and the way out, as text that can be copied.
int showError(const Heddle::Error &error)
{
    const std::unique_ptr<QLabel> label(Heddle::Ui::plainLabel(error.message));
    label->setWindowTitle(QStringLiteral("Heddle"));
    label->setWordWrap(true);
    label->setMargin(24);
    label->setMinimumWidth(480);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->show();
    QApplication::exec();
    return 4;
}

QCoro::Task<void> quitInOrder(Heddle::App::App *app)
{
    co_await app->shutdown();
    QCoreApplication::quit();
}

//! What is asked for is only text: it needs no display.
bool asksForText(int argc, char **argv)
{
    return std::any_of(argv + 1, argv + argc, [](const char *argument) {
        for (const char *text : { "--help", "--help-all", "-h", "--version", "-v" }) {
            if (qstrcmp(argument, text) == 0)
                return true;
        }
        return false;
    });
}

} // namespace

int main(int argc, char **argv)
{
    Heddle::App::keepMemoryPrivate();
    Heddle::App::keepFreedMemory();
    QCoreApplication::setApplicationName(QStringLiteral("heddle"));
    QCoreApplication::setApplicationVersion(QStringLiteral(HEDDLE_VERSION));
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption data(
        QStringLiteral("data"), QStringLiteral("The data folder."), QStringLiteral("folder"), Heddle::App::App::defaultDataFolder());
    parser.addOption(data);
    parser.addPositionalArgument(QStringLiteral("FILE"),
        QStringLiteral("Files to attach to a new conversation; a folder is offered to the library."), QStringLiteral("[FILE...]"));
    if (asksForText(argc, argv)) {
        const QCoreApplication text(argc, argv);
        parser.process(text);
    }
    QApplication application(argc, argv);
    QApplication::setApplicationDisplayName(QStringLiteral("Heddle"));
    QApplication::setDesktopFileName(QStringLiteral("heddle"));
    QApplication::setWindowIcon(Heddle::Ui::Style::programIcon());
    QNetworkProxyFactory::setUseSystemConfiguration(true);
    parser.process(application);

    Heddle::Ui::SingleInstance instance(parser.value(data));
    QStringList paths;
    for (const QString &path : parser.positionalArguments())
        paths += QFileInfo(path).absoluteFilePath();
    const auto raised = instance.raiseOther(paths);
    if (raised && *raised) {
        std::fputs("Heddle is open already; its window was brought to the front.\n", stderr);
        return 0;
    }
    Heddle::Ui::Style::Appearance appearance;
    auto opened = Heddle::App::App::open(parser.value(data));
    if (!opened)
        return showError(opened.error());
    Heddle::App::App *app = opened->get();
    QApplication::setQuitOnLastWindowClosed(false);
    app->upkeep().followSetup();
    app->tasks().add(app->setup().apply(app->tasks().token()));
    if (const auto values = app->settings().read())
        appearance.set(*values);
    Heddle::Ui::MainWindow window(Heddle::App::windowServices(*app, Heddle::App::App::sampleFolder(), &appearance));
    const Heddle::Status listening = raised ? instance.listen() : Heddle::Status(raised.error());
    QObject::connect(&instance, &Heddle::Ui::SingleInstance::raiseRequested, &window, &Heddle::Ui::MainWindow::bringToFront);
    QObject::connect(&instance, &Heddle::Ui::SingleInstance::pathsGiven, &window, &Heddle::Ui::MainWindow::openPaths);
    bool quitting = false;
    QCoro::Task<void> end;
    QObject::connect(&window, &Heddle::Ui::MainWindow::closed, &window, [&] {
        if (std::exchange(quitting, true))
            return;
        instance.stopListening();
        end = quitInOrder(app);
    });
    const Heddle::App::QuitSignals signals([&window] { window.close(); });
    window.show();
    if (!paths.isEmpty())
        window.openPaths(paths);
    if (!listening)
        Heddle::Ui::showMessage(&window, QStringLiteral("Heddle"), listening.error().message); // it works without
    const int code = QApplication::exec();
    if (!app->pools().areIdle())
        Heddle::App::leaveAtOnce(code);
    return code;
}
