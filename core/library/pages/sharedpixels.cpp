// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/pages/sharedpixels.h"
#include <QCoreApplication>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>

namespace Heddle::Library {
namespace {

size_t bytesOf(QSize size)
{
    return size_t(size.width()) * size_t(size.height()) * 4;
}

//! Anonymous memory behind a descriptor. Sealed, since reading beyond its end would end this process.
FileDescriptor makeMemory(size_t bytes)
{
#ifdef MFD_ALLOW_SEALING
    FileDescriptor memory(memfd_create("heddle-page", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (memory.isOpen() && ftruncate(memory.get(), off_t(bytes)) == 0
        && fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
        return memory;
#else
    Q_UNUSED(bytes)
    errno = ENOSYS;
#endif
    return FileDescriptor();
}

} // namespace

Result<std::shared_ptr<SharedPixels>> SharedPixels::make(QSize size)
{
    Q_ASSERT(!size.isEmpty());
    FileDescriptor memory = makeMemory(bytesOf(size));
    void *const data = memory.isOpen() ? mmap(nullptr, bytesOf(size), PROT_READ, MAP_SHARED, memory.get(), 0) : MAP_FAILED;
    if (data == MAP_FAILED) {
        return Error { ErrorCode::Programming,
            QCoreApplication::translate("Heddle::Library", "There is no memory left for the page. Close other programs and try again."),
            QString::fromLocal8Bit(std::strerror(errno)), true };
    }
    return std::shared_ptr<SharedPixels>(new SharedPixels(size, std::move(memory), static_cast<uchar *>(data)));
}

SharedPixels::~SharedPixels()
{
    munmap(m_data, bytesOf(m_size));
}

} // namespace Heddle::Library
