// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/process.h"
#include <QGuiApplication>
#include <QNetworkProxyFactory>
#include <QTimer>
#include <algorithm>

namespace Heddle::Cli {
namespace {

void show(const Outcome &outcome, bool json)
{
    const bool failed =
        outcome.exit != Ok && outcome.json.contains(QLatin1String("error")) && !outcome.json.contains(QLatin1String("answer"));
    if (json)
        print(outcome.json);
    else
        print(failed ? Output::Error : Output::Standard, outcome.text + QLatin1Char('\n'));
}

QCoro::Task<void> run(App::App *app, Arguments arguments, std::stop_token stop, std::shared_ptr<Outcome> outcome)
{
    auto task = app ? runCommand(app, arguments, stop) : bench(arguments, stop);
    *outcome = co_await std::move(task);
    if (app) {
        auto ending = app->shutdown();
        co_await std::move(ending);
    }
    QCoreApplication::quit();
}

int start(const QStringList &words)
{
    auto arguments = parseArguments(words);
    if (!arguments) {
        show(failure(arguments.error()), words.contains(QLatin1String("--json")));
        return Usage;
    }
    if (arguments->options.contains(QStringLiteral("version"))) {
        print(Output::Standard, QStringLiteral("heddle-cli " HEDDLE_VERSION "\n"));
        return Ok;
    }
    const QString command = arguments->operand(0);
    if (arguments->options.contains(QStringLiteral("help")) || command.isEmpty()) {
        const bool asked = arguments->options.contains(QStringLiteral("help"));
        print(asked ? Output::Standard : Output::Error, helpText());
        return asked ? Ok : Usage;
    }
    static const QStringList known { QStringLiteral("index"), QStringLiteral("collections"), QStringLiteral("encoding"),
        QStringLiteral("search"), QStringLiteral("ask"), QStringLiteral("why"), QStringLiteral("related"), QStringLiteral("mindmap"),
        QStringLiteral("conversations"), QStringLiteral("config"), QStringLiteral("doctor"), QStringLiteral("eval"),
        QStringLiteral("providers"), QStringLiteral("ledger"), QStringLiteral("rerank"), QStringLiteral("bench") };
    if (!known.contains(command)) {
        show(usage(QStringLiteral("There is no command \"%1\".").arg(command)), arguments->json());
        return Usage;
    }
    if (command == QLatin1String("providers")) {
        show(providers(), arguments->json());
        return Ok;
    }
    std::unique_ptr<App::App> app; // the bench needs no data folder
    if (command != QLatin1String("bench")) {
        auto opened = App::App::open(arguments->options.value(QStringLiteral("data"), App::App::defaultDataFolder()));
        if (!opened) {
            const Outcome outcome = failure(opened.error());
            show(outcome, arguments->json());
            return outcome.exit;
        }
        app = std::move(*opened);
    }
    Concurrency::TaskGroup tasks;
    // Ctrl+C stops the work in hand and keeps what is done; a second one ends the program.
    std::stop_source stop;
    const App::QuitSignals signals([&stop] { stop.request_stop(); });
    const auto outcome = std::make_shared<Outcome>();
    QTimer::singleShot(0, QCoreApplication::instance(), [&] { tasks.add(run(app.get(), *arguments, stop.get_token(), outcome)); });
    QCoreApplication::exec();
    show(*outcome, arguments->json());
    if (app && !app->pools().areIdle())
        App::leaveAtOnce(outcome->exit);
    return outcome->exit;
}

} // namespace
} // namespace Heddle::Cli

int main(int argc, char **argv)
{
    Heddle::App::keepMemoryPrivate();
    Heddle::App::keepFreedMemory();
    // Only what paints needs fonts; it gets them without a display.
    const bool paints = std::any_of(argv, argv + argc, [](const char *argument) {
        const QByteArray word(argument);
        const QByteArray format = word.startsWith("--format=") ? word.mid(9) : word;
        return format == "pdf" || format == "png" || format == "svg";
    });
    if (paints)
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const std::unique_ptr<QCoreApplication> application(paints ? new QGuiApplication(argc, argv) : new QCoreApplication(argc, argv));
    QCoreApplication::setApplicationName(QStringLiteral("heddle-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(HEDDLE_VERSION));
    Heddle::Cli::printMessagesOfLibraries();
    QNetworkProxyFactory::setUseSystemConfiguration(true);
    return Heddle::Cli::start(application->arguments().mid(1));
}
