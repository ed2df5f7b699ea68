// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <initializer_list>

namespace Heddle {

//! \brief 128 bits in hex over the parts; each part's length is hashed too, so that ("ab","c") differs from ("a","bc").
QString contentId(std::initializer_list<QByteArrayView> parts);

//! \brief A random UUID without braces.
QString newUuid();

} // namespace Heddle
