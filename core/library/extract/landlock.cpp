// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/readerlocks.h"
#include <QCoreApplication>
#ifdef Q_OS_LINUX
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace Heddle::Library {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

#ifdef Q_OS_LINUX

// Landlock as the kernel documents it (Documentation/userspace-api/landlock.rst), spelled out here because the headers of
// the system may be older than its kernel.
constexpr long CreateRuleset = 444, AddRule = 445, RestrictSelf = 446; // the same on all architectures
constexpr quint32 CreateRulesetVersion = 1, RulePathBeneath = 1;
constexpr quint64 ReadFile = 1 << 2, ReadFolder = 1 << 3;

struct Ruleset {
    quint64 files = 0;
    quint64 network = 0;
    quint64 scopes = 0;
};

struct [[gnu::packed]] PathBeneath {
    quint64 allowed = 0;
    qint32 parent = -1;
};

//! Everything that this version of Landlock knows of is forbidden.
Ruleset everything(long version)
{
    Ruleset rules;
    const int rights = version >= 5 ? 16 : version >= 3 ? 15 : version >= 2 ? 14 : 13;
    rules.files = (quint64(1) << rights) - 1;
    rules.network = version >= 4 ? 3 : 0; // bind and connect
    rules.scopes = version >= 6 ? 3 : 0; // abstract sockets and signals
    return rules;
}

std::size_t sizeFor(long version)
{
    return version >= 6 ? sizeof(Ruleset) : version >= 4 ? 2 * sizeof(quint64) : sizeof(quint64);
}

#endif

} // namespace

ReaderLock lockFiles(const QList<QByteArray> &folders)
{
    ReaderLock lock { tr("no files but the document (Landlock)"), false, tr("not available on this system") };
#ifdef Q_OS_LINUX
    const long version = syscall(CreateRuleset, nullptr, 0, CreateRulesetVersion);
    if (version < 1) {
        lock.detail = tr("this kernel has none, or it is switched off; Linux 5.13 and newer can have it");
        return lock;
    }
    const Ruleset rules = everything(version);
    const int ruleset = int(syscall(CreateRuleset, &rules, sizeFor(version), 0));
    for (const QByteArray &folder : folders) {
        const int parent = open(folder.constData(), O_PATH | O_DIRECTORY | O_CLOEXEC);
        const PathBeneath rule { ReadFile | ReadFolder, parent };
        if (parent >= 0)
            syscall(AddRule, ruleset, RulePathBeneath, &rule, 0); // without it the folder stays closed
        close(parent);
    }
    lock.active = ruleset >= 0 && syscall(RestrictSelf, ruleset, 0) == 0;
    lock.detail = lock.active ? tr("version %1").arg(version) : QString::fromLocal8Bit(std::strerror(errno));
    close(ruleset);
#else
    Q_UNUSED(folders)
#endif
    return lock;
}

} // namespace Heddle::Library
