// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/setup/answersetup.h"
#include <QtGlobal>

namespace Heddle::Setup {

//! \brief Where a question that begins finds its AnswerSetup. Used on the event loop's thread only.
class CurrentSetup {
public:
    explicit CurrentSetup(AnswerSetupPtr setup) : m_setup(std::move(setup)) { Q_ASSERT(m_setup && m_setup->engine); }

    //! \brief The set-up for a question that begins now; keep it until the question is answered.
    AnswerSetupPtr take() const { return m_setup; }
    //! \brief Questions that begin from now on get this one.
    void swap(AnswerSetupPtr setup)
    {
        Q_ASSERT(setup && setup->engine);
        m_setup = std::move(setup);
    }

private:
    AnswerSetupPtr m_setup;
};

} // namespace Heddle::Setup
