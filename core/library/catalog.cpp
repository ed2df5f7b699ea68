// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/catalog.h"
#include "core/base/filename.h"
#include "core/library/opening.h"
#include "core/library/reach.h"
#include <QSet>

namespace Heddle::Library {
namespace {

Document::State stateFrom(const QString &name)
{
    using State = Document::State;
    static const QHash<QString, State> states { { QStringLiteral("ready"), State::Ready }, { QStringLiteral("no_text"), State::NoText },
        { QStringLiteral("failed"), State::Failed }, { QStringLiteral("reading"), State::Reading } };
    return states.value(name, State::NotRead);
}

Collection collectionFrom(const Storage::CollectionRow &row)
{
    const auto count = [&](const char *state) { return row.filesByState.value(QLatin1String(state)); };
    int files = 0;
    for (const int some : row.filesByState)
        files += some;
    return { row.id, row.name, row.folders, count("ready"), row.chunks, count("failed") + count("no_text"), files };
}

//! Texts that many rows share are in memory once.
class SharedTexts {
public:
    QString of(const QString &text) { return *m_texts.insert(text); }

private:
    QSet<QString> m_texts;
};

} // namespace

QCoro::Task<Result<QList<Collection>>> Catalog::collections(std::stop_token stop) const
{
    return m_pool->submit(
        [library = m_library](std::stop_token) -> Result<QList<Collection>> {
            HEDDLE_TRY_VALUE(const auto rows, library.collections());
            QList<Collection> collections;
            for (const Storage::CollectionRow &row : rows)
                collections += collectionFrom(row);
            return collections;
        },
        stop, QStringLiteral("list collections"));
}

QCoro::Task<Result<Documents>> Catalog::documents(qint64 collection, std::stop_token stop) const
{
    return m_pool->submit(
        [library = m_library, collection](std::stop_token) -> Result<Documents> {
            HEDDLE_TRY_VALUE(const auto rows, library.listDocuments(collection));
            QList<Document> documents;
            documents.reserve(rows.size());
            SharedTexts texts;
            for (const Storage::ListedDocument &row : rows)
                documents += Document { row.path, stateFrom(row.state), texts.of(row.reason), texts.of(row.language), row.chunks, row.size,
                    row.mtimeNs / 1'000'000 };
            return std::make_shared<const QList<Document>>(std::move(documents));
        },
        stop, QStringLiteral("list files"));
}

QCoro::Task<Result<QList<FoundDocument>>> Catalog::find(QString text, int limit, std::stop_token stop) const
{
    return m_pool->submit(
        [library = m_library, text, limit](std::stop_token) -> Result<QList<FoundDocument>> {
            int count = 0;
            HEDDLE_TRY_VALUE(const auto rows, library.documentsWhere([&](const QByteArray &path) {
                return count < limit && displayName(path).section(QLatin1Char('/'), -1).contains(text, Qt::CaseInsensitive) && ++count > 0;
            }));
            QList<FoundDocument> found;
            for (const Storage::LocatedDocument &row : rows)
                found += FoundDocument { row.collection, row.rootPath + '/' + row.path };
            return found;
        },
        stop, QStringLiteral("find files"));
}

QCoro::Task<Result<std::vector<qint32>>> Catalog::arranged(Documents documents, DocumentView view, std::stop_token stop) const
{
    return m_pool->submit([documents, view](std::stop_token token) { return Library::arranged(*documents, view, token); }, stop,
        QStringLiteral("arrange files"));
}

QCoro::Task<Result<DocumentText>> Catalog::textAround(QString chunk, std::stop_token stop) const
{
    return m_pool->submit(
        [library = m_library, attachments = m_attachments, chunk](std::stop_token) {
            auto text = documentTextAround(library, chunk);
            return text || text.error().code != ErrorCode::NotFound || !attachments ? text : documentTextAround(*attachments, chunk);
        },
        stop, QStringLiteral("load a document's text"));
}

QCoro::Task<Result<QString>> Catalog::whyNotToOpen(QByteArray path, std::stop_token stop) const
{
    return m_pool->submit(
        [path](std::stop_token token) -> Result<QString> {
            const auto watch = std::make_shared<Watch>();
            const auto why = reach<QString>(
                watch,
                [watch, path](std::stop_token) -> Result<QString> {
                    HEDDLE_TRY(watch->enter(path.left(path.lastIndexOf('/'))));
                    return Library::whyNotToOpen(path);
                },
                token);
            return why || why.error().isCancelled() ? why : QCoreApplication::translate("Heddle::Library", "Its drive gives no answer.");
        },
        stop, QStringLiteral("look at a file"));
}

QCoro::Task<Result<FileEncodings>> Catalog::encodings(QByteArray path, std::stop_token stop) const
{
    return m_pool->submit([library = m_library, path](std::stop_token token) { return encodingsOf(library, path, token); }, stop,
        QStringLiteral("look at a file's encoding"));
}

QCoro::Task<Result<QStringList>> Catalog::chooseEncoding(QByteArray path, QByteArray name, std::stop_token stop) const
{
    return m_pool->submit([library = m_library, path, name](std::stop_token) { return Library::chooseEncoding(library, path, name); }, stop,
        QStringLiteral("choose a file's encoding"));
}

QCoro::Task<Status> Catalog::renameCollection(QString name, QString newName, std::stop_token stop) const
{
    return m_pool->submit([library = m_library, name, newName](std::stop_token) { return library.renameCollection(name, newName); }, stop,
        QStringLiteral("rename a collection"));
}

QCoro::Task<Result<FolderSurvey>> Catalog::survey(QString folder, std::stop_token stop) const
{
    return m_pool->submit([folder](std::stop_token token) { return surveyFolder(folder, token); }, stop, QStringLiteral("count files"));
}

} // namespace Heddle::Library
