// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/setup/currentsetup.h"

namespace Heddle::TestSupport {

//! \brief A set-up that a test changes between two questions: change([&](auto &setup) { setup.reranker = reranker; }).
class TestSetup {
public:
    explicit TestSetup(std::shared_ptr<Search::Searcher> engine)
        : m_current(std::make_shared<const Setup::AnswerSetup>(Setup::AnswerSetup { std::move(engine) }))
    { }

    template <class Change>
    void change(Change apply)
    {
        Setup::AnswerSetup next = *m_current.take();
        apply(next);
        m_current.swap(std::make_shared<const Setup::AnswerSetup>(std::move(next)));
    }
    Setup::AnswerSetupPtr take() const { return m_current.take(); }
    const Setup::CurrentSetup *current() const { return &m_current; }

private:
    Setup::CurrentSetup m_current;
};

} // namespace Heddle::TestSupport
