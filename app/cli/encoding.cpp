// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/library/encodings.h"
#include "core/text/charsets.h"
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

namespace Heddle::Cli {
namespace {

Outcome outcomeOf(const Library::FileEncodings &encodings)
{
    QJsonArray likely;
    QStringList lines;
    const QString detected = QString::fromLatin1(encodings.detected);
    if (!encodings.chosen.isEmpty())
        lines += QStringLiteral("Chosen: %1.").arg(Text::charsetTitle(encodings.chosen));
    if (encodings.detected.isEmpty())
        lines += QStringLiteral("Its bytes are no text.");
    else
        lines +=
            QStringLiteral("Detected: %1%2")
                .arg(Text::charsetTitle(encodings.detected), encodings.certain ? QStringLiteral(".") : QStringLiteral(", not certain."));
    for (const Library::Encoding &encoding : encodings.likely) {
        lines += QStringLiteral("  %1: %2").arg(encoding.title, oneLine(encoding.line));
        likely += QJsonObject { { QStringLiteral("name"), QString::fromLatin1(encoding.name) }, { QStringLiteral("line"), encoding.line } };
    }
    return { { { QStringLiteral("chosen"), QString::fromLatin1(encodings.chosen) }, { QStringLiteral("detected"), detected },
                 { QStringLiteral("certain"), encodings.certain }, { QStringLiteral("likely"), likely } },
        lines.join(QLatin1Char('\n')), Ok };
}

} // namespace

QCoro::Task<Outcome> encoding(App::App *app, Arguments arguments, std::stop_token stop)
{
    if (arguments.words.size() < 2 || arguments.words.size() > 3)
        co_return usage(QStringLiteral("encoding needs a file, and the name of an encoding to choose one for it (auto: none)."));
    const QByteArray file = QFile::encodeName(QFileInfo(arguments.operand(1)).absoluteFilePath());
    const QByteArray name = arguments.operand(2).toLatin1();
    if (name.isEmpty()) {
        auto looking = app->catalog().encodings(file, stop);
        const auto encodings = co_await std::move(looking);
        if (!encodings)
            co_return failure(encodings.error());
        co_return outcomeOf(*encodings);
    }
    auto choosing = app->catalog().chooseEncoding(file, name == "auto" ? QByteArray() : name, stop);
    const auto collections = co_await std::move(choosing);
    if (!collections)
        co_return failure(collections.error());
    for (const QString &collection : *collections) {
        Library::IndexRequest request;
        request.collection = collection;
        request.wait = arguments.options.contains(QStringLiteral("wait"));
        auto indexing = app->upkeep().index(request, {}, stop);
        if (const auto report = co_await std::move(indexing); !report)
            co_return failure(report.error());
    }
    const QByteArray chosen = name == "auto" ? QByteArray() : Text::charsetFor(name);
    co_return Outcome { { { QStringLiteral("chosen"), QString::fromLatin1(chosen) } },
        chosen.isEmpty() ? QStringLiteral("Its encoding is detected again; the file was read anew.")
                         : QStringLiteral("The file was read as %1, and will be from now on.").arg(Text::charsetTitle(chosen)),
        Ok };
}

} // namespace Heddle::Cli
