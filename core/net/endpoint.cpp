// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/endpoint.h"
#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrlQuery>

namespace Heddle::Net {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Net", text);
}

//! Begins as the keys of known services do, or is long and of letters and digits alone: no word, no version, no name of a model.
bool looksLikeKey(const QString &text)
{
    static const QRegularExpression known(QStringLiteral("^(?:sk|pk|gsk|xai|hf|jina|nvapi|AIza|ghp|key)[-_A-Z]")),
        random(QStringLiteral("^(?=.*[0-9])(?=.*[A-Za-z])(?:[A-Za-z0-9+/=]{24,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$"));
    return known.match(text).hasMatch() || random.match(text).hasMatch();
}

} // namespace

bool holdsSecret(const QUrl &url)
{
    static const QRegularExpression name(QStringLiteral("key|token|secret|passw|pwd|auth|credential|signature|^(?:sig|code|pass)$"),
        QRegularExpression::CaseInsensitiveOption);
    if (!url.userInfo().isEmpty() || looksLikeKey(url.fragment()))
        return true;
    const auto items = QUrlQuery(url).queryItems(QUrl::FullyDecoded) + QUrlQuery(url.fragment()).queryItems(QUrl::FullyDecoded);
    return std::any_of(items.cbegin(), items.cend(), [](const QPair<QString, QString> &item) {
        return (!item.second.isEmpty() && name.match(item.first).hasMatch()) || looksLikeKey(item.second) || looksLikeKey(item.first);
    });
}

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
    if (holdsSecret(url))
        return Error::input(
            tr("An address can't hold a name, a password or a key, since it is stored and shown as it is. Enter the key in its own field "
               "(heddle-cli config secret), and leave it out of the address."));
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
