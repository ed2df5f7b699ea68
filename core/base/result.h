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

// A function that returns a Result or Status hands an error on to its caller with these. `decl` declares what takes the
// value: HEDDLE_TRY_VALUE(const auto row, db.load(id)). The CO_ forms are for coroutines; their expression may await.

//! \brief Returns the error of a failed Status.
#define HEDDLE_TRY(...) HEDDLE_TRY_WITH(return, HEDDLE_UNIQUE(status), __VA_ARGS__)
//! \brief Returns the error of a failed Result, else declares its value.
#define HEDDLE_TRY_VALUE(decl, ...) HEDDLE_VALUE_WITH(return, HEDDLE_UNIQUE(result), decl, __VA_ARGS__)
#define HEDDLE_CO_TRY(...) HEDDLE_TRY_WITH(co_return, HEDDLE_UNIQUE(status), __VA_ARGS__)
#define HEDDLE_CO_TRY_VALUE(decl, ...) HEDDLE_VALUE_WITH(co_return, HEDDLE_UNIQUE(result), decl, __VA_ARGS__)

#define HEDDLE_TRY_WITH(leave, name, ...)                                                                                                  \
    if (const ::Heddle::Status name = (__VA_ARGS__); name) {                                                                               \
    } else                                                                                                                                 \
        leave name.error()
#define HEDDLE_VALUE_WITH(leave, name, decl, ...)                                                                                          \
    auto name = (__VA_ARGS__);                                                                                                             \
    if (!name)                                                                                                                             \
        leave name.error();                                                                                                                \
    decl = std::move(*name)
#define HEDDLE_UNIQUE_2(name, line) name##line
#define HEDDLE_UNIQUE_1(name, line) HEDDLE_UNIQUE_2(name, line)
#define HEDDLE_UNIQUE(name) HEDDLE_UNIQUE_1(name, __LINE__)
