// SPDX-License-Identifier: GPL-3.0-or-later
// A program of libFuzzer for the format that HEDDLE_FUZZ_FORMAT names.
#include "tests/fuzz/fuzzformats.h"
#include <QCoreApplication>

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static auto *const application = new QCoreApplication(*argc, *argv); // never destroyed: the library ends the program as it likes
    Q_UNUSED(application)
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &) {});
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Heddle::Fuzz::HEDDLE_FUZZ_FORMAT(QByteArray(reinterpret_cast<const char *>(data), qsizetype(size)));
    return 0;
}
