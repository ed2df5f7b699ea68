// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <optional>
#include <variant>

namespace Heddle::Ui {

//! \brief What a link in the transcript stands for.
//!
//! Exchanges are counted from 0, as they are shown; whether there is one with that number is for the receiver to check. The
//! addresses are for the transcript alone: nothing stores them, and nothing outside of the program understands them.
struct TranscriptLink {
    //! \brief A citation or a source below an answer.
    struct Citation {
        int exchange = 0;
        int n = 0; //!< as in the answer, [n]
        int use = -1; //!< of Dialog::Source::uses, where the sentence is doubted; -1: nothing was found against it
        bool operator==(const Citation &) const = default;
    };
    //! \brief Something to do with an exchange.
    struct Action {
        enum class Kind { Edit, CopyQuestion, Again, Copy, Details, Thinking, Map, Related, Missing, Flow };
        Kind kind = Kind::Edit;
        int exchange = 0;
        bool operator==(const Action &) const = default;
    };
    //! \brief Another version of a question or an answer.
    struct Version {
        QString message; //!< its id
        bool operator==(const Version &) const = default;
    };
    //! \brief Asks one of the related questions of an exchange.
    struct AskRelated {
        int exchange = 0;
        int index = 0; //!< in Exchange::related
        bool operator==(const AskRelated &) const = default;
    };
    //! \brief Draws what stands before the first exchange that is drawn.
    struct Earlier {
        bool operator==(const Earlier &) const = default;
    };
    //! \brief Leads out of the program: a web or mail address that an answer names.
    struct Web {
        QString address; //!< that webAddress() takes, encoded
        bool operator==(const Web &) const = default;
    };
    using Target = std::variant<Citation, Action, Version, AskRelated, Earlier, Web>;

    Target target;
    bool operator==(const TranscriptLink &) const = default;

    //! \brief The address for an anchor; needs no escaping in HTML.
    QString toUrl() const;
    //! \brief Reads an address; nothing where toUrl() doesn't make such a one.
    static std::optional<TranscriptLink> fromUrl(const QString &url);
};

} // namespace Heddle::Ui
