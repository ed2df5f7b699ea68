// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/ids.h"
#include <QCryptographicHash>
#include <QUuid>

namespace Heddle {

QString contentId(std::initializer_list<QByteArrayView> parts)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (QByteArrayView part : parts) {
        hash.addData(QByteArray(QByteArray::number(part.size()) + ':'));
        hash.addData(part);
    }
    return QString::fromLatin1(hash.resultView().first(16).toByteArray().toHex());
}

QString newUuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace Heddle
