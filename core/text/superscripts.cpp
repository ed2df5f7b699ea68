// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/superscripts.h"

namespace Heddle::Text {
namespace {

QString translated(QString text, QStringView plain, QStringView other)
{
    for (QChar &c : text) {
        if (const qsizetype at = plain.indexOf(c); at >= 0)
            c = other[at];
    }
    return text;
}

} // namespace

QString raised(QString text)
{
    if (text.size() == 1 && text.front() >= u'a' && text.front() <= u'e') // the letter of a note
        return translated(std::move(text), u"abcde", u"\u1d43\u1d47\u1d9c\u1d48\u1d49");
    return translated(
        std::move(text), u"0123456789+-\u2212", u"\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b\u207b");
}

QString lowered(QString text)
{
    return translated(
        std::move(text), u"0123456789+-\u2212", u"\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089\u208a\u208b\u208b");
}

} // namespace Heddle::Text
