// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/readerlocks.h"
#include <QCoreApplication>
#if defined(Q_OS_LINUX) && (defined(__x86_64__) || defined(__aarch64__))
#define HEDDLE_SYSCALL_FILTER
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>
#endif

namespace Heddle::Library {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

#ifdef HEDDLE_SYSCALL_FILTER

//! A program for the kernel that lets a list of calls pass and answers all others with EPERM. Calls that a newer C library
//! makes fail in the same way, and it falls back to older ones.
class Filter {
public:
    Filter()
    {
#ifdef __x86_64__
        constexpr quint32 Architecture = AUDIT_ARCH_X86_64;
#else
        constexpr quint32 Architecture = AUDIT_ARCH_AARCH64;
#endif
        m_steps = { loading(offsetof(seccomp_data, arch)), jumpIfEqual(Architecture, 1, 0), answer(SECCOMP_RET_KILL_PROCESS),
            loading(offsetof(seccomp_data, nr)) };
    }
    void allow(long call)
    {
        rule(call, { answer(SECCOMP_RET_ALLOW) });
    }
    //! Refuses a call whose argument has any of these bits.
    void allowWithout(long call, int argument, quint32 bits)
    {
        rule(
            call, { loading(low(argument)), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1), answer(Refused), answer(SECCOMP_RET_ALLOW) });
    }
    //! Allows a call only with one of these values.
    void allowWith(long call, int argument, const std::vector<quint32> &values)
    {
        std::vector<sock_filter> steps { loading(low(argument)) };
        for (const quint32 value : values) {
            steps.push_back(jumpIfEqual(value, 0, 1));
            steps.push_back(answer(SECCOMP_RET_ALLOW));
        }
        steps.push_back(answer(Refused));
        rule(call, steps);
    }
    //! Allows a call only with a null pointer there.
    void allowWithNull(long call, int argument)
    {
        rule(call,
            { loading(low(argument)), jumpIfEqual(0, 0, 3), loading(low(argument) + 4), jumpIfEqual(0, 0, 1), answer(SECCOMP_RET_ALLOW),
                answer(Refused) });
    }
    //! Puts the filter on all threads. \return False with errno.
    bool install()
    {
        m_steps.push_back(answer(Refused));
        const sock_fprog program { static_cast<unsigned short>(m_steps.size()), m_steps.data() };
        return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
    }

private:
    static constexpr quint32 Refused = SECCOMP_RET_ERRNO | EPERM;
    static sock_filter answer(quint32 what)
    {
        return BPF_STMT(BPF_RET | BPF_K, what);
    }
    static sock_filter loading(std::size_t offset)
    {
        return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, quint32(offset));
    }
    static sock_filter jumpIfEqual(quint32 value, quint8 equal, quint8 other)
    {
        return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, equal, other);
    }
    //! Both architectures are little-endian.
    static std::size_t low(int argument)
    {
        return offsetof(seccomp_data, args) + 8 * std::size_t(argument);
    }
    //! Steps that end in an answer, for one call; others skip them. The number of the call stays loaded for those.
    void rule(long call, const std::vector<sock_filter> &steps)
    {
        m_steps.push_back(jumpIfEqual(quint32(call), 0, quint8(steps.size())));
        m_steps.insert(m_steps.end(), steps.begin(), steps.end());
    }

    std::vector<sock_filter> m_steps;
};

#endif

} // namespace

ReaderLock lockSystemCalls()
{
    ReaderLock lock { tr("no network, no programs, no writing (seccomp)"), false, tr("not available on this system") };
#ifdef HEDDLE_SYSCALL_FILTER
    Filter filter;
    for (const long call : { SYS_read, SYS_readv, SYS_pread64, SYS_write, SYS_writev, SYS_close, SYS_lseek, SYS_fstat, SYS_newfstatat,
             SYS_statx, SYS_fstatfs, SYS_statfs, SYS_faccessat, SYS_getdents64, SYS_fadvise64, SYS_recvmsg, // files
             SYS_brk, SYS_munmap, SYS_mremap, SYS_madvise, // memory
             SYS_futex, SYS_sched_yield, SYS_sched_getaffinity, SYS_set_robust_list, SYS_restart_syscall, SYS_exit, SYS_exit_group,
             SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sigaltstack, // threads and signals
             SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday, SYS_getrusage, SYS_sysinfo,
             SYS_uname, SYS_getrandom, SYS_getpid, SYS_gettid, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid, SYS_ppoll })
        filter.allow(call);
#ifdef SYS_rseq
    filter.allow(SYS_rseq);
#endif
    constexpr quint32 Writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
    filter.allowWithout(SYS_openat, 2, Writing);
#ifdef __x86_64__
    for (const long call : { SYS_stat, SYS_lstat, SYS_access, SYS_poll, SYS_time, SYS_pause })
        filter.allow(call);
    filter.allowWithout(SYS_open, 1, Writing);
#endif
    // No memory becomes a program: all libraries are loaded.
    filter.allowWithout(SYS_mmap, 2, PROT_EXEC);
    filter.allowWithout(SYS_mprotect, 2, PROT_EXEC);
    filter.allowWith(SYS_fcntl, 1, { F_GETFD, F_SETFD, F_GETFL });
    filter.allowWith(SYS_tgkill, 0, { quint32(getpid()) }); // abort() sends itself a signal; no other process gets one
    filter.allowWithNull(SYS_prlimit64, 2); // limits are read, never changed
    lock.active = filter.install();
    lock.detail = lock.active ? QString() : QString::fromLocal8Bit(std::strerror(errno));
#endif
    return lock;
}

} // namespace Heddle::Library
