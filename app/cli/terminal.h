// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonObject>
#include <QString>

//! Everything that the terminal program prints goes through here; a test looks for other ways. Names of files, texts of
//! documents, answers of models and messages of servers may hold anything, so a control character is printed as a picture of
//! itself and reaches no terminal.
namespace Heddle::Cli {

enum class Output { Standard, Error };

//! \brief Writes text at once, with its control characters made visible; line breaks and tabs stay.
void print(Output output, const QString &text);
//! \brief Writes one JSON object and a line end. The strings keep their characters, escaped where a terminal would obey them.
void print(const QJsonObject &object);
//! \brief One line of progress on standard error, rewritten in place on a terminal.
void showProgress(const QString &line, bool last = false);
//! \brief Makes the messages of libraries go through print(), to standard error.
void printMessagesOfLibraries();

//! \brief A name in one line: line breaks and tabs become visible too, so that a file can't be called like two lines of ours.
QString oneLine(const QString &name);
//! \brief Marks a part of a text as bold for print(), which prints it so on a terminal only.
QString bold(const QString &text);
//! \brief Takes such marks out of a text that is not ours.
QString withoutBold(const QString &text);

} // namespace Heddle::Cli
