// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QCoroTask>
#include <QEventLoop>
#include <QFile>
#include <QTest>
#include <QTimer>
#include <optional>

namespace Heddle::TestSupport {

//! \brief Runs the event loop until the task ends, at most `limit` ms; nothing when it did not end in time.
template <class T>
std::optional<T> await(QCoro::Task<T> task, int limit = 20'000)
{
    // Not QTest::qWaitFor(): that one sleeps 10 ms between any two events.
    auto value = std::make_shared<std::optional<T>>();
    const auto loop = std::make_shared<QEventLoop>();
    QCoro::connect(std::move(task), loop.get(), [value, raw = loop.get()](T result) {
        value->emplace(std::move(result));
        raw->quit();
    });
    QTimer::singleShot(limit, loop.get(), &QEventLoop::quit);
    if (!value->has_value())
        loop->exec();
    return std::move(*value);
}
bool awaitVoid(QCoro::Task<void> task, int limit = 20'000);

//! \brief Writes a file, making its folders. Fails the test when it can't.
void writeFile(const QString &path, const QByteArray &bytes);
QByteArray readFile(const QString &path);

} // namespace Heddle::TestSupport
