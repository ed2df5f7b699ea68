// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QThread>
#include <chrono>
#include <memory>

namespace Heddle::Bench {

//! \brief A server that reranks after a while, on a free port of the loopback interface and in a thread of its own, for as
//! long as this lives: for comparisons without a model and without a network. Its scores mean nothing.
class LocalReranker {
public:
    explicit LocalReranker(std::chrono::milliseconds delay);
    ~LocalReranker();
    LocalReranker(const LocalReranker &) = delete;
    LocalReranker &operator=(const LocalReranker &) = delete;

    //! \brief Where it answers to POST with {"documents": [...]}; empty where no port could be had.
    QString url() const { return m_url; }

private:
    QThread m_thread;
    QString m_url;
};

} // namespace Heddle::Bench
