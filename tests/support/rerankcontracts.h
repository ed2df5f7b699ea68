// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/support/fakehttpserver.h"
#include <QStringList>

namespace Heddle::TestSupport {

//! \brief Plays one provider by its documented contract, strictly: an unknown or missing field, a wrong type, path or
//! key, or an Authorization header without a key is answered with status 400 and the reason. A document scores what its
//! text says after "score=" (0.5 where it says nothing), through a logit for NVIDIA.
FakeReply playContract(const QString &provider, const QByteArray &key, const FakeRequest &request);
//! \brief A right reply, with one score per document of the request.
QByteArray contractReply(const QString &provider, const QStringList &documents);
//! \brief The path of requests, as the provider documents it.
QByteArray contractPath(const QString &provider);
//! \brief How many tokens the provider's replies say were used; 0 where they don't.
int contractTokens(const QString &provider);
QStringList documentsOf(const QString &provider, const QByteArray &body);

//! \brief Replies that a client must survive, by name.
QStringList badReplies();
FakeReply badReply(const QString &name, const QString &provider, const FakeRequest &request);

} // namespace Heddle::TestSupport
