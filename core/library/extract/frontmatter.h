// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>

namespace Heddle::Library {

//! \brief What a Markdown file says about itself above its text, between lines "---" (YAML) or "+++" (TOML).
struct FrontMatter {
    QString title;
    QList<std::pair<QString, QString>> fields; //!< in their order, for readers; lists with commas
    qsizetype end = 0; //!< where the text begins; 0: there is none, so a rule at the top is one

    //! \brief Only single values and lists are taken; fields that steer other programs ("layout", "draft") are left out.
    static FrontMatter of(QStringView text);
    //! \brief The fields as a line ("aliases: a, b | tags: c").
    QString line() const;
};

} // namespace Heddle::Library
