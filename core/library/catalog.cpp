// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/catalog.h"
#include "core/base/filename.h"
#include "core/library/opening.h"
#include "core/library/reach.h"
#include "core/storage/exclusions.h"
#include <QSet>
#include <filesystem>

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
            for (const Storage::CollectionRow &row : rows) {
                collections += collectionFrom(row);
                HEDDLE_TRY_VALUE(const auto exclusions, Storage::exclusions(library.database(), row.id));
                collections.last().excluded = int(exclusions.size());
            }
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
        [library = m_library, text, limit](std::stop_token token) -> Result<QList<FoundDocument>> {
            const auto isFound = [&text](const QByteArray &path) {
                return displayName(path).section(QLatin1Char('/'), -1).contains(text, Qt::CaseInsensitive);
            };
            HEDDLE_TRY_VALUE(const auto rows, library.documentsWhere(isFound, limit, token));
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

QCoro::Task<Result<DocumentStart>> Catalog::startOf(qint64 collection, QByteArray path, std::stop_token stop) const
{
    return m_pool->submit(
        [library = m_library, collection, path](std::stop_token) -> Result<DocumentStart> {
            const Error nothing { ErrorCode::NotFound,
                QCoreApplication::translate("Heddle::Library", "%1 has no text that could be shown.").arg(displayName(path)), {}, false };
            HEDDLE_TRY_VALUE(const auto ids, Library::documentsAt(library, collection, path));
            if (ids.isEmpty())
                return nothing;
            HEDDLE_TRY_VALUE(const auto document, library.document(ids.first()));
            HEDDLE_TRY_VALUE(const auto chunks, library.chunksOfDocument(document.id, 0, 1));
            if (!chunks.isEmpty()) {
                const Storage::ChunkRow &first = chunks.first();
                return DocumentStart { first.publicId, document.publicId, document.title, first.heading, first.text, first.page };
            }
            if (document.type == QLatin1String("pdf") && document.state == QLatin1String("no_text"))
                return DocumentStart { {}, document.publicId, document.title, {}, {}, 1 };
            return nothing;
        },
        stop, QStringLiteral("look for a document's beginning"));
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

QCoro::Task<Result<QList<Exclusion>>> Catalog::exclusions(qint64 collection, std::stop_token stop) const
{
    return m_pool->submit([library = m_library, collection](std::stop_token) { return exclusionsOf(library, collection); }, stop,
        QStringLiteral("list exclusions"));
}

QCoro::Task<Result<Exclusion>> Catalog::exclude(qint64 collection, QByteArray path, std::stop_token stop) const
{
    return m_pool->submit([library = m_library, collection, path](std::stop_token) { return Library::exclude(library, collection, path); },
        stop, QStringLiteral("exclude a file"));
}

QCoro::Task<Result<Exclusion>> Catalog::include(qint64 collection, QByteArray path, std::stop_token stop) const
{
    return m_pool->submit([library = m_library, collection, path](std::stop_token) { return Library::include(library, collection, path); },
        stop, QStringLiteral("take an exclusion back"));
}

QCoro::Task<Result<QList<qint64>>> Catalog::documentsAt(qint64 collection, QByteArray path, std::stop_token stop) const
{
    return m_pool->submit(
        [library = m_library, collection, path](std::stop_token) { return Library::documentsAt(library, collection, path); }, stop,
        QStringLiteral("find files"));
}

QCoro::Task<Result<bool>> Catalog::isGone(QByteArray path, std::stop_token stop) const
{
    return m_pool->submit(
        [path](std::stop_token token) -> Result<bool> {
            const auto watch = std::make_shared<Watch>();
            const auto gone = reach<bool>(
                watch,
                [watch, path](std::stop_token) -> Result<bool> {
                    HEDDLE_TRY(watch->enter(path.left(path.lastIndexOf('/'))));
                    std::error_code error;
                    return std::filesystem::symlink_status(path.toStdString(), error).type() == std::filesystem::file_type::not_found;
                },
                token);
            return gone || gone.error().isCancelled() ? gone : false;
        },
        stop, QStringLiteral("look for a file"));
}

QCoro::Task<Result<FolderSurvey>> Catalog::survey(QString folder, std::stop_token stop) const
{
    return m_pool->submit([folder](std::stop_token token) { return surveyFolder(folder, token); }, stop, QStringLiteral("count files"));
}

QCoro::Task<Result<ScanCount>> Catalog::scans(QString folder, std::stop_token stop) const
{
    return m_pool->submit([folder](std::stop_token token) { return countScans(folder, token); }, stop, QStringLiteral("look for scans"));
}

} // namespace Heddle::Library
