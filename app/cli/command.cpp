// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/flow/chrometrace.h"
#include "core/library/samplelibrary.h"
#include "core/settings/listing.h"
#include <QDir>
#include <QSaveFile>

namespace Heddle::Cli {

namespace {

constexpr char CommandsText[] = R"(heddle-cli: ask questions of your own documents, in the terminal.

  heddle-cli index FOLDER... [--collection NAME] [--wait]
  heddle-cli collections list | remove NAME | rescan NAME | exclude NAME PATH | include NAME PATH | forget NAME PATH
                       | seal NAME | unseal NAME
             seal: its text is never sent to another computer
  heddle-cli ledger [clear]
             what was sent to other computers, by day and host
  heddle-cli encoding FILE [NAME | auto]
             without a name: the encodings that a text may be in, and what a line of it reads as
  heddle-cli search QUERY [--collection NAME] [--limit 10] [--legs text|vector|both] [--rerank | --no-rerank]
  heddle-cli search --topics FILE.tsv --run FILE [--collection NAME] [--limit 100]
  heddle-cli eval [QUESTIONS.jsonl] [--collection NAME] [--legs text|vector|both] [--no-rerank] [--before RESULT.json]
             a line: {"question":"...","right":["report.md",{"document":"minutes.pdf","text":"late fees","grade":2}]}
  heddle-cli ask QUESTION [--conversation ID] [--collection NAME] [--languages German,French] [--keywords] [--trace FILE]
             [--attach FILE]... [--only-attached]
             --attach reads a file for this conversation alone; a folder is indexed instead
  heddle-cli ask --conversation ID --regenerate
  heddle-cli why QUESTION FILE-OR-WORDS [--collection NAME]
             why a file, or a passage with these words, is not in the answer
  heddle-cli related QUESTION [--collection NAME]
  heddle-cli mindmap QUESTION | --conversation ID [--regenerate] [--format json|md|opml|mm|svg|png|pdf] [--out FILE]
  heddle-cli conversations list | show ID | search WORDS | rename ID TITLE | archive ID... | unarchive ID... | label ID COLOUR | delete ID
  heddle-cli conversations export ID... | all --format md|html|json|pdf --out FILE
  heddle-cli conversations import FILE.json
  heddle-cli config list [--format markdown] | get KEY | set KEY VALUE | secret KEY [--unencrypted]
  heddle-cli providers
  heddle-cli rerank --provider ID [--url URL] [--model MODEL] --query QUESTION [--deadline-ms 30000] PASSAGES.jsonl
  heddle-cli rerank compare QUESTION [--collection NAME] [--providers ID,ID] [--limit 10]
             the same passages, ordered by each reranker that is set up or has a key
  heddle-cli doctor [index | reader | search | embedding | rerank | chat]
  heddle-cli bench flow --users N [--rerank-url URL] [--mode split|blocking] [--arrival burst|closed] [--think-ms 1200]
             [--seconds 20] [--threads 35] [--db-ms 200] [--search-ms 300] [--rerank-ms 300] [--documents 64] [--trace FILE]
             without an address it brings its own reranker

Anywhere: --data DIR chooses the data folder, --json prints one JSON object.
--trace writes what was done as a Chrome trace, which Perfetto (ui.perfetto.dev) opens.
Exit codes: 0 ok, 2 usage, 3 network or provider, 4 storage or lock, 5 input unreadable.

)";

} // namespace

QString helpText()
{
    return QString::fromUtf8(CommandsText) + Settings::helpListing() + QLatin1Char('\n');
}

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
        oneLine(error.message), exitCode(error) };
}

Outcome usage(const QString &message)
{
    return failure(Error::input(message + QLatin1String(" See heddle-cli --help.")));
}

Result<Arguments> parseArguments(const QStringList &arguments)
{
    static const QStringList flags { QStringLiteral("json"), QStringLiteral("help"), QStringLiteral("version"), QStringLiteral("wait"),
        QStringLiteral("rerank"), QStringLiteral("no-rerank"), QStringLiteral("regenerate"), QStringLiteral("keywords"),
        QStringLiteral("unencrypted"), QStringLiteral("only-attached") };
    static const QStringList valued { QStringLiteral("data"), QStringLiteral("collection"), QStringLiteral("limit"), QStringLiteral("legs"),
        QStringLiteral("topics"), QStringLiteral("run"), QStringLiteral("conversation"), QStringLiteral("format"), QStringLiteral("out"),
        QStringLiteral("provider"), QStringLiteral("url"), QStringLiteral("model"), QStringLiteral("query"), QStringLiteral("users"),
        QStringLiteral("arrival"), QStringLiteral("think-ms"), QStringLiteral("seconds"), QStringLiteral("threads"),
        QStringLiteral("db-ms"), QStringLiteral("search-ms"), QStringLiteral("rerank-ms"), QStringLiteral("documents"),
        QStringLiteral("rerank-url"), QStringLiteral("mode"), QStringLiteral("deadline-ms"), QStringLiteral("languages"),
        QStringLiteral("trace"), QStringLiteral("before"), QStringLiteral("attach"), QStringLiteral("providers") };
    Arguments parsed;
    const auto set = [&parsed](const QString &name, const QString &value) {
        if (name == QLatin1String("attach"))
            parsed.attach += value;
        parsed.options.insert(name, value);
    };
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
            set(name, argument.section(QLatin1Char('='), 1));
        } else if (i + 1 < arguments.size()) {
            set(name, arguments[++i]);
        } else {
            return Error::input(QStringLiteral("--%1 needs a value. See heddle-cli --help.").arg(name));
        }
    }
    return parsed;
}

Status writeTrace(const QString &file, const std::vector<Concurrency::Span> &spans, const std::vector<Concurrency::FlowTrace> &flows)
{
    QSaveFile out(file);
    if (out.open(QIODevice::WriteOnly)) {
        out.write(Flow::chromeTrace(spans, flows, std::chrono::steady_clock::now()));
        if (out.commit())
            return Done {};
    }
    return Error { ErrorCode::Storage,
        QStringLiteral("%1 can't be written: %2. Choose another place.").arg(QDir::toNativeSeparators(file), out.errorString()), {},
        false };
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

QCoro::Task<Result<Search::Filters>> filtersFor(App::App *app, Arguments arguments, QString question, std::stop_token stop)
{
    auto choosing = filtersFrom(app, arguments, stop);
    HEDDLE_CO_TRY_VALUE(auto filters, co_await std::move(choosing));
    if (!filters.collections.isEmpty())
        co_return filters;
    auto listing = app->pools().library.submit(
        [library = app->library()](std::stop_token) { return library.collections(); }, stop, QStringLiteral("list collections"));
    HEDDLE_CO_TRY_VALUE(const auto rows, co_await std::move(listing));
    filters.collections = Library::collectionsAskedByDefault(rows, App::App::sampleFolder(), question);
    co_return filters;
}

Result<Search::Leg> legsFrom(const Arguments &arguments)
{
    const QString legs = arguments.options.value(QStringLiteral("legs"), QStringLiteral("both"));
    if (legs == QLatin1String("text"))
        return Search::Leg::Text;
    if (legs == QLatin1String("vector"))
        return Search::Leg::Vector;
    if (legs == QLatin1String("both"))
        return Search::Leg::Both;
    return Error::input(QStringLiteral("--legs takes text, vector or both."));
}

QCoro::Task<Outcome> runCommand(App::App *app, Arguments arguments, std::stop_token stop)
{
    using Command = QCoro::Task<Outcome> (*)(App::App *, Arguments, std::stop_token);
    static const QMap<QString, Command> commands { { QStringLiteral("index"), &index }, { QStringLiteral("collections"), &collections },
        { QStringLiteral("encoding"), &encoding }, { QStringLiteral("search"), &search }, { QStringLiteral("ask"), &ask },
        { QStringLiteral("why"), &why }, { QStringLiteral("related"), &related }, { QStringLiteral("mindmap"), &mindmap },
        { QStringLiteral("conversations"), &conversations }, { QStringLiteral("config"), &config }, { QStringLiteral("rerank"), &rerank },
        { QStringLiteral("ledger"), &ledger }, { QStringLiteral("doctor"), &doctor }, { QStringLiteral("eval"), &eval } };
    const QString command = arguments.operand(0);
    static const QStringList useModels { QStringLiteral("index"), QStringLiteral("collections"), QStringLiteral("encoding"),
        QStringLiteral("search"), QStringLiteral("ask"), QStringLiteral("why"), QStringLiteral("related"), QStringLiteral("mindmap"),
        QStringLiteral("eval") };
    if (useModels.contains(command)) {
        auto applying = app->setup().apply(stop);
        co_await std::move(applying);
    }
    auto task = commands.value(command)(app, arguments, stop);
    co_return co_await std::move(task);
}

} // namespace Heddle::Cli
