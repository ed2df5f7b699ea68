// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>

namespace Heddle::Rerank {

//! \brief A rerank service that can be configured. Facts from the services' public documentation.
struct Provider {
    QString id, name, defaultUrl;
    bool needsKey = false;
};

const QList<Provider> &providers();
const Provider *providerById(const QString &id);

} // namespace Heddle::Rerank
