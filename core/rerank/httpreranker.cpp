// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rerank/httpreranker.h"
#include "core/rerank/overlapreranker.h"
#include "core/rerank/reply.h"
#include "core/text/tokens.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <algorithm>

namespace Heddle::Rerank {
namespace {

constexpr qint64 MaxReplyBytes = qint64(4) << 20;
constexpr qsizetype LargeBody = 128 * 1024; //!< bytes; larger bodies are built and read in the pool
constexpr int TokensAround = 8; //!< what a model puts around query and passage

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Rerank", text);
}

//! A text that is valid in every server's JSON: no lone surrogates, no control characters.
QString sendable(QString text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool pair = c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        if (pair)
            ++i;
        else if (c.isSurrogate() || (c.unicode() < 0x20 && c != QLatin1Char('\n') && c != QLatin1Char('\t')))
            text[i] = QLatin1Char(' ');
    }
    return text;
}

qsizetype sizeOf(const QStringList &texts)
{
    qsizetype size = 0;
    for (const QString &text : texts)
        size += text.size();
    return size;
}

} // namespace

Result<std::shared_ptr<HttpReranker>> HttpReranker::make(Configuration configuration, Transports transports)
{
    const auto url = resolvedUrl(configuration);
    if (!url)
        return url.error();
    const Provider *provider = providerById(configuration.endpoint.id);
    if (!provider->asynchronous)
        return Error::input(tr("%1 has no server. Choose another rerank provider.").arg(provider->name));
    const QByteArray &key = configuration.endpoint.key;
    const auto printable = [](char c) { return c > 0x20 && c < 0x7f; };
    if (!std::all_of(key.cbegin(), key.cend(), printable))
        return Error::input(tr("The key contains a space, a line break or a character that no key has. Please copy it again."));
    if (provider->needsKey && key.isEmpty() && !Net::isLoopback(*url))
        return Error::input(tr("%1 needs a key. Enter it in the settings (rerank.key).").arg(provider->name));
    return std::shared_ptr<HttpReranker>(new HttpReranker(std::move(configuration), provider, *url, std::move(transports)));
}

HttpReranker::HttpReranker(Configuration configuration, const Provider *provider, QUrl url, Transports transports)
    : m_configuration(std::move(configuration)), m_provider(provider), m_url(std::move(url)), m_transports(std::move(transports)),
      m_tokens(tokensOf(*provider, m_configuration.endpoint.model, m_configuration.tokens))
{ }

bool HttpReranker::sendsElsewhere() const
{
    return Net::SendGuard::isElsewhere(m_transports.http, m_url, m_configuration.endpoint.model);
}

QString HttpReranker::host() const
{
    return Net::originOf(m_url).section(QLatin1String("://"), 1);
}

HttpReranker::Job HttpReranker::plan(const QString &query, const QStringList &passages) const
{
    Job job;
    job.query = sendable(Text::cutToTokens(query, m_tokens / 2));
    const QByteArray question =
        ScoreCache::question(m_provider->id, m_url.toString(QUrl::FullyEncoded), m_configuration.endpoint.model, m_tokens, job.query);
    const int left = std::max(1, m_tokens - TokensAround - Text::estimateTokens(job.query));
    const auto maxDocuments = std::size_t(m_configuration.documents > 0 ? m_configuration.documents : m_provider->documents);
    job.raw.resize(std::size_t(passages.size()));
    job.keys.resize(job.raw.size());
    for (std::size_t i = 0; i < job.raw.size(); ++i) {
        QString text = sendable(Text::cutToTokens(passages[qsizetype(i)], left));
        if (m_transports.cache) {
            job.keys[i] = ScoreCache::key(question, text);
            job.raw[i] = m_transports.cache->find(job.keys[i]);
        }
        if (job.raw[i])
            continue;
        if (job.batches.empty() || job.batches.back().passages.size() >= maxDocuments)
            job.batches.emplace_back();
        job.batches.back().passages.push_back(i);
        job.batches.back().texts += std::move(text);
    }
    return job;
}

void HttpReranker::build(Job::Batch &batch, const QString &query) const
{
    QJsonObject body = m_provider->wire->body(m_configuration.endpoint.model, query, batch.texts);
    if (m_provider->topN)
        body[QStringLiteral("top_n")] = batch.texts.size();
    if (m_provider->returnDocuments)
        body[QStringLiteral("return_documents")] = false;
    batch.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
}

Net::HttpRequest HttpReranker::request(const Job::Batch &batch, std::chrono::milliseconds left) const
{
    Net::HttpRequest request;
    request.url = m_url;
    request.body = batch.body;
    request.key = m_configuration.endpoint.key;
    request.purpose = QStringLiteral("rerank");
    request.model = m_configuration.endpoint.model;
    request.deadline = left;
    request.maxReplyBytes = MaxReplyBytes;
    return request;
}

void HttpReranker::merge(Job &job, const Job::Batch &batch, const BatchScores &scores)
{
    for (std::size_t i = 0; i < batch.passages.size(); ++i)
        job.raw[batch.passages[i]] = scores.raw[i];
    job.tokens += scores.tokens;
    job.server = scores.server;
}

Scores HttpReranker::finish(const Job &job) const
{
    Scores scores;
    scores.tokens = job.tokens;
    scores.server = job.server;
    scores.batches = int(job.batches.size());
    for (const std::optional<double> &raw : job.raw)
        scores.raw.push_back(*raw);
    if (m_transports.cache) {
        for (const Job::Batch &batch : job.batches) {
            for (const std::size_t passage : batch.passages)
                m_transports.cache->insert(job.keys[passage], *job.raw[passage]);
        }
    }
    applyScale(scores, m_provider->scale);
    return scores;
}

Result<Scores> HttpReranker::similarity(const QString &query, const QStringList &passages, Concurrency::Context context)
{
    QElapsedTimer clock;
    clock.start();
    Job job = plan(query, passages);
    for (Job::Batch &batch : job.batches) {
        build(batch, job.query);
        const auto left = m_configuration.deadline - std::chrono::milliseconds(clock.elapsed());
        const auto reply = m_transports.blocking->send(request(batch, left), context);
        if (!reply)
            return reply.error();
        const auto scores = readReply(*m_provider, m_configuration.endpoint, m_url, *reply, batch.texts.size());
        if (!scores)
            return scores.error();
        merge(job, batch, *scores);
    }
    return finish(job);
}

QCoro::Task<Result<Scores>> HttpReranker::asyncSimilarity(QString query, QStringList passages, Concurrency::Context context)
{
    const auto self = shared_from_this(); // it may be replaced in the settings meanwhile
    QElapsedTimer clock;
    clock.start();
    const bool large = sizeOf(passages) + query.size() > LargeBody;
    const auto prepare = [self, query, passages](std::stop_token) -> Result<std::shared_ptr<Job>> {
        auto made = std::make_shared<Job>(self->plan(query, passages));
        for (Job::Batch &batch : made->batches)
            self->build(batch, made->query);
        return made;
    };
    Result<std::shared_ptr<Job>> prepared = Error::cancelled();
    if (large) {
        auto task = m_transports.inference->submit(prepare, context, QStringLiteral("write a request"));
        prepared = co_await std::move(task);
    } else {
        prepared = prepare(context.stop);
    }
    if (!prepared)
        co_return prepared.error();
    const std::shared_ptr<Job> job = *prepared;
    // All batches at once; the first that fails stops the others.
    std::stop_source stopAll;
    const std::stop_callback onStop(context.stop, [&stopAll] { stopAll.request_stop(); });
    const auto left = self->m_configuration.deadline - std::chrono::milliseconds(clock.elapsed());
    std::vector<QCoro::Task<Status>> batches;
    for (std::size_t i = 0; i < job->batches.size(); ++i)
        batches.push_back(runBatch(self, job, i, large, left, stopAll, context.under(stopAll.get_token())));
    std::optional<Error> failed;
    for (auto &batch : batches) {
        auto task = std::move(batch);
        const Status done = co_await std::move(task);
        if (!done && (!failed || failed->isCancelled())) // the one that stopped the others, not those that were stopped
            failed = done.error();
    }
    if (failed)
        co_return *failed;
    co_return self->finish(*job);
}

QCoro::Task<Status> HttpReranker::runBatch(std::shared_ptr<const HttpReranker> self, std::shared_ptr<Job> job, std::size_t index,
    bool large, std::chrono::milliseconds left, std::stop_source stopAll, Concurrency::Context context)
{
    auto call = self->m_transports.http->send(self->request(job->batches[index], left), context);
    const Result<Net::HttpReply> reply = co_await std::move(call);
    Result<BatchScores> scores = Error::cancelled();
    if (!reply) {
        scores = reply.error();
    } else {
        const auto read = [self, reply, count = job->batches[index].texts.size()](std::stop_token) {
            return readReply(*self->m_provider, self->m_configuration.endpoint, self->m_url, *reply, count);
        };
        if (large) {
            auto task = self->m_transports.inference->submit(read, context, QStringLiteral("read a reply"));
            scores = co_await std::move(task);
        } else {
            scores = read(context.stop);
        }
    }
    if (!scores) {
        stopAll.request_stop();
        co_return scores.error();
    }
    merge(*job, job->batches[index], *scores);
    co_return Done {};
}

Result<std::shared_ptr<Reranker>> makeReranker(const Configuration &configuration, const Transports &transports)
{
    if (const Provider *provider = providerById(configuration.endpoint.id); provider && !provider->asynchronous)
        return std::shared_ptr<Reranker>(std::make_shared<OverlapReranker>());
    auto made = HttpReranker::make(configuration, transports);
    if (!made)
        return made.error();
    return std::shared_ptr<Reranker>(*made);
}

} // namespace Heddle::Rerank
