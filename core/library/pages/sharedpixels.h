// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/filedescriptor.h"
#include "core/base/result.h"
#include <QSize>
#include <memory>

namespace Heddle::Library {

//! \brief Memory for the pixels of one page, which another process draws: it gets the descriptor, and can't change the size.
class SharedPixels {
public:
    //! \brief Rows of 4 × width bytes without a gap, 0xffRRGGBB. Errors: Programming, when the system has no more memory.
    static Result<std::shared_ptr<SharedPixels>> make(QSize size);
    ~SharedPixels();
    SharedPixels(const SharedPixels &) = delete;
    SharedPixels &operator=(const SharedPixels &) = delete;

    QSize size() const { return m_size; }
    const uchar *data() const { return m_data; }
    int descriptor() const { return m_descriptor.get(); }
    //! \brief Call it when the pixels are there: the memory stays.
    void closeDescriptor() { m_descriptor.reset(); }

private:
    SharedPixels(QSize size, FileDescriptor descriptor, uchar *data) : m_size(size), m_descriptor(std::move(descriptor)), m_data(data) { }

    QSize m_size;
    FileDescriptor m_descriptor;
    uchar *m_data;
};

} // namespace Heddle::Library
