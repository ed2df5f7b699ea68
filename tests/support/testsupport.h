// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QCoroTask>
#include <QFile>
#include <QTest>
#include <optional>

namespace Heddle::TestSupport {

//! \brief Runs the event loop until the task ends, at most `limit` ms; nothing when it did not end in time.
template <class T>
std::optional<T> await(QCoro::Task<T> task, int limit = 20'000)
{
    auto value = std::make_shared<std::optional<T>>();
    QObject context;
    QCoro::connect(std::move(task), &context, [value](T result) { value->emplace(std::move(result)); });
    [[maybe_unused]] const bool ended = QTest::qWaitFor([value] { return value->has_value(); }, limit);
    return std::move(*value);
}
bool awaitVoid(QCoro::Task<void> task, int limit = 20'000);

//! \brief Writes a file, making its folders. Fails the test when it can't.
void writeFile(const QString &path, const QByteArray &bytes);
QByteArray readFile(const QString &path);

} // namespace Heddle::TestSupport
