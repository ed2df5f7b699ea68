// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/quitsignals.h"
#include <QGuiApplication>
#include <QJsonDocument>
#include <QNetworkProxyFactory>
#include <QTimer>
#include <algorithm>
#include <cstdio>

namespace Heddle::Cli {
namespace {

void print(const Outcome &outcome, bool json)
{
    const QByteArray bytes = json ? QJsonDocument(outcome.json).toJson(QJsonDocument::Compact) : outcome.text.toUtf8();
    const bool failed =
        outcome.exit != Ok && outcome.json.contains(QLatin1String("error")) && !outcome.json.contains(QLatin1String("answer"));
    FILE *const out = failed && !json ? stderr : stdout;
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), out);
    std::fputc('\n', out);
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
        print(failure(arguments.error()), words.contains(QLatin1String("--json")));
        return Usage;
    }
    if (arguments->options.contains(QStringLiteral("version"))) {
        std::printf("heddle-cli %s\n", HEDDLE_VERSION);
        return Ok;
    }
    const QString command = arguments->operand(0);
    if (arguments->options.contains(QStringLiteral("help")) || command.isEmpty()) {
        std::fputs(helpText().constData(), command.isEmpty() && !arguments->options.contains(QStringLiteral("help")) ? stderr : stdout);
        return arguments->options.contains(QStringLiteral("help")) ? Ok : Usage;
    }
    static const QStringList known { QStringLiteral("index"), QStringLiteral("collections"), QStringLiteral("search"),
        QStringLiteral("ask"), QStringLiteral("related"), QStringLiteral("mindmap"), QStringLiteral("conversations"),
        QStringLiteral("config"), QStringLiteral("doctor"), QStringLiteral("eval"), QStringLiteral("providers"), QStringLiteral("rerank"),
        QStringLiteral("bench") };
    if (!known.contains(command)) {
        print(usage(QStringLiteral("There is no command \"%1\".").arg(command)), arguments->json());
        return Usage;
    }
    if (command == QLatin1String("providers")) {
        print(providers(), arguments->json());
        return Ok;
    }
    std::unique_ptr<App::App> app; // the bench needs no data folder
    if (command != QLatin1String("bench")) {
        auto opened = App::App::open(arguments->options.value(QStringLiteral("data"), App::App::defaultDataFolder()));
        if (!opened) {
            const Outcome outcome = failure(opened.error());
            print(outcome, arguments->json());
            return outcome.exit;
        }
        app = std::move(*opened);
    }
    Concurrency::TaskGroup tasks;
    // Ctrl+C stops the work in hand and keeps what is done; a second one ends the program.
    std::stop_source stop;
    const App::QuitSignals signals([&stop] { stop.request_stop(); });
    const auto outcome = std::make_shared<Outcome>();
    QTimer::singleShot(0, qApp, [&] { tasks.add(run(app.get(), *arguments, stop.get_token(), outcome)); });
    QCoreApplication::exec();
    print(*outcome, arguments->json());
    if (app && !app->pools().areIdle())
        App::leaveAtOnce(outcome->exit);
    return outcome->exit;
}

} // namespace
} // namespace Heddle::Cli

int main(int argc, char **argv)
{
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
    QNetworkProxyFactory::setUseSystemConfiguration(true);
    return Heddle::Cli::start(application->arguments().mid(1));
}
