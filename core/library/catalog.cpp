// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/catalog.h"
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
    return { row.id, row.name, row.folders, row.filesByState.value(QStringLiteral("ready")), row.chunks };
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
                documents += Document { row.path, stateFrom(row.state), texts.of(row.reason), texts.of(row.language), row.chunks };
            return std::make_shared<const QList<Document>>(std::move(documents));
        },
        stop, QStringLiteral("list files"));
}

QCoro::Task<Result<std::vector<qint32>>> Catalog::arranged(Documents documents, DocumentView view, std::stop_token stop) const
{
    return m_pool->submit([documents, view](std::stop_token token) { return Library::arranged(*documents, view, token); }, stop,
        QStringLiteral("arrange files"));
}

QCoro::Task<Result<DocumentText>> Catalog::textAround(QString chunk, std::stop_token stop) const
{
    return m_pool->submit([library = m_library, chunk](std::stop_token) { return documentTextAround(library, chunk); }, stop,
        QStringLiteral("load a document's text"));
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

} // namespace Heddle::Library
