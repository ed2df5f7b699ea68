// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/app.h"
#include "app/cli/terminal.h"
#include <QJsonObject>
#include <QMap>
#include <QStringList>
#include <stop_token>

namespace Heddle::Cli {

//! \brief Exit codes of the terminal program.
enum Exit { Ok = 0, Usage = 2, Network = 3, Storage = 4, Input = 5, Interrupted = 130 };
int exitCode(const Error &error);

//! \brief The command line, taken apart.
struct Arguments {
    QStringList words; //!< command, subcommand, operands
    QMap<QString, QString> options; //!< --name value; flags have an empty value
    QStringList attach {}; //!< files of --attach, which may stand several times
    bool json() const { return options.contains(QStringLiteral("json")); }
    QString operand(int i) const { return words.value(i); }
};
//! \brief Options may stand anywhere; "--" ends them. Error Input for an unknown or incomplete option.
Result<Arguments> parseArguments(const QStringList &arguments);

//! \brief What a command leaves: a JSON object (printed with --json), the same for people, and the exit code.
struct Outcome {
    QJsonObject json;
    QString text;
    int exit = Ok;
};
Outcome failure(const Error &error);
Outcome usage(const QString &message);

//! \brief Runs one command. Each lives in the file of its name.
QCoro::Task<Outcome> runCommand(App::App *app, Arguments arguments, std::stop_token stop);
QCoro::Task<Outcome> index(App::App *app, Arguments arguments, std::stop_token stop);
QCoro::Task<Outcome> collections(App::App *app, Arguments arguments, std::stop_token stop);
QCoro::Task<Outcome> encoding(App::App *app, Arguments arguments, std::stop_token stop);
QCoro::Task<Outcome> search(App::App *app, Arguments arguments, std::stop_token stop);
QCoro::Task<Outcome> ask(App::App *app, Arguments arguments, std::stop_token stop);
QCoro::Task<Outcome> why(App::App *app, Arguments arguments, std::stop_token stop);
QCoro::Task<Outcome> related(App::App *app, Arguments arguments, std::stop_token stop);
QCoro::Task<Outcome> mindmap(App::App *app, Arguments arguments, std::stop_token stop);
QCoro::Task<Outcome> conversations(App::App *app, Arguments arguments, std::stop_token stop);
QCoro::Task<Outcome> config(App::App *app, Arguments arguments, std::stop_token stop);
QCoro::Task<Outcome> ledger(App::App *app, Arguments arguments, std::stop_token stop);
//! \brief "rerank compare".
QCoro::Task<Outcome> compareRerankers(App::App *app, Arguments arguments, std::stop_token stop);
//! \brief Marks a collection "never send", or no longer.
QCoro::Task<Outcome> sealCollection(App::App *app, QString name, bool sealed, std::stop_token stop);
QCoro::Task<Outcome> rerank(App::App *app, Arguments arguments, std::stop_token stop);
QCoro::Task<Outcome> bench(Arguments arguments, std::stop_token stop);
QCoro::Task<Outcome> doctor(App::App *app, Arguments arguments, std::stop_token stop);
QCoro::Task<Outcome> eval(App::App *app, Arguments arguments, std::stop_token stop);
Outcome providers();

//! \brief The id of --collection, or none; Error NotFound with the names that exist.
QCoro::Task<Result<Search::Filters>> filtersFrom(App::App *app, Arguments arguments, std::stop_token stop);
//! \brief The same, or the collections that a question is asked of by default.
QCoro::Task<Result<Search::Filters>> filtersFor(App::App *app, Arguments arguments, QString question, std::stop_token stop);
//! \brief The legs of --legs, both where it is not given.
Result<Search::Leg> legsFrom(const Arguments &arguments);

//! \brief Writes spans and questions as Chrome trace JSON. Error Storage with what to do.
Status writeTrace(const QString &file, const std::vector<Concurrency::Span> &spans, const std::vector<Concurrency::FlowTrace> &flows);

//! \brief What --help prints: commands, options, exit codes and settings.
QString helpText();

} // namespace Heddle::Cli
