// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/endpoint.h"
#include <QCoreApplication>

namespace Heddle::Net {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Net", text);
}

} // namespace

Result<QUrl> endpointFrom(const QString &typed, const EndpointRule &rule)
{
    QString text = typed.trimmed();
    if (text.isEmpty())
        text = rule.defaultUrl;
    if (text.isEmpty())
        return Error::input(tr("A URL is needed. Enter the address of the server, like http://127.0.0.1:9997."));
    if (!text.startsWith(QLatin1String("http://"), Qt::CaseInsensitive) && !text.startsWith(QLatin1String("https://"), Qt::CaseInsensitive))
        return Error::input(tr("\"%1\" does not say how to reach the server. Write http:// or https:// first.").arg(text.left(200)));
    QUrl url(text, QUrl::TolerantMode);
    if (url.host().contains(QLatin1Char(' ')) || text.section(QLatin1Char('/'), 2, 2).contains(QLatin1Char(' ')))
        return Error::input(tr("There is a space in the address \"%1\". Remove it.").arg(text.left(200)));
    if (!url.isValid() || url.host().isEmpty())
        return Error::input(tr("\"%1\" is not an address. Enter one like http://127.0.0.1:9997.").arg(text.left(200)));
    if (!url.userInfo().isEmpty())
        return Error::input(tr("An address can't hold a name or password. Enter the key in its own field."));
    url.setFragment({});
    QString path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    const QString last = path.section(QLatin1Char('/'), -1);
    if (!rule.finalSegments.contains(last)) {
        const QString version = rule.path.section(QLatin1Char('/'), 1, 1); // of "/v1/rerank"
        const bool doubled = last == version && rule.path.count(QLatin1Char('/')) > 1;
        path += doubled ? rule.path.mid(version.size() + 1) : rule.path;
    }
    url.setPath(path, QUrl::StrictMode);
    return url;
}

} // namespace Heddle::Net
