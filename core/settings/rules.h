// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/settings/key.h"
#include <QStringList>
#include <QtGlobal>

namespace Heddle::Settings {

//! \brief The addresses in search.url: one or several nodes of one cluster, separated by spaces or commas.
QStringList nodesOf(const QString &urls);
//! \brief http:// or https:// and a host, without a name, password or key: keys have a place of their own (`config secret`).
bool isWebAddress(const QString &text);
//! \brief Those nodes that are no web addresses.
QStringList invalidNodes(const QStringList &nodes);
//! \brief A name that both kinds of search servers take for an index.
bool isIndexName(const QString &text);
bool areWebAddresses(const QString &text);

inline constexpr Rule WebAddress { &isWebAddress,
    QT_TRANSLATE_NOOP("Heddle::Settings",
        "an address that starts with http:// or https://, without a name or password and without a key, which belongs into its own field "
        "(config secret)") };
inline constexpr Rule WebAddresses { &areWebAddresses,
    QT_TRANSLATE_NOOP("Heddle::Settings",
        "addresses that start with http:// or https://, without a name or password and without a key, which belongs into its own field "
        "(config secret), separated by spaces") };
inline constexpr Rule IndexName { &isIndexName,
    QT_TRANSLATE_NOOP(
        "Heddle::Settings", "a name of lower-case letters, digits, dots, hyphens and underscores that begins with a letter or digit") };

} // namespace Heddle::Settings
