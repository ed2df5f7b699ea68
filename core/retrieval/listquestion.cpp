// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/listquestion.h"
#include "core/retrieval/listgrammar.h"
#include "core/search/quotes.h"
#include "core/text/analyzer.h"
#include "core/text/stopwords.h"
#include <QRegularExpression>

namespace Heddle::Retrieval {
namespace {

constexpr std::size_t MaxWords = 24; //!< of such a question
constexpr std::size_t MaxSubject = 10; //!< words

struct Word {
    std::string term;
    qsizetype start = 0, end = 0;
};

//! How many words from `at` on are one of the expressions; 0: none.
std::size_t matched(const std::vector<Expression> &expressions, const std::vector<Word> &words, std::size_t at)
{
    const auto fits = [](const std::string &pattern, const std::string &word) {
        return pattern.back() == '*' ? word.compare(0, pattern.size() - 1, pattern, 0, pattern.size() - 1) == 0 : word == pattern;
    };
    for (const Expression &expression : expressions) {
        bool all = at + expression.size() <= words.size();
        for (std::size_t i = 0; all && i < expression.size(); ++i)
            all = fits(expression[i], words[at + i].term);
        if (all)
            return expression.size();
    }
    return 0;
}

//! Reads a question by the words of one language.
class Reader {
public:
    Reader(const ListGrammar &grammar, const QString &question, const std::vector<Word> &words)
        : m_grammar(grammar), m_question(question), m_words(words), m_stops(Text::stopWords(grammar.language)), m_quotes(Search::quotesIn(question))
    { }

    std::optional<ListQuestion> read()
    {
        std::size_t at = 0;
        if ((!readOpening(at) || !readNoun(at)) && !readNounBefore(at))
            return {};
        if (const auto subject = subjectFrom(at)) {
            m_result.subject = *subject;
            m_result.language = QString::fromStdString(m_grammar.language);
            return m_result;
        }
        return {};
    }

private:
    std::size_t is(const std::vector<Expression> &expressions, std::size_t at) const { return matched(expressions, m_words, at); }
    bool isFiller(std::size_t at) const { return m_stops.contains(m_words[at].term) || is(m_grammar.fillers, at) > 0; }
    std::size_t skipFillers(std::size_t at, std::size_t most) const
    {
        for (std::size_t skipped = 0; skipped < most && at < m_words.size() && isFiller(at); ++skipped)
            ++at;
        return at;
    }

    //! "which", "how many", "list", after "in", "please" or "can you".
    bool readOpening(std::size_t &at)
    {
        constexpr std::size_t MaxBefore = 4;
        for (std::size_t i = 0; i < std::min(MaxBefore + 1, m_words.size()); ++i) {
            const std::size_t count = is(m_grammar.count, i), which = is(m_grammar.which, i), command = is(m_grammar.command, i);
            if (const std::size_t length = count > 0 ? count : std::max(which, command); length > 0) {
                m_result.kind = count > 0 ? ListQuestion::Kind::Count : ListQuestion::Kind::List;
                m_command = count == 0 && which == 0;
                at = i + length;
                return true;
            }
            if (!isFiller(i))
                return false;
        }
        return false;
    }
    //! "Dokumen mana", "documents which".
    bool readNounBefore(std::size_t &at)
    {
        at = 0;
        m_result = {};
        m_command = false;
        if (!readNoun(at))
            return false;
        const std::size_t which = is(m_grammar.which, at);
        at += which;
        return which > 0;
    }
    //! "of the documents", "contracts".
    bool readNoun(std::size_t &at)
    {
        constexpr std::size_t MaxBetween = 3;
        for (std::size_t skipped = 0; skipped <= MaxBetween && at < m_words.size(); ++skipped, ++at) {
            if (const std::size_t any = is(m_grammar.documents, at); any > 0) {
                at += any;
                return true;
            }
            if (const std::size_t kind = is(m_grammar.kinds, at); kind > 0) {
                m_result.noun = m_question.mid(m_words[at].start, m_words[at + kind - 1].end - m_words[at].start);
                at += kind;
                return true;
            }
            if (!isFiller(at))
                return false;
        }
        return false;
    }
    //! What stands behind the noun: a verb or a link and the subject, the subject and a verb, or nothing but that there are such.
    std::optional<QString> subjectFrom(std::size_t at) const
    {
        constexpr std::size_t MaxBefore = 4;
        const std::size_t from = skipFillersBut(at, MaxBefore);
        if (from < m_words.size()) {
            // "Which studies on sleep found …" asks for something else, "which are about sleep" and "list studies on sleep" don't.
            const bool linked = from > at || m_command;
            const std::size_t verb = is(m_grammar.verbs, from), link = linked ? is(m_grammar.links, from) : 0;
            if (verb + link > 0) {
                const auto subject = text(from + std::max(verb, link), m_words.size());
                if (!subject.isEmpty())
                    return subject;
            }
        }
        if (onlyExistence(at))
            return QString();
        for (std::size_t i = at + 1; i < m_words.size(); ++i) {
            const std::size_t verb = is(m_grammar.verbs, i);
            if (verb > 0 && skipFillers(i + verb, m_words.size()) == m_words.size()) {
                if (const auto subject = text(at, i); !subject.isEmpty())
                    return subject;
            }
        }
        return {};
    }
    //! Past fillers that are neither a verb nor a link ("about" is a stop word).
    std::size_t skipFillersBut(std::size_t at, std::size_t most) const
    {
        for (std::size_t skipped = 0; skipped < most && at < m_words.size(); ++skipped, ++at) {
            if (is(m_grammar.verbs, at) > 0 || is(m_grammar.links, at) > 0 || !isFiller(at))
                break;
        }
        return at;
    }
    bool onlyExistence(std::size_t at) const
    {
        if (at == m_words.size()) // "List all contracts."; "Which contracts?" goes on with something else
            return m_command;
        while (at < m_words.size()) {
            const std::size_t length = std::max<std::size_t>(is(m_grammar.existence, at), isFiller(at) ? 1 : 0);
            if (length == 0)
                return false;
            at += length;
        }
        return true;
    }
    //! The words from `from` to `to` without what stands at their ends and means nothing; empty where nothing is left.
    QString text(std::size_t from, std::size_t to) const
    {
        if (const QString quoted = quotedFrom(from, to); !quoted.isEmpty())
            return quoted;
        if (const QString named = namedFrom(from, to); !named.isEmpty())
            return named;
        while (from < to && isFiller(from))
            ++from;
        while (to > from && isFiller(to - 1))
            --to;
        if (from == to || to - from > MaxSubject)
            return {};
        qsizetype start = m_words[from].start, end = m_words[to - 1].end;
        for (const auto &[open, close] : m_quotes) { // a quotation at its ends stays one
            start = open == start ? start - 1 : start;
            end = close == end ? end + 1 : end;
        }
        return m_question.mid(start, end - start);
    }
    //! A quotation, where these words are nothing else but it, fillers, and one word beside it that names it: the clause "late fee".
    QString quotedFrom(std::size_t from, std::size_t to) const
    {
        for (const auto &[open, close] : m_quotes) {
            std::size_t first = from, end = to;
            while (first < to && m_words[first].start < open)
                ++first;
            while (end > first && m_words[end - 1].end > close)
                --end;
            if (first == end)
                continue;
            bool whole = true;
            for (std::size_t i = from; i < to; ++i)
                whole = whole && ((i + 1 >= first && i <= end) || isFiller(i));
            if (whole)
                return asQuotation(m_question.mid(open, close - open));
        }
        return {};
    }
    //! What stands behind "the word" or "the phrase".
    QString namedFrom(std::size_t from, std::size_t to) const
    {
        for (std::size_t i = from; i < to; ++i) {
            const std::size_t naming = is(m_grammar.naming, i), first = i + naming;
            if (naming > 0 && first < to && (!isFiller(first) || first + 1 == to)) { // "mot de passe" names nothing, "the word will" does
                while (to > first + 1 && isFiller(to - 1))
                    --to;
                return to - first > MaxSubject ? QString()
                                               : asQuotation(m_question.mid(m_words[first].start, m_words[to - 1].end - m_words[first].start));
            }
            if (!isFiller(i))
                break;
        }
        return {};
    }
    static QString asQuotation(const QString &text)
    {
        return text.contains(QLatin1Char('"')) ? QString() : QLatin1Char('"') + text.simplified() + QLatin1Char('"');
    }

    const ListGrammar &m_grammar;
    const QString &m_question;
    const std::vector<Word> &m_words;
    const std::unordered_set<std::string> &m_stops;
    const std::vector<std::pair<qsizetype, qsizetype>> m_quotes; //!< inside of quotation marks
    ListQuestion m_result;
    bool m_command = false;
};

//! Chinese has no spaces to cut at; its questions have few forms.
std::optional<ListQuestion> chineseListQuestion(const QString &question)
{
    static const QString documents = QStringLiteral("(?:文档|文件|资料|文章|论文|书籍|书|(合同|发票|信件|报告|协议|手册|邮件))");
    static const QString mention = QStringLiteral("(?:提到了?|提及了?|包含了?|涉及了?|谈到了?|讨论了?|关于|有)");
    static const QRegularExpression after(
        QStringLiteral("^(?:请?列出所有|请?列出|(?:在|有)?哪些|(?:一共)?(?:有)?(多少)(?:份|个|篇|本|封)?)%1(?:里|中)?%2(.+?)[?？。]*$")
            .arg(documents, mention));
    static const QRegularExpression before(
        QStringLiteral("^%2(.+?)的%1(?:有哪些|(?:一共)?有(多少)(?:份|个|篇|本|封)?)[?？。]*$").arg(documents, mention));
    static const QRegularExpression none(
        QStringLiteral("^(?:我|我们|这里|库里)?(?:一共)?有(多少)(?:份|个|篇|本|封)?%1[?？。]*$").arg(documents));
    const QString trimmed = question.simplified();
    const auto made = [](const QString &count, const QString &noun, const QString &subject) {
        return ListQuestion { count.isEmpty() ? ListQuestion::Kind::List : ListQuestion::Kind::Count, subject.trimmed(), noun,
            QStringLiteral("zh") };
    };
    if (const auto match = after.match(trimmed); match.hasMatch())
        return made(match.captured(1), match.captured(2), match.captured(3));
    if (const auto match = before.match(trimmed); match.hasMatch())
        return made(match.captured(3), match.captured(2), match.captured(1));
    if (const auto match = none.match(trimmed); match.hasMatch())
        return made(match.captured(1), match.captured(2), {});
    return {};
}

} // namespace

std::optional<ListQuestion> listQuestion(const QString &question)
{
    std::vector<Word> words;
    bool chinese = false;
    Text::Analyzer::forThisThread().words(question, [&](const Text::Token &token) {
        chinese = chinese || token.ngram;
        words.push_back({ token.term, token.start, token.end });
    });
    if (chinese)
        return chineseListQuestion(question);
    if (words.size() < 2 || words.size() > MaxWords)
        return {};
    for (const ListGrammar &grammar : listGrammars()) {
        if (auto read = Reader(grammar, question, words).read())
            return read;
    }
    return {};
}

} // namespace Heddle::Retrieval
