// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <functional>
#include <limits>

namespace Heddle::TestSupport {

//! \brief Runs `work` in a forked child and returns what it answers. `asNobody`: with the rights of user 65534, for whom
//! permissions count even when the tests run as root. The child has one thread; it must not use the parent's objects.
QByteArray inChild(bool asNobody, const std::function<QByteArray()> &work);

//! \brief Starts this test program again with `arguments`, kills it (SIGKILL) when `ms` have passed unless it has ended,
//! and returns what it had written to standard output by then. `killAtLines`: kills it as soon as it wrote so many.
QByteArray runSelf(const QStringList &arguments, int killAfterMs, int killAtLines = std::numeric_limits<int>::max());

} // namespace Heddle::TestSupport
