// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace Heddle::Library {

//! \brief The text of a character reference of HTML (13.2.5.72 and following).
//!
//! \param reference what stands after the ampersand: "eacute", "#233", "#xe9"; "notit" where the semicolon is missing
//! \param semicolon whether one follows; \param equals whether an equals sign does, in an attribute
//! \param usedSemicolon is set to whether the semicolon belongs to it
//! \return The characters, with what is no reference as it was written.
QString characterReference(const QString &reference, bool semicolon, bool equals, bool inAttribute, bool *usedSemicolon);

} // namespace Heddle::Library
