// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/statementchoice.h"
#include "core/evidence/sentenceform.h"
#include "core/mindmap/headings.h"
#include "core/mindmap/statementlist.h"
#include "core/mindmap/statements.h"
#include "core/text/language.h"
#include "core/text/sentences.h"
#include <algorithm>
#include <numeric>

namespace Heddle::MindMap {
namespace {

constexpr qsizetype MostStatements = 14, MostUngrouped = 6, MostInSection = 5, MostItems = 10;
constexpr double Near = 5; //!< how far a statement's score may lie below the best one's
constexpr double NearMeaning = 0.68; //!< share of the best sentence's cosine that a statement needs
constexpr double NearWords = 0.65; //!< the same of its words, where there are no vectors
constexpr double JoinedWords = 26; //!< of a statement with the one before, that its "it" means
constexpr double ItemWords = 40; //!< longer paragraphs are no items of a list
constexpr double ShortLead = 3; //!< words of an announcement that says nothing: "Thus:"

class Choosing {
public:
    Choosing(const Evidence::AskedQuestion &question, const QList<Retrieval::Passage> &passages, const QList<Evidence::Candidate> &all);
    QList<Statement> run(std::stop_token stop);

private:
    //! What may become a statement: a sentence, or a list with the sentence that announces it.
    struct Unit {
        qsizetype first = 0; //!< candidate; of a list the announcement
        QList<qsizetype> items {}; //!< of a list: candidates, which may go on in the next passage
        bool isList() const { return !items.isEmpty(); }
        double score = 0, relevance = 0;
        bool chosen = false;
    };
    struct Section {
        QString key; //!< document and headings
        QList<qsizetype> passages {}; //!< in the order of the text
        double named = 0; //!< share of the question in its headings
        bool asks = false; //!< its heading is a question
        QList<Unit> units {};
    };

    bool isUsable(const Evidence::Candidate &one) const
    {
        return one.isSentence() && one.features[Evidence::Echo] == 0 && (one.terms.any() || one.features[Evidence::Cosine] > 0);
    }
    QString textOf(qsizetype candidate) const
    {
        const Evidence::Candidate &one = m_all[candidate];
        return Text::sentenceText(QStringView(m_passages[one.passage].hit.text).mid(one.from, one.to - one.from));
    }
    QString languageOf(qsizetype candidate) const
    {
        const Search::Hit &hit = m_passages[m_all[candidate].passage].hit;
        return hit.language.isEmpty() ? Text::detectLanguage(hit.text) : hit.language;
    }
    bool isInPassage(qsizetype candidate, qsizetype passage) const
    {
        return candidate >= 0 && candidate < m_all.size() && m_all[candidate].passage == passage;
    }
    bool isAlone(qsizetype candidate) const;
    qsizetype lastItemBehind(qsizetype announcement) const;
    double headedShare(qsizetype announcement) const;
    double relevanceOf(const Evidence::Candidate &one) const;
    double sharedWith(const QString &heading, const std::string &language) const
    {
        return questionShare(m_question, heading, language);
    }
    void readSections();
    bool isMarked(qsizetype candidate) const;
    qsizetype firstOf(qsizetype passage) const;
    void rate(Unit *unit, qsizetype item) const;
    qsizetype continueList(Section *section, qsizetype passage) const;
    void addUnits(Section *section, qsizetype passage) const;
    void choose(Section *section) const;
    std::optional<Statement> statementOf(const Unit &unit, bool opensAnswer) const;
    std::optional<Statement> listFrom(const Unit &unit) const;

    const Evidence::AskedQuestion &m_question;
    const QList<Retrieval::Passage> &m_passages;
    const QList<Evidence::Candidate> &m_all;
    QSet<QString> m_wanted; //!< folded words of the question, and their stems
    QList<Section> m_sections;
    bool m_meaning = false; //!< sentences have cosines
    double m_best = 0, m_mostRelevant = 0;
};

Choosing::Choosing(
    const Evidence::AskedQuestion &question, const QList<Retrieval::Passage> &passages, const QList<Evidence::Candidate> &all)
    : m_question(question), m_passages(passages), m_all(all)
{
    for (auto it = question.termOf.cbegin(); it != question.termOf.cend(); ++it)
        m_wanted += it.key();
    m_meaning =
        std::any_of(all.cbegin(), all.cend(), [](const Evidence::Candidate &one) { return one.features[Evidence::Cosine] != 0; });
    std::optional<double> best;
    for (const Evidence::Candidate &one : all) {
        if (!isUsable(one))
            continue;
        best = std::max(best.value_or(one.score), one.score);
        m_mostRelevant = std::max(m_mostRelevant, relevanceOf(one));
    }
    m_best = best.value_or(0);
}

//! How much a sentence is about the question: by meaning where that is known, else by words.
double Choosing::relevanceOf(const Evidence::Candidate &one) const
{
    constexpr double Neighbour = 0.2;
    const Evidence::Features &f = one.features;
    return m_meaning ? f[Evidence::Cosine]
                     : f[Evidence::Coverage] + f[Evidence::HeadingCoverage] + Neighbour * f[Evidence::NearCoverage];
}

//! Whether a candidate is a paragraph of its own.
bool Choosing::isAlone(qsizetype candidate) const
{
    const Evidence::Candidate &one = m_all[candidate];
    const auto shares = [&](qsizetype other) { return isInPassage(other, one.passage) && m_all[other].block == one.block; };
    return !shares(candidate - 1) && !shares(candidate + 1);
}

//! Whether a candidate begins with the mark of a list's item.
bool Choosing::isMarked(qsizetype candidate) const
{
    const Evidence::Candidate &one = m_all[candidate];
    return isListItem(QStringView(m_passages[one.passage].hit.text).mid(one.from, one.to - one.from));
}

//! The last item of the list that a sentence announces; the sentence itself where no list of at least two follows. Items begin with a
//! bullet or a number, or are short paragraphs.
qsizetype Choosing::lastItemBehind(qsizetype announcement) const
{
    const qsizetype passage = m_all[announcement].passage;
    qsizetype last = announcement;
    const bool marked = isInPassage(announcement + 1, passage) && isMarked(announcement + 1);
    for (qsizetype at = announcement + 1; isInPassage(at, passage) && m_all[at].features[Evidence::Heading] == 0; ++at) {
        const bool goesOn = marked ? isMarked(at) || m_all[at].block == m_all[last].block
                                   : isAlone(at) && m_all[at].words <= ItemWords && !m_all[at].leadsOn
                && !Evidence::isQuestion(textOf(at)) && !leansOnOthers(textOf(at));
        if (!goesOn)
            break;
        last = at;
    }
    return last - announcement >= 2 ? last : announcement;
}

//! The share of the question in an announcement with the line above it, where that looks like a heading.
double Choosing::headedShare(qsizetype announcement) const
{
    constexpr double LongestHeading = 10; // words
    const Evidence::Candidate &one = m_all[announcement];
    const qsizetype above = announcement - 1;
    const bool headed = isInPassage(above, one.passage) && m_all[above].words <= LongestHeading && !Evidence::endsAsSentence(textOf(above));
    const QString heading = headed ? textOf(above) : m_passages[one.passage].hit.heading.section(QStringLiteral(" › "), -1);
    const std::string language = m_passages[one.passage].hit.language.toStdString();
    return sharedWith(heading, language) > 0 ? sharedWith(heading + QLatin1Char(' ') + textOf(announcement), language) : 0;
}

qsizetype Choosing::firstOf(qsizetype passage) const
{
    return std::find_if(m_all.cbegin(), m_all.cend(), [passage](const auto &one) { return one.passage == passage; }) - m_all.cbegin();
}

//! A list is as good as the best of its items.
void Choosing::rate(Unit *unit, qsizetype item) const
{
    unit->items += item;
    unit->score = std::max(unit->score, m_all[item].score);
    unit->relevance = std::max(unit->relevance, isUsable(m_all[item]) ? relevanceOf(m_all[item]) : 0);
}

//! Goes on with a list whose passage ended before it did. The first candidate of `passage` that isn't part of it.
qsizetype Choosing::continueList(Section *section, qsizetype passage) const
{
    constexpr qsizetype Rest = 4; // sentences of the item that was cut
    const qsizetype first = firstOf(passage);
    if (section->units.isEmpty() || !section->units.last().isList())
        return first;
    Unit &unit = section->units.last();
    const qsizetype last = unit.items.last();
    const Search::Hit &before = m_passages[m_all[last].passage].hit;
    if (isInPassage(last + 1, m_all[last].passage) || m_passages[passage].hit.start > before.end + 2)
        return first;
    qsizetype at = first;
    while (isInPassage(at, passage) && at - first < Rest && !isMarked(at) && m_all[at].features[Evidence::Heading] == 0)
        ++at;
    if (!isInPassage(at, passage) || !isMarked(at))
        return first;
    for (; isInPassage(at, passage) && (isMarked(at) || m_all[at].block == m_all[at - 1].block); ++at)
        rate(&unit, at);
    return at;
}

void Choosing::addUnits(Section *section, qsizetype passage) const
{
    for (qsizetype at = continueList(section, passage); isInPassage(at, passage); ++at) {
        const Evidence::Candidate &one = m_all[at];
        if (one.features[Evidence::Heading] > 0 || one.features[Evidence::Boilerplate] > 0)
            continue;
        Unit unit { at, {}, one.score, isUsable(one) ? relevanceOf(one) : 0 };
        qsizetype last = at;
        if (one.leadsOn) {
            if (headedShare(at) >= NamesIt) { // "5.1 Powers. The Project Leader may:" in a text without headings
                unit.score = m_best;
                unit.relevance = m_mostRelevant;
            }
            last = lastItemBehind(at);
            if (last == at)
                continue; // what it announces isn't there
        }
        for (qsizetype item = at + 1; item <= last; ++item)
            rate(&unit, item);
        section->units += unit;
        at = last;
    }
}

//! Puts the passages together that stand under the same headings.
void Choosing::readSections()
{
    for (qsizetype p = 0; p < m_passages.size(); ++p) {
        const Search::Hit &hit = m_passages[p].hit;
        const QString key = hit.document + QLatin1Char('\n') + hit.heading;
        auto section = std::find_if(m_sections.begin(), m_sections.end(), [&key](const Section &one) { return one.key == key; });
        if (section == m_sections.end()) {
            Section begun { key };
            const QStringList headings = hit.heading.split(QStringLiteral(" › "), Qt::SkipEmptyParts);
            begun.named = questionShareOfPath(m_question, hit.heading, hit.language.toStdString());
            begun.asks = !headings.isEmpty() && Evidence::isQuestion(headings.last());
            m_sections += begun;
            section = m_sections.end() - 1;
        }
        section->passages += p;
    }
    for (Section &section : m_sections) {
        std::stable_sort(section.passages.begin(), section.passages.end(),
            [this](qsizetype a, qsizetype b) { return m_passages[a].hit.start < m_passages[b].hit.start; });
        for (const qsizetype passage : std::as_const(section.passages))
            addUnits(&section, passage);
    }
}

//! Marks the units of a section that are shown: the best ones, lists behind them, and the others of a section that is about the question.
void Choosing::choose(Section *section) const
{
    const auto isNear = [this](const Unit &unit) {
        return unit.score >= m_best - Near && unit.relevance >= (m_meaning ? NearMeaning : NearWords) * m_mostRelevant;
    };
    QList<qsizetype> order(section->units.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(
        order.begin(), order.end(), [section](qsizetype a, qsizetype b) { return section->units[a].score > section->units[b].score; });
    qsizetype count = 0;
    const auto take = [&](qsizetype at) {
        Unit &unit = section->units[at];
        if (unit.chosen || count >= MostInSection)
            return;
        unit.chosen = true;
        ++count;
    };
    for (const qsizetype at : std::as_const(order)) {
        if (!isNear(section->units[at]))
            continue;
        take(at);
        if (at + 1 < section->units.size() && section->units[at + 1].isList())
            take(at + 1);
    }
    if (section->named < NamesIt)
        return;
    for (qsizetype at = 0; at < section->units.size(); ++at) {
        if (section->units[at].isList())
            take(at);
    }
    for (qsizetype at = 0; at < section->units.size(); ++at)
        take(at);
}

std::optional<Statement> Choosing::listFrom(const Unit &unit) const
{
    const Evidence::Candidate &one = m_all[unit.first];
    QString lead = textOf(unit.first);
    lead.chop(1);
    Statement list { one.passage, one.from, Text::countWords(lead) > ShortLead ? itemFrom(lead) : QString() };
    for (const qsizetype at : unit.items) {
        if (list.items.size() == MostItems)
            break;
        if (m_all[at].block == m_all[at - 1].block && m_all[at].passage == m_all[at - 1].passage && at - 1 > unit.first && !isListItem(textOf(at)))
            continue; // the second sentence of an item
        list.items += itemFrom(textOf(at));
        list.chunks += m_passages[m_all[at].passage].hit.chunk;
    }
    list.items.removeAll(QString());
    list.items.removeDuplicates();
    return list.items.size() > 1 ? std::optional(list) : std::nullopt;
}

//! \param opensAnswer it is the first one below a question, to which "No, …" belongs
std::optional<Statement> Choosing::statementOf(const Unit &unit, bool opensAnswer) const
{
    if (unit.isList())
        return listFrom(unit);
    const Evidence::Candidate &one = m_all[unit.first];
    const QString language = languageOf(unit.first), text = textOf(unit.first);
    Statement statement { one.passage, one.from, statementFrom(text, language, m_wanted) };
    if (statement.label.isEmpty() || one.features[Evidence::Echo] > 0 || !Evidence::endsAsSentence(text))
        return {};
    if (opensAnswer)
        return statement;
    if (one.opening == Evidence::Opening::Pronoun || one.pointsBack || leansOnOthers(text)) { // what "it" is stands before
        const qsizetype before = unit.first - 1;
        const bool joins = isInPassage(before, one.passage) && m_all[before].block == one.block && m_all[before].isSentence()
            && m_all[before].words + one.words <= JoinedWords && !leansOnOthers(textOf(before))
            && m_all[before].opening == Evidence::Opening::Own;
        const QString first = joins ? statementFrom(textOf(before), language, m_wanted) : QString();
        if (first.isEmpty())
            return {};
        statement.from = m_all[before].from;
        statement.label = first + QLatin1String(". ") + statement.label;
    }
    return statement;
}

QList<Statement> Choosing::run(std::stop_token stop)
{
    readSections();
    QList<Statement> statements;
    for (Section &section : m_sections) {
        if (stop.stop_requested())
            break;
        choose(&section);
        for (qsizetype at = 0; at < section.units.size(); ++at) {
            const Unit &unit = section.units[at];
            auto statement = unit.chosen ? statementOf(unit, section.asks && at == 0) : std::nullopt;
            if (!statement)
                continue;
            statement->chunks.prepend(m_passages[statement->passage].hit.chunk);
            statement->chunks.removeDuplicates();
            statement->score = unit.score;
            statement->named = section.named >= NamesIt;
            addStatement(&statements, *statement);
        }
    }
    const auto worth = [](const Statement &one) { return one.score + (one.named ? Near : 0); }; // a section goes with all it says
    std::stable_sort(
        statements.begin(), statements.end(), [worth](const Statement &a, const Statement &b) { return worth(a) > worth(b); });
    const bool flat = m_sections.size() == 1 || std::none_of(m_passages.cbegin(), m_passages.cend(), [this](const auto &one) {
        return !one.hit.heading.isEmpty() || one.hit.document != m_passages.first().hit.document;
    });
    return statements.mid(0, flat ? MostUngrouped : MostStatements);
}

} // namespace

QList<Statement> chooseStatements(
    const Evidence::AskedQuestion &question, const QList<Retrieval::Passage> &passages, const QList<Evidence::Candidate> &candidates,
    std::stop_token stop)
{
    QList<Statement> statements = Choosing(question, passages, candidates).run(stop);
    arrange(&statements, passages);
    return statements;
}

} // namespace Heddle::MindMap
