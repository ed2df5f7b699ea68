// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <optional>
#include <stop_token>
#include <utility>

namespace Heddle::Concurrency {

//! \brief Hands out stop tokens for work that an object starts again and again, one run at a time.
//!
//! A run is stopped when the next one starts, when its parent is stopped, and when the scope is destroyed. A scope belongs
//! to one thread; its tokens can be passed to any.
class StopScope {
public:
    StopScope() = default;
    StopScope(const StopScope &) = delete;
    StopScope &operator=(const StopScope &) = delete;
    ~StopScope() { stop(); }

    //! \brief Stops the current run and returns the token of the next.
    std::stop_token restart(std::stop_token parent)
    {
        stop();
        m_source = std::stop_source();
        m_link.emplace(std::move(parent), [source = m_source]() mutable { source.request_stop(); });
        return token();
    }
    void stop() { m_source.request_stop(); }
    //! \brief The token of the current run. Compare a handler's own token with it to tell whether its result is still wanted.
    std::stop_token token() const { return m_source.get_token(); }

private:
    std::stop_source m_source;
    std::optional<std::stop_callback<std::function<void()>>> m_link;
};

} // namespace Heddle::Concurrency
