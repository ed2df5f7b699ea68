// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <chrono>

namespace Heddle::Bench {

//! \brief What `bench flow` does: so many users ask, each question is a database job, a search job and a rerank.
struct FlowPlan {
    using Milliseconds = std::chrono::milliseconds;
    enum class Mode {
        Split, //!< the product's way: the rerank is awaited and holds no thread
        Blocking //!< the search's thread waits for the rerank
    };
    enum class Arrival {
        Burst, //!< all at once, each once
        Closed //!< each user asks again `think` after the answer, for `seconds`
    };
    Mode mode = Mode::Split;
    Arrival arrival = Arrival::Burst;
    int users = 100, threads = 35, documents = 64;
    Milliseconds think { 1200 }, database { 200 }, search { 300 }, rerank { 300 };
    std::chrono::seconds seconds { 20 };
    QString url; //!< of a server that reranks

    bool closed() const { return arrival == Arrival::Closed; }
    bool blocking() const { return mode == Mode::Blocking; }
    //! \brief What one question takes where nothing waits.
    Milliseconds question() const { return database + search + rerank; }
};

//! \brief The limit in ms: of a burst the end of an ideal first-in-first-out schedule of two jobs a question on so many
//! threads, and then the rerank; else an answer for which nothing had to wait.
double limitMs(const FlowPlan &plan);

} // namespace Heddle::Bench
