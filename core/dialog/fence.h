// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <limits>

namespace Heddle::Dialog {

//! \brief Puts two lines around the material of a prompt that hold a word which no document can know, so that none can end the
//! material and go on as somebody else.
//!
//! The word comes from the material and a secret of this run of the program: another material has another word, while a prompt that
//! is sent again stays the same, so that a server which keeps what it has read needn't read it anew.
QString behindFence(const QString &material);

//! \brief A text of other people's making as material for a prompt: nothing in it looks like a part of the prompt.
//!
//! A line that could pass for one of the frame (a role, a numbered passage, a fence, a tag, "END OF DOCUMENTS") is quoted with
//! "> ". Control words of chat templates, such as <|im_start|>, are taken apart. What would be read as a citation of one of
//! `passages` passages, such as [3] in a scientific text, becomes {3}. Invisible characters that carry hidden text go.
//! Everything else stays letter for letter.
QString asMaterial(const QString &text, int passages = std::numeric_limits<int>::max());
//! \brief The same for a title or a heading, which stays on one line.
QString asMaterialLine(const QString &text, int passages = std::numeric_limits<int>::max());

} // namespace Heddle::Dialog
