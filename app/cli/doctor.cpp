// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/embedding/trial.h"
#include "core/library/extract/extractionprocess.h"
#include "core/library/indexlock.h"
#include "core/llm/httpchatmodel.h"
#include "core/llm/modellist.h"
#include "core/llm/trial.h"
#include <QElapsedTimer>
#include <QJsonArray>

namespace Heddle::Cli {
namespace {

using Checks = QList<QJsonObject>;

QJsonObject checkJson(const char *role, bool ok, const QString &url, const QString &server, const QString &message, const QString &fix,
    qint64 ms, const QString &scale)
{
    return { { QStringLiteral("role"), QLatin1String(role) }, { QStringLiteral("ok"), ok }, { QStringLiteral("url"), url },
        { QStringLiteral("server"), server }, { QStringLiteral("message"), message }, { QStringLiteral("fix"), fix },
        { QStringLiteral("ms"), ms }, { QStringLiteral("scale"), scale } };
}

QCoro::Task<Result<Checks>> checkIndex(App::App *app, std::stop_token stop)
{
    auto checksTask = app->pools().library.submit(
        [library = app->library(), conversations = app->conversationsDatabase(), engine = app->setup().indexing().engine,
            folder = app->dataFolder()](std::stop_token token) -> Result<Checks> {
            const bool local = engine->host().isEmpty();
            Checks list;
            const auto add = [&](bool ok, const QString &server, const QString &message, const QString &fix, qint64 ms) {
                list += checkJson("index", ok, {}, server, message, fix, ms, {});
            };
            QElapsedTimer clock;
            for (const Storage::Database &database : { library.database(), conversations }) {
                clock.start();
                const Status checked = database.check();
                add(checked.ok(), database.path(), checked ? QStringLiteral("whole") : checked.error().detail,
                    checked ? QString() : checked.error().message, clock.elapsed());
            }
            for (int shard = 0; local && shard < engine->shards() && !token.stop_requested(); ++shard) {
                clock.start();
                auto health = engine->health(shard);
                if (!health)
                    return health.error();
                const qint64 stored = library.chunkCount(shard, engine->shards()).valueOr(-1);
                const bool same = stored == health->documents;
                const bool empty = stored == 0 && !health->ok;
                const bool whole = empty || (health->ok && same);
                // What is being written is not expected to be whole.
                const bool writing = !whole && Library::IndexLock::isHeld(folder);
                const QString message = empty ? QStringLiteral("empty")
                    : same || !health->ok     ? health->message
                                              : QStringLiteral("%1 passages, the library has %2").arg(health->documents).arg(stored);
                add(whole || writing, health->server, writing ? QStringLiteral("being written now: %1").arg(message) : message,
                    whole         ? QString()
                        : writing ? QStringLiteral("Look again when it is done.")
                                  : QStringLiteral("Run heddle-cli collections rescan NAME."),
                    clock.elapsed());
            }
            return list;
        },
        stop, QStringLiteral("doctor"));
    auto checks = co_await std::move(checksTask);
    co_return checks;
}

//! The locks of the process that reads documents. One that this system lacks is told; the reader works without it.
QCoro::Task<QJsonObject> checkReader(App::App *app, std::stop_token stop)
{
    QElapsedTimer clock;
    clock.start();
    auto locksTask = app->pools().library.submit(
        [](std::stop_token token) { return Library::ExtractionProcess::locks({}, token); }, stop, QStringLiteral("doctor"));
    const auto locks = co_await std::move(locksTask);
    const QString server = QStringLiteral("document reader");
    if (!locks)
        co_return checkJson("reader", false, {}, server, locks.error().message, {}, clock.elapsed(), {});
    QStringList active, missing;
    for (const Library::ReaderLock &lock : *locks)
        (lock.active ? active : missing) += lock.detail.isEmpty() ? lock.name : QStringLiteral("%1: %2").arg(lock.name, lock.detail);
    const QString message =
        active.isEmpty() ? QStringLiteral("not locked in") : QStringLiteral("locked in (%1)").arg(active.join(QLatin1String("; ")));
    co_return checkJson("reader", true, {}, server, message,
        missing.isEmpty() ? QString() : QStringLiteral("Missing on this system: %1").arg(missing.join(QLatin1String("; "))),
        clock.elapsed(), {});
}

//! The engine that is set up, with a search as questions are searched.
QCoro::Task<QJsonObject> checkSearch(App::App *app, QString unusable, std::stop_token stop)
{
    if (!unusable.isEmpty())
        co_return checkJson("search", false, {}, {}, unusable, QStringLiteral("Correct search.url, search.ca or search.engine."), 0, {});
    auto checkTask = app->pools().search.submit(
        [engine = app->setup().indexing().engine, folder = app->dataFolder()](std::stop_token token) -> Result<QJsonObject> {
            const bool local = engine->host().isEmpty();
            QElapsedTimer clock;
            clock.start();
            Search::SearchRequest request;
            request.question = QStringLiteral("test");
            request.legs = Search::Leg::Text;
            QString server = QStringLiteral("this computer"), url, fix;
            if (!local) {
                auto health = engine->health(0);
                if (!health)
                    return health.error();
                server = health->server;
                url = server.section(QLatin1Char(' '), 0, 0);
                if (health->incomplete && Library::IndexLock::isHeld(folder))
                    return checkJson("search", true, url, server, QStringLiteral("being written now: %1").arg(health->message),
                        QStringLiteral("Look again when it is done."), clock.elapsed(), {});
                if (!health->ok)
                    return checkJson("search", false, url, server, health->message, health->fix, clock.elapsed(), {});
                server += QStringLiteral(", ") + health->message;
                fix = health->fix;
            }
            clock.start();
            const auto found = engine->search(request, Concurrency::Context(token));
            const qint64 ms = clock.elapsed();
            if (!found)
                return checkJson("search", false, url, server, found.error().message, {}, ms, {});
            const QString model = engine->vectorModel();
            return checkJson("search", found->notices.isEmpty(), url, server,
                QStringLiteral("a search takes %1 ms; %2%3")
                    .arg(ms)
                    .arg(model.isEmpty() ? QStringLiteral("words are searched")
                                         : QStringLiteral("words and meaning (%1) are searched").arg(model),
                        found->notices.isEmpty() ? QString() : QLatin1String("; ") + found->notices.join(QLatin1Char(' '))),
                fix, ms, {});
        },
        stop, QStringLiteral("doctor"));
    const auto checked = co_await std::move(checkTask);
    co_return checked ? *checked : checkJson("search", false, {}, {}, checked.error().message, {}, 0, {});
}

QCoro::Task<QJsonObject> checkReranker(App::App *app, std::stop_token stop)
{
    const auto check = [](bool ok, const QString &url, const QString &server, const QString &message, const QString &fix, qint64 ms,
                           const QString &scale) { return checkJson("rerank", ok, url, server, message, fix, ms, scale); };
    auto reading = app->setup().rerankerConfiguration(stop);
    const auto configured = co_await std::move(reading);
    if (!configured)
        co_return check(false, {}, {}, configured.error().message, {}, 0, {});
    if (!*configured)
        co_return check(true, {}, {}, QStringLiteral("no reranker is set up; answers come without one"), {}, 0, {});
    const Rerank::Configuration &configuration = **configured;
    Rerank::Transports transports = app->setup().rerankTransports();
    transports.cache.reset(); // the server is asked
    const auto reranker = Rerank::makeReranker(configuration, transports);
    const QString name = Rerank::providerById(configuration.endpoint.id)->name;
    if (!reranker)
        co_return check(false, Net::redacted(QUrl(configuration.endpoint.url)), name, reranker.error().message,
            QStringLiteral("Set rerank.url and the key: heddle-cli config set rerank.url URL, heddle-cli config secret rerank.key."), 0,
            {});
    const auto endpoint = Rerank::resolvedUrl(configuration);
    const QString url = endpoint && (*reranker)->asAsync() ? Net::redacted(*endpoint) : QString();
    QElapsedTimer clock;
    clock.start();
    auto trial = Rerank::tryReranker(*reranker, &app->pools().inference, stop);
    const auto result = co_await std::move(trial);
    if (!result)
        co_return check(
            false, url, name, result.error().message, QStringLiteral("Change rerank.url, rerank.model or the key."), clock.elapsed(), {});
    co_return check(result->sensible, url, result->scores.server.isEmpty() ? name : result->scores.server,
        result->sensible ? QStringLiteral("works") : QStringLiteral("it scores a passage that answers below one that does not"),
        result->sensible ? QString() : QStringLiteral("Is the model a reranker (cross-encoder)? Choose another rerank.model."),
        clock.elapsed(), Rerank::scaleName(result->scores.scale));
}

QCoro::Task<QJsonObject> checkChatModel(App::App *app, std::stop_token stop)
{
    const auto check = [](bool ok, const QString &url, const QString &server, const QString &message, const QString &fix, qint64 ms) {
        return checkJson("chat", ok, url, server, message, fix, ms, {});
    };
    auto reading = app->setup().chatConfiguration(stop);
    const auto configured = co_await std::move(reading);
    if (!configured)
        co_return check(false, {}, {}, configured.error().message, {}, 0);
    if (!*configured)
        co_return check(true, {}, {}, QStringLiteral("no chat model is set up; answers are quoted from the documents"), {}, 0);
    const Llm::Configuration &configuration = **configured;
    const QString name = Llm::chatProviderById(configuration.endpoint.id)->name;
    const auto made = Llm::HttpChatModel::make(configuration, &app->http());
    if (!made)
        co_return check(false, Net::redacted(QUrl(configuration.endpoint.url)), name, made.error().message,
            QStringLiteral(
                "Set chat.url, chat.model and the key: heddle-cli config set chat.model NAME, heddle-cli config secret chat.key."),
            0);
    const QString url = Net::redacted((*made)->url());
    QElapsedTimer clock;
    clock.start();
    auto trial = Llm::tryChatModel(*made, stop);
    const auto result = co_await std::move(trial);
    if (!result) {
        QString fix = QStringLiteral("Change chat.url, chat.model or the key.");
        auto listTask = Llm::fetchModels(&app->http(), configuration, Concurrency::Context(stop));
        const auto models = co_await std::move(listTask);
        if (models && !models->isEmpty()) {
            QStringList ids;
            for (const auto &model : models->mid(0, 10))
                ids += model.id;
            fix = QStringLiteral("The server has these models: %1").arg(ids.join(QLatin1String(", ")));
        }
        co_return check(false, url, name, result.error().message, fix, clock.elapsed());
    }
    co_return check(true, url, name,
        QStringLiteral("%1 works; first word after %2 ms, %3 tokens/s, context of %4 tokens")
            .arg(result->model)
            .arg(result->firstTokenMs, 0, 'f', 0)
            .arg(result->tokensPerSecond, 0, 'f', 1)
            .arg(result->context),
        {}, clock.elapsed());
}

QCoro::Task<QJsonObject> checkEmbedder(App::App *app, std::stop_token stop)
{
    const auto check = [](bool ok, const QString &url, const QString &server, const QString &message, const QString &fix, qint64 ms) {
        return checkJson("embedding", ok, url, server, message, fix, ms, QStringLiteral("cosine"));
    };
    auto reading = app->setup().embedderConfiguration(stop);
    const auto configured = co_await std::move(reading);
    if (!configured)
        co_return check(false, {}, {}, configured.error().message, {}, 0);
    if (!*configured)
        co_return check(true, {}, {}, QStringLiteral("no embedding model is set up; passages are found by their words"), {}, 0);
    const Embedding::Configuration &configuration = **configured;
    const bool remote = configuration.kind == Embedding::Configuration::Kind::Http;
    const QString fix = remote ? QStringLiteral("Change embedding.url, embedding.model, embedding.provider or the key.")
                               : QStringLiteral("heddle-cli config set embedding.kind http names a server instead; none does without.");
    const auto endpoint = Embedding::resolvedUrl(configuration);
    const QString url = remote && endpoint ? Net::redacted(*endpoint) : QString();
    QElapsedTimer clock;
    clock.start();
    auto trialTask = Embedding::tryEmbedder(configuration, app->setup().embeddingTransports(), Concurrency::Context(stop));
    const auto trial = co_await std::move(trialTask);
    if (!trial)
        co_return check(false, url, {}, trial.error().message, fix, clock.elapsed());
    const bool elsewhere = remote && endpoint && app->guard()->isElsewhere(*endpoint, configuration.endpoint.model);
    using Counts = QPair<qint64, qint64>;
    const auto engine = app->setup().indexing().engine;
    auto countTask = app->pools().library.submit(
        [engine, library = app->library(), model = configuration.id(), seals = app->seals(), elsewhere](
            std::stop_token token) -> Result<Counts> {
            HEDDLE_TRY_VALUE(const Net::Sealed sealed, elsewhere ? seals.read() : Result<Net::Sealed>(Net::Sealed()));
            const auto missing = Library::chunksToEmbed(library, *engine, model, sealed, token);
            const auto all = library.allChunkIds();
            if (!missing || !all)
                return missing ? all.error() : missing.error();
            return Counts(missing->size(), all->size());
        },
        stop, QStringLiteral("count vectors"));
    const auto counts = co_await std::move(countTask);
    if (!counts)
        co_return check(false, url, trial->name, counts.error().message, {}, clock.elapsed());
    const bool active = engine->vectorModel() == configuration.id();
    const QString state = QStringLiteral("%1: %2 numbers a passage, a question takes %3 ms; %4 of %5 passages are embedded%6")
                              .arg(trial->name)
                              .arg(trial->dimension)
                              .arg(trial->questionMs, 0, 'f', 1)
                              .arg(counts->second - counts->first)
                              .arg(counts->second)
                              .arg(active ? QString() : QStringLiteral(", not searched yet"));
    if (!trial->sensible)
        co_return check(false, url, trial->name, QStringLiteral("it puts a passage that answers further away than one that does not"),
            QStringLiteral("Is it an embedding model? Choose another embedding.model."), clock.elapsed());
    const bool complete = active && counts->first == 0;
    co_return check(true, url, trial->name, state,
        complete ? QString() : QStringLiteral("Open the window, or run heddle-cli collections rescan NAME: it embeds what is missing."),
        clock.elapsed());
}

//! Keys that aren't sent, and those that are sent unencrypted.
Checks checkKeys(const QList<Setup::Notice> &notices)
{
    Checks checks;
    for (const Setup::Notice &notice : notices) {
        if (notice.about == Setup::Notice::About::Keys)
            checks += checkJson("keys", notice.told != nullptr, {}, QStringLiteral("keys"), notice.text, {}, 0, {});
    }
    return checks;
}

} // namespace

QCoro::Task<Outcome> doctor(App::App *app, Arguments arguments, std::stop_token stop)
{
    const QString role = arguments.operand(1);
    static const QStringList roles { QStringLiteral("index"), QStringLiteral("reader"), QStringLiteral("search"),
        QStringLiteral("embedding"), QStringLiteral("rerank"), QStringLiteral("chat") };
    if (!role.isEmpty() && !roles.contains(role))
        co_return usage(QStringLiteral("doctor takes: %1.").arg(roles.join(QLatin1String(", "))));
    const auto wanted = [&role](const char *one) { return role.isEmpty() || role == QLatin1String(one); };
    auto applying = app->setup().apply(stop);
    co_await std::move(applying);
    const QString unusable = app->setup().indexing().engineProblem;
    Checks checks;
    if (wanted("index")) {
        auto indexTask = checkIndex(app, stop);
        const auto found = co_await std::move(indexTask);
        if (!found)
            co_return failure(found.error());
        checks = *found;
    }
    if (wanted("reader")) {
        auto readerTask = checkReader(app, stop);
        checks += co_await std::move(readerTask);
    }
    if (wanted("search")) {
        auto searchTask = checkSearch(app, unusable, stop);
        checks += co_await std::move(searchTask);
    }
    if (wanted("embedding")) {
        auto embeddingTask = checkEmbedder(app, stop);
        checks += co_await std::move(embeddingTask);
    }
    if (wanted("rerank")) {
        auto rerankTask = checkReranker(app, stop);
        checks += co_await std::move(rerankTask);
    }
    if (wanted("chat")) {
        auto chatTask = checkChatModel(app, stop);
        checks += co_await std::move(chatTask);
    }
    checks += checkKeys(app->setup().answers().take()->notices);
    QJsonArray list;
    QStringList lines;
    bool ok = true, ownOk = true; // what is on this computer
    for (const QJsonObject &check : std::as_const(checks)) {
        list += check;
        ok = ok && check[QLatin1String("ok")].toBool();
        const bool own = check[QLatin1String("role")] == QLatin1String("index") || check[QLatin1String("role")] == QLatin1String("reader");
        ownOk = ownOk && (check[QLatin1String("ok")].toBool() || !own);
        const QString url = check[QLatin1String("url")].toString(), fix = check[QLatin1String("fix")].toString();
        QString message = check[QLatin1String("message")].toString();
        if (!fix.isEmpty() && message.endsWith(QLatin1Char('.')))
            message.chop(1);
        lines += QStringLiteral("%1 %2: %3%4")
                     .arg(check[QLatin1String("ok")].toBool() ? QStringLiteral("ok  ") : QStringLiteral("BAD "),
                         oneLine(url.isEmpty() ? check[QLatin1String("server")].toString() : url), oneLine(message),
                         fix.isEmpty() ? QString() : QString(QStringLiteral(". ") + fix));
    }
    co_return Outcome { { { QStringLiteral("checks"), list } }, lines.join(QLatin1Char('\n')), ok ? Ok : ownOk ? Network : Storage };
}

} // namespace Heddle::Cli
