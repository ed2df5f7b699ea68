// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <optional>

namespace Heddle::Dialog {

//! \brief What a question wants to be summarised: "the lease contract" of "Summarise the lease contract, please". Recognized in each
//! language with a stemmer and those of East Asia; nothing for any other question, and where it names nothing.
std::optional<QString> summarySubject(const QString &question);

} // namespace Heddle::Dialog
