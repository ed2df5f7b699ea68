// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/inputfile.h"
#include <sys/mman.h>

namespace Heddle::Library {

//! \brief The bytes of an open file as memory. Libraries that read a PDF want its name or its bytes, and the helper process can't
//! open a file by its name.
class FileMapping {
public:
    //! \brief `size` is above 0. The file may be closed afterwards.
    FileMapping(const InputFile &file, qint64 size)
        : m_size(size_t(size)), m_memory(mmap(nullptr, m_size, PROT_READ, MAP_PRIVATE, file.descriptor(), 0))
    { }
    ~FileMapping()
    {
        if (data())
            munmap(m_memory, m_size);
    }
    FileMapping(const FileMapping &) = delete;
    FileMapping &operator=(const FileMapping &) = delete;

    //! \brief Null when the file could not be mapped; errno says why.
    const char *data() const { return m_memory == MAP_FAILED ? nullptr : static_cast<const char *>(m_memory); }

private:
    size_t m_size;
    void *m_memory;
};

} // namespace Heddle::Library
