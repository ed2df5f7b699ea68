// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/transcriptlink.h"
#include "ui/common/openoutside.h"
#include <QStringList>
#include <QUrl>

namespace Heddle::Ui {
namespace {

using Link = TranscriptLink;
using Kind = Link::Action::Kind;

QString actionName(Kind kind)
{
    switch (kind) {
    case Kind::Edit: break;
    case Kind::CopyQuestion: return QStringLiteral("copyquestion");
    case Kind::Again: return QStringLiteral("again");
    case Kind::Copy: return QStringLiteral("copy");
    case Kind::Details: return QStringLiteral("details");
    case Kind::Thinking: return QStringLiteral("thinking");
    case Kind::Map: return QStringLiteral("map");
    case Kind::Related: return QStringLiteral("related");
    case Kind::Missing: return QStringLiteral("missing");
    case Kind::Flow: return QStringLiteral("flow");
    }
    return QStringLiteral("edit");
}

std::optional<Kind> actionFrom(const QString &name)
{
    for (const Kind kind : { Kind::Edit, Kind::CopyQuestion, Kind::Again, Kind::Copy, Kind::Details, Kind::Thinking, Kind::Map,
             Kind::Related, Kind::Missing, Kind::Flow }) {
        if (name == actionName(kind))
            return kind;
    }
    return {};
}

//! The number that toUrl() has written; -1 for anything else, such as "+1", "01" or one that doesn't fit.
int number(const QString &text)
{
    bool ok = false;
    const int value = text.toInt(&ok);
    return ok && value >= 0 && QString::number(value) == text ? value : -1;
}

QString addressOf(const Link::Citation &citation)
{
    const QString address = QStringLiteral("cite:%1:%2").arg(citation.exchange).arg(citation.n);
    return citation.use < 0 ? address : QStringLiteral("%1:%2").arg(address).arg(citation.use);
}

QString addressOf(const Link::Action &action)
{
    return QStringLiteral("do:%1:%2").arg(actionName(action.kind)).arg(action.exchange);
}

QString addressOf(const Link::Version &version)
{
    return QStringLiteral("show:") + QString::fromLatin1(QUrl::toPercentEncoding(version.message)); // whatever a file holds as an id
}

QString addressOf(const Link::AskRelated &ask)
{
    return QStringLiteral("ask:%1:%2").arg(ask.exchange).arg(ask.index);
}

QString addressOf(const Link::Earlier &)
{
    return QStringLiteral("earlier:");
}

QString addressOf(const Link::Web &web)
{
    return QStringLiteral("web:") + QString::fromLatin1(QUrl::toPercentEncoding(web.address));
}

std::optional<Link::Target> citationFrom(const QStringList &parts)
{
    if (parts.size() != 3 && parts.size() != 4)
        return {};
    const Link::Citation citation { number(parts[1]), number(parts[2]), parts.size() == 4 ? number(parts[3]) : -1 };
    if (citation.exchange < 0 || citation.n < 0 || (parts.size() == 4 && citation.use < 0))
        return {};
    return citation;
}

std::optional<Link::Target> actionFrom(const QStringList &parts)
{
    if (parts.size() != 3 || number(parts[2]) < 0)
        return {};
    const auto kind = actionFrom(parts[1]);
    if (!kind)
        return {};
    return Link::Action { *kind, number(parts[2]) };
}

std::optional<Link::Target> versionFrom(const QStringList &parts)
{
    if (parts.size() != 2 || parts[1].isEmpty())
        return {};
    const Link::Version version { QUrl::fromPercentEncoding(parts[1].toLatin1()) };
    if (addressOf(version) != parts.join(QLatin1Char(':')))
        return {};
    return version;
}

std::optional<Link::Target> relatedFrom(const QStringList &parts)
{
    if (parts.size() != 3 || number(parts[1]) < 0 || number(parts[2]) < 0)
        return {};
    return Link::AskRelated { number(parts[1]), number(parts[2]) };
}

std::optional<Link::Target> webFrom(const QStringList &parts)
{
    if (parts.size() != 2)
        return {};
    const Link::Web web { QUrl::fromPercentEncoding(parts[1].toLatin1()) };
    const auto address = webAddress(web.address);
    if (!address || address->toString(QUrl::FullyEncoded) != web.address || addressOf(web) != parts.join(QLatin1Char(':')))
        return {};
    return web;
}

std::optional<Link::Target> targetFrom(const QString &url)
{
    const QStringList parts = url.split(QLatin1Char(':'));
    const QString &scheme = parts.first();
    if (scheme == QLatin1String("cite"))
        return citationFrom(parts);
    if (scheme == QLatin1String("do"))
        return actionFrom(parts);
    if (scheme == QLatin1String("show"))
        return versionFrom(parts);
    if (scheme == QLatin1String("ask"))
        return relatedFrom(parts);
    if (scheme == QLatin1String("web"))
        return webFrom(parts);
    if (url == addressOf(Link::Earlier()))
        return Link::Earlier();
    return {};
}

} // namespace

QString TranscriptLink::toUrl() const
{
    return std::visit([](const auto &what) { return addressOf(what); }, target);
}

std::optional<TranscriptLink> TranscriptLink::fromUrl(const QString &url)
{
    auto target = targetFrom(url);
    if (!target)
        return {};
    return TranscriptLink { *target };
}

} // namespace Heddle::Ui
