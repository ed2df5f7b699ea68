// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/schemas.h"

namespace Heddle::Storage {
namespace {

constexpr qint32 LibraryId = 0x48444c4c, ConversationsId = 0x48444c43; // "HDLL", "HDLC"

} // namespace

Database::Schema librarySchema()
{
    return { { {
                   QStringLiteral("CREATE TABLE collection(id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,"
                                  " name TEXT NOT NULL UNIQUE, created INTEGER NOT NULL)"),
                   // label: told apart in ids and paths when a collection has several folders; empty for the first.
                   QStringLiteral("CREATE TABLE root(id INTEGER PRIMARY KEY AUTOINCREMENT,"
                                  " collection_id INTEGER NOT NULL REFERENCES collection(id) ON DELETE CASCADE,"
                                  " path BLOB NOT NULL, label TEXT NOT NULL, UNIQUE(collection_id, path))"),
                   // path: bytes as the file system gives them, relative to the root.
                   QStringLiteral("CREATE TABLE document(id INTEGER PRIMARY KEY AUTOINCREMENT, public_id TEXT NOT NULL UNIQUE,"
                                  " collection_id INTEGER NOT NULL REFERENCES collection(id) ON DELETE CASCADE,"
                                  " root_id INTEGER NOT NULL REFERENCES root(id) ON DELETE CASCADE,"
                                  " path BLOB NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,"
                                  " content_hash TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, title TEXT NOT NULL,"
                                  " language TEXT NOT NULL, chunks INTEGER NOT NULL, indexed_at INTEGER NOT NULL,"
                                  " UNIQUE(root_id, path))"),
                   // start, end: UTF-16 code units in the document's extracted text; page 0: the format has none.
                   QStringLiteral("CREATE TABLE chunk(id INTEGER PRIMARY KEY AUTOINCREMENT, public_id TEXT NOT NULL UNIQUE,"
                                  " document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,"
                                  " ordinal INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,"
                                  " page INTEGER NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL)"),
                   QStringLiteral("CREATE INDEX chunk_document ON chunk(document_id, ordinal)"),
                   // The derived indexes follow this log. AUTOINCREMENT: a seq is never used twice.
                   QStringLiteral("CREATE TABLE index_op(seq INTEGER PRIMARY KEY AUTOINCREMENT, document_id INTEGER NOT NULL,"
                                  " chunk_id INTEGER NOT NULL, op TEXT NOT NULL)"),
                   QStringLiteral("CREATE TABLE value(key TEXT PRIMARY KEY, value TEXT NOT NULL)"),
               },
                 {
                     // Each indexing run that changes something begins a generation of the log: an index that was built from another
                     // copy of this file knows one that this copy does not.
                     QStringLiteral("CREATE TABLE generation(number INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL UNIQUE,"
                                    " from_seq INTEGER NOT NULL)"),
                     QStringLiteral("CREATE INDEX document_collection ON document(collection_id)"),
                     // removing: its removal was begun, and goes on.
                     QStringLiteral("ALTER TABLE collection ADD COLUMN removing INTEGER NOT NULL DEFAULT 0"),
                     // mounts: folders below it that lay on other devices when they were last seen; paths as in document, a NUL
                     // after each.
                     QStringLiteral("ALTER TABLE root ADD COLUMN mounts BLOB NOT NULL DEFAULT x''"),
                 },
                 {
                     // identity: which state of the file was read, and by which reader.
                     QStringLiteral("ALTER TABLE document ADD COLUMN identity INTEGER NOT NULL DEFAULT 0"),
                     // A collection's files are counted by state from the index alone.
                     QStringLiteral("DROP INDEX document_collection"),
                     QStringLiteral("CREATE INDEX document_collection ON document(collection_id, state, chunks)"),
                 },
                 {
                     // What the user chose for a file, wherever its document is just now; path as in document.
                     QStringLiteral("CREATE TABLE chosen_charset(root_id INTEGER NOT NULL REFERENCES root(id) ON DELETE CASCADE,"
                                    " path BLOB NOT NULL, charset TEXT NOT NULL, PRIMARY KEY(root_id, path))"),
                 },
                 {
                     // What the user wants not to be read; path as in document, with a slash at the end of a folder's.
                     QStringLiteral("CREATE TABLE exclusion(root_id INTEGER NOT NULL REFERENCES root(id) ON DELETE CASCADE,"
                                    " path BLOB NOT NULL, PRIMARY KEY(root_id, path))"),
                 } },
        Database::Durability::Normal, LibraryId };
}

Database::Schema conversationsSchema()
{
    return { { {
                   QStringLiteral("CREATE TABLE conversation(id TEXT PRIMARY KEY, title TEXT NOT NULL, created INTEGER NOT NULL,"
                                  " last_used INTEGER NOT NULL)"),
                   QStringLiteral("CREATE INDEX conversation_last_used ON conversation(last_used DESC)"),
                   // parent: the message that this one answers or follows; an edited question is a second child.
                   QStringLiteral("CREATE TABLE message(seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
                                  " conversation_id TEXT NOT NULL REFERENCES conversation(id) ON DELETE CASCADE,"
                                  " parent_id TEXT NOT NULL, role TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,"
                                  " text TEXT NOT NULL, error TEXT NOT NULL, notices TEXT NOT NULL, timings TEXT NOT NULL,"
                                  " sent TEXT NOT NULL, created INTEGER NOT NULL)"),
                   QStringLiteral("CREATE INDEX message_conversation ON message(conversation_id, seq)"),
                   // n 0: a passage that was found and not cited. Everything is a copy: library.db may be rebuilt.
                   QStringLiteral("CREATE TABLE source(message_id TEXT NOT NULL REFERENCES message(id) ON DELETE CASCADE,"
                                  " position INTEGER NOT NULL, n INTEGER NOT NULL, data TEXT NOT NULL,"
                                  " PRIMARY KEY(message_id, position))"),
                   QStringLiteral("CREATE VIRTUAL TABLE message_text USING fts5(text, content='message', content_rowid='seq',"
                                  " tokenize='trigram')"),
                   QStringLiteral("CREATE TRIGGER message_ai AFTER INSERT ON message BEGIN INSERT INTO message_text(rowid, text)"
                                  " VALUES(new.seq, new.text); END"),
                   QStringLiteral("CREATE TRIGGER message_ad AFTER DELETE ON message BEGIN INSERT INTO"
                                  " message_text(message_text, rowid, text) VALUES('delete', old.seq, old.text); END"),
                   QStringLiteral("CREATE TRIGGER message_au AFTER UPDATE OF text ON message BEGIN INSERT INTO"
                                  " message_text(message_text, rowid, text) VALUES('delete', old.seq, old.text);"
                                  " INSERT INTO message_text(rowid, text) VALUES(new.seq, new.text); END"),
                   QStringLiteral("CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL)"),
               },
                 {
                     // updated: a running answer is touched every second; one that is not was left by a program that ended.
                     QStringLiteral("ALTER TABLE message ADD COLUMN updated INTEGER NOT NULL DEFAULT 0"),
                     QStringLiteral("ALTER TABLE message ADD COLUMN thinking TEXT NOT NULL DEFAULT ''"),
                     QStringLiteral("ALTER TABLE message ADD COLUMN details TEXT NOT NULL DEFAULT '{}'"),
                     // leaf: the last message of the branch that is shown; named: by the user; deleted: when, until it is purged.
                     QStringLiteral("ALTER TABLE conversation ADD COLUMN leaf TEXT NOT NULL DEFAULT ''"),
                     QStringLiteral("ALTER TABLE conversation ADD COLUMN options TEXT NOT NULL DEFAULT '{}'"),
                     QStringLiteral("ALTER TABLE conversation ADD COLUMN named INTEGER NOT NULL DEFAULT 0"),
                     QStringLiteral("ALTER TABLE conversation ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0"),
                     QStringLiteral("CREATE INDEX message_parent ON message(parent_id)"),
                 },
                 {
                     // data: the map and copies of its passages, as JSON.
                     QStringLiteral("CREATE TABLE mindmap(message_id TEXT PRIMARY KEY REFERENCES message(id) ON DELETE CASCADE,"
                                    " data TEXT NOT NULL, updated INTEGER NOT NULL)"),
                 },
                 {
                     // expected: what the question should find, as a JSON list; report: as heddle-cli eval prints it.
                     QStringLiteral("CREATE TABLE saved_question(seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
                                    " question TEXT NOT NULL, collection TEXT NOT NULL, expected TEXT NOT NULL)"),
                     QStringLiteral("CREATE TABLE evaluation(seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL,"
                                    " setup TEXT NOT NULL, report TEXT NOT NULL)"),
                 },
                 {
                     // pinned: listed before the others.
                     QStringLiteral("ALTER TABLE conversation ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0"),
                 },
                 {
                     // archived: kept out of the list; label: the word for a colour, or empty.
                     QStringLiteral("ALTER TABLE conversation ADD COLUMN archived INTEGER NOT NULL DEFAULT 0"),
                     QStringLiteral("ALTER TABLE conversation ADD COLUMN label TEXT NOT NULL DEFAULT ''"),
                     // Files that were read for one conversation alone, with their texts; path: absolute, as the file system has it.
                     QStringLiteral("CREATE TABLE attachment(seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
                                    " conversation_id TEXT NOT NULL REFERENCES conversation(id) ON DELETE CASCADE, path BLOB NOT NULL,"
                                    " title TEXT NOT NULL, type TEXT NOT NULL, language TEXT NOT NULL, content_hash TEXT NOT NULL,"
                                    " reason TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, chunks INTEGER NOT NULL,"
                                    " added INTEGER NOT NULL, UNIQUE(conversation_id, path))"),
                     QStringLiteral("CREATE TABLE attached_chunk(seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
                                    " attachment_id TEXT NOT NULL REFERENCES attachment(id) ON DELETE CASCADE, ordinal INTEGER NOT NULL,"
                                    " start INTEGER NOT NULL, end INTEGER NOT NULL, page INTEGER NOT NULL, heading TEXT NOT NULL,"
                                    " text TEXT NOT NULL, UNIQUE(attachment_id, ordinal))"),
                     // Collections whose text never leaves this computer, by their uuid; here, since library.db may be rebuilt.
                     QStringLiteral("CREATE TABLE seal(collection TEXT PRIMARY KEY, name TEXT NOT NULL)"),
                     // What left this computer: day as 2026-01-31, host as scheme://host:port.
                     QStringLiteral("CREATE TABLE departure(day TEXT NOT NULL, host TEXT NOT NULL, requests INTEGER NOT NULL,"
                                    " bytes INTEGER NOT NULL, passages INTEGER NOT NULL, PRIMARY KEY(day, host))"),
                     // contents: of which collections the question has text in it, as a JSON list.
                     QStringLiteral("ALTER TABLE saved_question ADD COLUMN contents TEXT NOT NULL DEFAULT '[]'"),
                 } },
        Database::Durability::Full, ConversationsId };
}

} // namespace Heddle::Storage
