// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QStringList>
#include <string>
#include <vector>

namespace Heddle::Retrieval {

//! \brief A word or several, folded; a last word that ends in '*' stands for every word that begins so.
using Expression = std::vector<std::string>;

//! \brief The words of a language that make a question one for documents, such as "which documents mention".
struct ListGrammar {
    std::string language; //!< ISO 639-1
    std::vector<Expression> which; //!< which, what
    std::vector<Expression> count; //!< how many
    std::vector<Expression> command; //!< list, show me
    std::vector<Expression> documents; //!< documents, files: any document
    std::vector<Expression> kinds; //!< contracts, invoices: documents that are called so
    std::vector<Expression> verbs; //!< mention, contain
    std::vector<Expression> links; //!< about, with
    std::vector<Expression> existence; //!< there are, do I have, in my library
    std::vector<Expression> fillers; //!< all of the, please
    std::vector<Expression> naming; //!< the word, the phrase: what follows is meant as it is written; none where they stand behind it
};

//! \brief One for each language with a stemmer.
const std::vector<ListGrammar> &listGrammars();

} // namespace Heddle::Retrieval
