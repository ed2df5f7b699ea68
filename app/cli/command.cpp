// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include <QElapsedTimer>
#include <cstdio>
#include <unistd.h>

namespace Heddle::Cli {

const char *const HelpText = R"(heddle-cli: ask questions of your own documents, in the terminal.

  heddle-cli index FOLDER... [--collection NAME] [--wait]
  heddle-cli collections list | remove NAME | rescan NAME
  heddle-cli search QUERY [--collection NAME] [--limit 10] [--legs text|vector|both]
  heddle-cli search --topics FILE.tsv --run FILE [--collection NAME] [--limit 100]
  heddle-cli ask QUESTION [--conversation ID] [--collection NAME]
  heddle-cli conversations list | show ID | search WORDS | export ID --format md|html|json|pdf --out FILE | delete ID
  heddle-cli config list | get KEY | set KEY VALUE | secret KEY
  heddle-cli providers
  heddle-cli doctor index

Anywhere: --data DIR chooses the data folder, --json prints one JSON object.
Exit codes: 0 ok, 2 usage, 3 network or provider, 4 storage or lock, 5 input unreadable.
)";

int exitCode(const Error &error)
{
    switch (error.band()) {
    case 1:
    case 2:
    case 3: return Network;
    case 4: return Storage;
    case 5: return error.code == ErrorCode::Unreadable ? Input : Usage;
    case 6: return Interrupted;
    default: return Storage;
    }
}

Outcome failure(const Error &error)
{
    return { { { QStringLiteral("error"),
                 QJsonObject { { QStringLiteral("code"), errorName(error.code) }, { QStringLiteral("message"), error.message },
                     { QStringLiteral("detail"), error.detail } } } },
        error.message, exitCode(error) };
}

Outcome usage(const QString &message)
{
    return failure(Error::input(message + QLatin1String(" See heddle-cli --help.")));
}

Result<Arguments> parseArguments(const QStringList &arguments)
{
    static const QStringList flags { QStringLiteral("json"), QStringLiteral("help"), QStringLiteral("version"), QStringLiteral("wait"),
        QStringLiteral("rerank"), QStringLiteral("no-rerank") };
    static const QStringList valued { QStringLiteral("data"), QStringLiteral("collection"), QStringLiteral("limit"), QStringLiteral("legs"),
        QStringLiteral("topics"), QStringLiteral("run"), QStringLiteral("conversation"), QStringLiteral("format"), QStringLiteral("out") };
    Arguments parsed;
    bool onlyWords = false;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        if (onlyWords || !argument.startsWith(QLatin1String("--"))) {
            parsed.words += argument;
            continue;
        }
        if (argument.size() == 2) {
            onlyWords = true;
            continue;
        }
        const QString name = argument.mid(2).section(QLatin1Char('='), 0, 0);
        if (flags.contains(name)) {
            parsed.options.insert(name, QString());
        } else if (!valued.contains(name)) {
            return Error::input(QStringLiteral("There is no option --%1. See heddle-cli --help.").arg(name));
        } else if (argument.contains(QLatin1Char('='))) {
            parsed.options.insert(name, argument.section(QLatin1Char('='), 1));
        } else if (i + 1 < arguments.size()) {
            parsed.options.insert(name, arguments[++i]);
        } else {
            return Error::input(QStringLiteral("--%1 needs a value. See heddle-cli --help.").arg(name));
        }
    }
    return parsed;
}

void showProgress(const QString &line, bool last)
{
    static QElapsedTimer since;
    const bool terminal = isatty(STDERR_FILENO) == 1;
    const qint64 every = terminal ? 100 : 2000;
    if (!last && since.isValid() && since.elapsed() < every)
        return;
    since.start();
    const QByteArray text = line.toUtf8();
    std::fprintf(stderr, terminal ? "\r\x1b[K%s%s" : "%s%s\n", text.constData(), terminal && last ? "\n" : "");
    std::fflush(stderr);
}

QCoro::Task<Result<Search::Filters>> filtersFrom(App::App *app, Arguments arguments, std::stop_token stop)
{
    Search::Filters filters;
    const QString name = arguments.options.value(QStringLiteral("collection"));
    if (name.isEmpty())
        co_return filters;
    auto rowTask = app->pools().library.submit(
        [library = app->library(), name](std::stop_token) { return library.collection(name); }, stop, QStringLiteral("find collection"));
    auto row = co_await std::move(rowTask);
    if (!row)
        co_return row.error();
    filters.collections += row->id;
    co_return filters;
}

QCoro::Task<Outcome> runCommand(App::App *app, Arguments arguments, std::stop_token stop)
{
    const QString command = arguments.operand(0);
    if (command == QLatin1String("index"))
        return index(app, arguments, stop);
    if (command == QLatin1String("collections"))
        return collections(app, arguments, stop);
    if (command == QLatin1String("search"))
        return search(app, arguments, stop);
    if (command == QLatin1String("ask"))
        return ask(app, arguments, stop);
    if (command == QLatin1String("conversations"))
        return conversations(app, arguments, stop);
    if (command == QLatin1String("config"))
        return config(app, arguments, stop);
    return doctor(app, arguments, stop);
}

} // namespace Heddle::Cli
