// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/elastic/client.h"
#include <optional>

namespace Heddle::Search::Elastic {

//! \brief A document as it is on the server, as far as writing needs it.
struct Version {
    qint64 sequence = 0, term = 0; //!< a write with them fails when somebody else has written since
    QJsonArray holders;
};
//! \brief Of a hit or of a document of _mget.
Version versionOf(const QJsonObject &document);

struct Write {
    enum class Kind { Create, Update, Delete };
    Kind kind = Kind::Create;
    QString id;
    QJsonObject fields; //!< Update: those that change
    std::optional<Version> on; //!< Update, Delete: only while it is so
};

struct BulkOutcome {
    QList<qsizetype> conflicts; //!< others have written these in the meantime, or deleted them; by position
    qint64 refused = 0; //!< documents that the server does not take, whatever one does
    QString reason; //!< of the last of them
};

//! \brief Sends writes in parts of a size that the server likes. One that is too busy is waited for and gets smaller
//! parts; a document that it does not take stops no other. Not thread-safe.
class Bulk {
public:
    explicit Bulk(Client *client) : m_client(client) { }

    //! \brief `target`: an alias that must exist (`isAlias`), or an index. The context tells whose text is written. Error: nothing more can be written at the moment.
    Result<BulkOutcome> send(const QString &target, bool isAlias, const QList<Write> &writes, Concurrency::Context context);

private:
    //! One call of send().
    struct Sending {
        const QString &target;
        bool isAlias;
        const QList<Write> &writes;
        Concurrency::Context context;
        QList<qsizetype> pending; //!< writes that are still to be sent
        BulkOutcome outcome;
        std::optional<Error> refused; //!< the last document that the server does not take
    };
    struct Part;
    //! Sends as many of the pending writes as a part holds; `taken`: how many.
    Result<Part> sendPart(Sending &sending, qsizetype *taken);
    Result<Part> readItems(const Answer &answer, Sending &sending, qsizetype taken) const;
    Result<Answer> post(const QString &target, bool isAlias, const QByteArray &body, Concurrency::Context context);

    Client *m_client;
    qsizetype m_partBytes = qsizetype(4) << 20;
};

} // namespace Heddle::Search::Elastic
