// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/documentlist.h"
#include "core/base/filename.h"
#include "core/search/filenames.h"
#include "core/search/snippet.h"
#include "core/text/analyzer.h"
#include "core/text/language.h"
#include <QCoreApplication>
#include <QSet>

namespace Heddle::Retrieval {
namespace {

constexpr int MaxPassages = 10'000; //!< that are looked through; servers hand over no more at once
constexpr qsizetype LineLength = 160;

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Retrieval", text);
}

//! Documents by the passages that have all words of a text.
struct Mentions {
    QList<DocumentList::Row> rows;
    QHash<QString, qsizetype> places; //!< in `rows`, by document
    Search::SearchResult found;
};

//! The folded word that a quoted subject is, for the search finds its other forms and names of files as well; of phrases it finds none.
std::optional<std::string> wordAsWritten(const ListQuestion &question)
{
    std::vector<std::string> words;
    bool ngrams = false;
    if (question.isQuoted()) {
        Text::Analyzer::forThisThread().words(question.subject, [&](const Text::Token &token) {
            words.push_back(token.term);
            ngrams = ngrams || token.ngram;
        });
    }
    return words.size() == 1 && !ngrams ? std::optional(words.front()) : std::nullopt;
}

bool hasWord(const Search::Hit &hit, const std::string &word)
{
    bool has = false;
    for (const QString &text : { hit.text, hit.heading, hit.title })
        Text::Analyzer::forThisThread().words(text, [&](const Text::Token &token) { has = has || token.term == word; });
    return has;
}

//! \param word that a passage must have as it is written
Result<Mentions> mentionsOf(Search::Searcher &engine, const QString &words, const Search::Filters &filters, Concurrency::Context context,
    const std::optional<std::string> &word = {})
{
    Search::SearchRequest request;
    request.question = words;
    request.legs = Search::Leg::Text;
    request.filters = filters;
    request.allWords = true;
    request.depth = request.limit = MaxPassages;
    Mentions mentions;
    HEDDLE_TRY_VALUE(mentions.found, engine.search(request, context));
    for (const Search::Hit &hit : std::as_const(mentions.found.hits)) {
        if (word && !hasWord(hit, *word))
            continue;
        const auto place = mentions.places.constFind(hit.document);
        if (place != mentions.places.cend()) {
            DocumentList::Row &known = mentions.rows[*place];
            ++known.passages;
            for (const QString &collection : hit.collections) {
                if (!known.collections.contains(collection))
                    known.collections += collection;
            }
            continue;
        }
        mentions.places.insert(hit.document, mentions.rows.size());
        DocumentList::Row row;
        row.document = hit.document;
        row.path = hit.path;
        row.title = hit.title;
        row.passages = 1;
        row.chunk = hit.chunk;
        row.collections = hit.collections;
        row.page = hit.page;
        row.start = hit.start;
        row.end = hit.end;
        row.line = Search::snippet(hit.text, mentions.found.terms, hit.language, LineLength);
        mentions.rows += row;
    }
    return mentions;
}

//! Whether the names of a file and its folders, or its title, have the words of a noun.
bool isCalled(const DocumentList::Row &row, const QList<Search::QueryTerm> &noun, const std::string &language)
{
    std::set<std::string> all = Search::nameTerms(row.path, language);
    if (!row.title.endsWith(QLatin1Char('.'))) // a first sentence that stands for a title says what it is about, not what it is
        all.merge(Search::nameTerms(QString(row.title).remove(QLatin1Char('.')), language));
    const auto has = [&all](const Search::QueryTerm &term) {
        return std::any_of(
            term.forms.cbegin(), term.forms.cend(), [&all](const QString &form) { return all.contains(form.toStdString()); });
    };
    return !noun.isEmpty() && std::all_of(noun.cbegin(), noun.cend(), has);
}

void order(QList<DocumentList::Row> &rows)
{
    std::sort(rows.begin(), rows.end(),
        [](const auto &a, const auto &b) { return a.passages != b.passages ? a.passages > b.passages : a.path < b.path; });
}

//! Leaves the rows of documents that are called as the noun says; where none is, of those that have the word.
Status keepCalled(DocumentList &list, Search::Searcher &engine, const Search::Filters &filters, Concurrency::Context context)
{
    HEDDLE_TRY_VALUE(const Mentions noun, mentionsOf(engine, list.question.noun, filters, context));
    const std::string language = list.question.language.toStdString();
    const auto called = [&](const DocumentList::Row &row) { return isCalled(row, noun.found.terms, language); };
    for (DocumentList::Row &row : list.rows)
        row.isCalled = called(row);
    list.isCalledKnown = std::any_of(noun.rows.cbegin(), noun.rows.cend(), called);
    if (list.isCalledKnown)
        list.rows.removeIf([](const DocumentList::Row &row) { return !row.isCalled; });
    else
        list.rows.removeIf([&noun](const DocumentList::Row &row) { return !noun.places.contains(row.document); });
    list.isComplete = list.isComplete && noun.found.total <= noun.found.hits.size();
    return Done {};
}

//! Every document with text, where the question names no words.
Result<QList<DocumentList::Row>> allDocuments(const QList<Storage::LocatedDocument> &documents)
{
    QList<DocumentList::Row> rows;
    for (const Storage::LocatedDocument &document : documents) {
        DocumentList::Row row;
        row.document = document.publicId;
        row.path = displayName(document.rootPath + '/' + document.path);
        row.title = displayName(document.path).section(QLatin1Char('/'), -1);
        row.passages = document.chunks;
        rows += row;
    }
    return rows;
}

QString countOf(qint64 documents)
{
    return documents == 1 ? tr("1 document") : tr("%1 documents").arg(documents);
}

} // namespace

Result<DocumentList> findDocuments(Search::Searcher &engine, const Storage::LibraryRepository &library, const ListQuestion &question,
    const Search::Filters &filters, Concurrency::Context context)
{
    DocumentList list;
    list.question = question;
    HEDDLE_TRY_VALUE(auto documents, library.documentsWhere([](const QByteArray &) { return true; }));
    documents.removeIf([&filters](const Storage::LocatedDocument &document) {
        return (!filters.collections.isEmpty() && !filters.collections.contains(document.collectionId))
            || (!filters.documents.isEmpty() && !filters.documents.contains(document.publicId));
    });
    const auto allFiles = documents.size();
    documents.removeIf([](const Storage::LocatedDocument &document) { return document.state != QLatin1String("ready"); });
    list.lookedAt = documents.size();
    list.unread = allFiles - documents.size();
    if (question.subject.isEmpty() && question.noun.isEmpty()) {
        HEDDLE_TRY_VALUE(list.rows, allDocuments(documents));
    } else {
        HEDDLE_TRY_VALUE(const Mentions mentions,
            mentionsOf(
                engine, question.subject.isEmpty() ? question.noun : question.subject, filters, context, wordAsWritten(question)));
        list.rows = mentions.rows;
        list.terms = mentions.found.terms;
        list.notices = mentions.found.notices;
        list.host = mentions.found.host;
        list.isComplete = mentions.found.total <= mentions.found.hits.size() && !mentions.found.partial;
        if (!question.noun.isEmpty()) {
            HEDDLE_TRY(keepCalled(list, engine, filters, context));
        }
    }
    order(list.rows);
    list.documents = list.rows.size();
    list.rows = list.rows.mid(0, DocumentList::MaxListed);
    return list;
}

Result<qint64> chunkOfDocumentCalled(
    Search::Searcher &engine, const QString &subject, const Search::Filters &filters, Concurrency::Context context)
{
    constexpr int LookedAt = 200;
    Search::SearchRequest request;
    request.question = subject;
    request.legs = Search::Leg::Text;
    request.filters = filters;
    request.depth = request.limit = LookedAt;
    HEDDLE_TRY_VALUE(const auto found, engine.search(request, context));
    const std::string language = Text::detectLanguage(subject).toStdString();
    for (const Search::Hit &hit : found.hits) {
        DocumentList::Row row;
        row.path = hit.path.section(QLatin1Char('/'), -1);
        row.title = hit.title;
        if (hit.chunkRow != 0 && isCalled(row, found.terms, language))
            return hit.chunkRow;
    }
    return 0;
}

QString headline(const DocumentList &list)
{
    const ListQuestion &question = list.question;
    const QString found = list.isComplete ? QString::number(list.documents) : tr("At least %1").arg(list.documents);
    QString text;
    if (question.subject.isEmpty() && question.noun.isEmpty())
        text = tr("There are %1 with text.").arg(countOf(list.documents));
    else if (question.subject.isEmpty() && list.isCalledKnown)
        text = tr("%1 of %2 have \"%3\" in their name, folder or title.").arg(found, countOf(list.lookedAt), question.noun);
    else if (question.subject.isEmpty())
        text = tr("%1 of %2 mention \"%3\"; none has it in its name, folder or title.").arg(found, countOf(list.lookedAt), question.noun);
    else if (question.noun.isEmpty())
        text = tr("%1 of %2 mention \"%3\".").arg(found, countOf(list.lookedAt), QString(question.subject).remove(QLatin1Char('"')));
    else if (list.isCalledKnown)
        text = tr("%1 of %2 mention \"%3\" and have \"%4\" in their name, folder or title.")
                   .arg(found, countOf(list.lookedAt), QString(question.subject).remove(QLatin1Char('"')), question.noun);
    else
        text = tr("%1 of %2 mention both \"%3\" and \"%4\".")
                   .arg(found, countOf(list.lookedAt), QString(question.subject).remove(QLatin1Char('"')), question.noun);
    if (list.unread == 1)
        text += QLatin1Char(' ') + tr("1 more file could not be looked at: it was not read or has no text.");
    else if (list.unread > 1)
        text += QLatin1Char(' ') + tr("%1 more files could not be looked at: they were not read or have no text.").arg(list.unread);
    if (list.documents > list.rows.size())
        text += QLatin1Char(' ') + tr("The first %1 follow.").arg(list.rows.size());
    return text;
}

} // namespace Heddle::Retrieval
