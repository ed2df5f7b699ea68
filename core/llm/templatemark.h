// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringView>

namespace Heddle::Llm {

//! \brief A mark that a model writes around its text and that is no part of it: of its reasoning, or of its chat template.
struct TemplateMark {
    enum class Kind {
        None, //!< no mark begins here
        Undecided, //!< the text ends before it can be told
        ThinkOpen, //!< <think>, [THINK], <|channel|>analysis<|message|>
        ThinkClose, //!< </think>, <|END_THINKING|>
        AnswerOpen, //!< <answer>, <|begin_of_solution|>, <|channel|>final<|message|>
        AnswerClose, //!< </answer>
        TurnEnd, //!< <|im_end|>, </s>, <end_of_turn>
        TurnStart, //!< <|im_start|>assistant, [INST], <|user|>; with the role
        Filler //!< <pad>, <s>, <|message|>: nothing but a token
    };
    Kind kind = Kind::None;
    qsizetype length = 0; //!< UTF-16 units
    bool plain = false; //!< reads like a tag that a text may have as well: <answer>, <s>, </s>
};

//! \brief Reads the mark at the beginning of a text.
//!
//! The grammar: a name between brackets, `<name>`, `<|name|>`, `<｜name｜>`, `[NAME]` or `◁name▷`, with a slash, "end" or "begin"
//! before it. What the name means is looked up; other names are text.
//! \param complete whether nothing more follows
TemplateMark templateMarkAt(QStringView text, bool complete);

//! \brief Whether a mark can begin with this character.
bool beginsTemplateMark(QChar c);

} // namespace Heddle::Llm
