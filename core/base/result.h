// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/error.h"
#include <utility>
#include <variant>

namespace Heddle {

//! \brief A value or an Error. Asking for the one that is not there is a programming error (asserted).
template <class T>
class [[nodiscard]] Result {
public:
    using Value = T;
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) { }
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) { }

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    T &value() &
    {
        Q_ASSERT(ok());
        return std::get<0>(m_state);
    }
    const T &value() const &
    {
        Q_ASSERT(ok());
        return std::get<0>(m_state);
    }
    T &&value() && { return std::move(value()); }
    T &operator*() & { return value(); }
    const T &operator*() const & { return value(); }
    T &&operator*() && { return std::move(value()); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }
    T valueOr(T other) const { return ok() ? value() : std::move(other); }

    const Error &error() const
    {
        Q_ASSERT(!ok());
        return std::get<1>(m_state);
    }

private:
    std::variant<T, Error> m_state;
};

//! \brief Success without a value.
struct Done { };
using Status = Result<Done>;

} // namespace Heddle

//! \brief Leaves the function with the error of a failed Status.
#define HEDDLE_TRY(expression)                                                                                                             \
    if (::Heddle::Status HEDDLE_UNIQUE(status) = (expression); HEDDLE_UNIQUE(status)) {                                                    \
    } else                                                                                                                                 \
        return HEDDLE_UNIQUE(status).error()
#define HEDDLE_UNIQUE_2(name, line) name##line
#define HEDDLE_UNIQUE_1(name, line) HEDDLE_UNIQUE_2(name, line)
#define HEDDLE_UNIQUE(name) HEDDLE_UNIQUE_1(name, __LINE__)
