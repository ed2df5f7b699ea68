// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QCoroTask>
#include <QEventLoop>
#include <QFile>
#include <QTest>
#include <QTimer>
#include <optional>

// How long a test waits for what should come soon: it decides nothing, except how busy a machine may be.
#undef QTRY_VERIFY
#define QTRY_VERIFY(expression) QTRY_VERIFY_WITH_TIMEOUT(expression, 60'000)
#undef QTRY_VERIFY2
#define QTRY_VERIFY2(expression, message) QTRY_VERIFY2_WITH_TIMEOUT(expression, message, 60'000)
#undef QTRY_COMPARE
#define QTRY_COMPARE(expression, expected) QTRY_COMPARE_WITH_TIMEOUT(expression, expected, 60'000)

namespace Heddle::TestSupport {

constexpr int AwaitLimit = 120'000; // ms

//! \brief Runs the event loop until the task ends, at most `limit` ms; nothing when it did not end in time.
template <class T>
std::optional<T> await(QCoro::Task<T> task, int limit = AwaitLimit)
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
bool awaitVoid(QCoro::Task<void> task, int limit = AwaitLimit);

//! \brief Writes a file, making its folders. Fails the test when it can't.
void writeFile(const QString &path, const QByteArray &bytes);
QByteArray readFile(const QString &path);

} // namespace Heddle::TestSupport
