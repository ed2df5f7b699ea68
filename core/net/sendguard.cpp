// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/sendguard.h"
#include <QCoreApplication>

namespace Heddle::Net {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Net", text);
}

//! "gpt-oss:120b-cloud", "kimi-k2:cloud": Ollama hands what these get to its own service.
bool isForwarded(const QString &model)
{
    const QString name = model.trimmed();
    return name.endsWith(QLatin1String("-cloud"), Qt::CaseInsensitive) || name.endsWith(QLatin1String(":cloud"), Qt::CaseInsensitive);
}

Error withheld(const QString &message, const QString &detail = {})
{
    return { ErrorCode::Withheld, message, detail, false };
}

} // namespace

QStringList Sealed::among(const Concurrency::Contents &contents) const
{
    QStringList found;
    for (const std::string &collection : contents.collections) {
        if (const auto name = names.constFind(QString::fromStdString(collection)); name != names.cend())
            found += *name;
    }
    found.sort();
    return found;
}

bool Sealed::allows(const Concurrency::Contents &contents) const
{
    return isEmpty() || (!contents.unknown && among(contents).isEmpty());
}

bool SendGuard::leaves(const QUrl &url, const QString &model)
{
    return !isLoopback(url) || isForwarded(model);
}

Status SendGuard::verdict(const HttpRequest &request, const ContentsPtr &contents) const
{
    HEDDLE_TRY_VALUE(const Sealed sealed, m_read());
    if (sealed.isEmpty())
        return Done {};
    const QString host = originOf(request.url);
    if (!contents || contents->unknown) {
        return withheld(
            tr("Nothing was sent to %1: it can't be told whether a text of a collection that is never sent is in it.").arg(host),
            contents ? QStringLiteral("contents unknown") : QStringLiteral("contents not declared: ") + request.purpose);
    }
    if (const QStringList names = sealed.among(*contents); !names.isEmpty())
        return withheld(tr("Nothing was sent to %1: text of “%2” is in it, which is never sent.").arg(host, names.join(tr("”, “"))));
    return Done {};
}

QCoro::Task<void> SendGuard::answer(HttpRequest request, ContentsPtr contents, std::function<void(const Status &)> then)
{
    auto task = m_pool.submit([this, request, contents](std::stop_token) { return verdict(request, contents); }, m_tasks->token(),
        QStringLiteral("look for seals"));
    const Status allowed = co_await std::move(task);
    then(allowed);
}

void SendGuard::ask(const HttpRequest &request, const ContentsPtr &contents, std::function<void(const Status &)> then)
{
    HttpRequest head; // its text isn't needed
    head.url = request.url;
    head.model = request.model;
    head.purpose = request.purpose;
    m_tasks->add(answer(std::move(head), contents, std::move(then)));
}

QCoro::Task<Result<Sealed>> SendGuard::sealedNow()
{
    return m_pool.submit([this](std::stop_token) { return m_read(); }, m_tasks->token(), QStringLiteral("look for seals"));
}

void SendGuard::noteSent(const HttpRequest &request, const ContentsPtr &contents) const
{
    if (!m_record || !concerns(request))
        return;
    QString host = originOf(request.url);
    if (isLoopback(request.url) && isForwarded(request.model))
        host += QStringLiteral(" (%1)").arg(request.model);
    m_record({ host, request.body.size(), contents ? contents->texts : 0 });
}

QCoro::Task<Result<Sealed>> sealedNow(std::shared_ptr<SendGuard> guard)
{
    if (!guard)
        co_return Sealed();
    auto task = guard->sealedNow();
    co_return co_await std::move(task);
}

} // namespace Heddle::Net
