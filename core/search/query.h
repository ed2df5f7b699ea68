// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QString>
#include <QStringList>
#include <string>
#include <vector>

namespace Heddle::Search {

//! \brief A question taken apart: words that any passage may have, and phrases in quotes that it must have.
struct ParsedQuestion {
    struct Word {
        std::string term;
        bool ngram = false;
        bool stop = false; //!< a function word of one of the languages
        bool joined = false; //!< other words of the question as one: it says once more what they say
        bool symbol = false; //!< an emoji, a currency: it has no stem
        std::vector<std::string> parts = {}; //!< the words that `term` stands for, such as the numbers of a date
    };
    std::vector<Word> words; //!< in order, each once
    std::vector<std::vector<std::string>> phrases; //!< folded words of each quoted phrase, two or more; or its n-grams
    QStringList phraseTexts; //!< the same phrases as typed
    std::vector<std::string> names; //!< what could be the whole name of a file, as nameKeys() has it
    QStringList endings; //!< of files, in lower case without the dot
    bool cut = false; //!< the question had more words than are searched
};

//! \brief Operators are plain words here; a quote without its partner is no quote. At most `limit` different words.
ParsedQuestion parseQuestion(const QString &question, const std::vector<std::string> &languages, int limit = 128);

//! \brief Words of a question that are corrected: shorter and longer ones than these are left as they are, in code points.
constexpr qsizetype MinSpellingLength = 4, MaxSpellingLength = 40;
constexpr qsizetype MaxSpellings = 4; //!< words of one question

//! \brief Words of a question that is looked for in names and compounds as well; a longer one is a pasted text.
constexpr std::size_t MaxBriefQuestion = 24;

//! \brief The question with words (folded) replaced by better ones; empty when there are none.
QString corrected(const QString &question, const QHash<QString, QString> &better);

} // namespace Heddle::Search
