// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace Heddle::Dialog {

//! \brief What the check of a cited sentence came to. A later one is worse for the sentence.
enum class Outcome {
    Supported, //!< nothing was found against it
    Unchecked, //!< nothing in it could be compared, as in another language
    NotFound, //!< the passage doesn't say it
    Contradicted //!< the passage says something else
};

//! \brief "supported", "unchecked", "not_found" or "contradicted", as stored and printed.
inline QString outcomeName(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Supported: return QStringLiteral("supported");
    case Outcome::Unchecked: return QStringLiteral("unchecked");
    case Outcome::NotFound: return QStringLiteral("not_found");
    case Outcome::Contradicted: break;
    }
    return QStringLiteral("contradicted");
}

//! \brief The outcome of a name; `unknown` where there is none of that name.
inline Outcome outcomeFrom(const QString &name, Outcome unknown)
{
    for (const Outcome outcome : { Outcome::Supported, Outcome::Unchecked, Outcome::NotFound, Outcome::Contradicted }) {
        if (outcomeName(outcome) == name)
            return outcome;
    }
    return unknown;
}

//! \brief True where something speaks against the sentence.
inline bool isDoubted(Outcome outcome)
{
    return outcome == Outcome::NotFound || outcome == Outcome::Contradicted;
}

} // namespace Heddle::Dialog
