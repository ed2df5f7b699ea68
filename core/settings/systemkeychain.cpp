// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/secretstore.h"
#ifdef HEDDLE_KEYCHAIN
#include "core/concurrency/settledawaiter.h"
#include <QCoreApplication>
#include <QTimer>
#include <qt6keychain/keychain.h>
#endif

namespace Heddle::Settings {

#ifdef HEDDLE_KEYCHAIN
namespace {

constexpr std::chrono::seconds Patience { 60 }; // the desktop may ask the user to unlock it

//! Runs a job to its end, or as long as anybody has patience; the job deletes itself.
QCoro::Task<Status> run(QKeychain::Job *job, std::stop_token stop)
{
    const auto state = std::make_shared<Concurrency::SettleOnce<Status>>();
    QObject::connect(job, &QKeychain::Job::finished, job, [state](QKeychain::Job *done) {
        if (done->error() == QKeychain::NoError || done->error() == QKeychain::EntryNotFound)
            state->settle(Done {});
        else
            state->settle(Error { ErrorCode::Storage, QCoreApplication::translate("Heddle::Settings", "the keychain can't be used"),
                done->errorString(), false });
    });
    QTimer::singleShot(Patience, job, [state] {
        state->settle(
            Error { ErrorCode::Storage, QCoreApplication::translate("Heddle::Settings", "the keychain did not answer"), {}, true });
    });
    const std::stop_callback onStop(stop, [state] { state->settle(Error::cancelled()); });
    job->start();
    co_return co_await Concurrency::SettledAwaiter<Status>(state, QCoreApplication::instance());
}

class SystemKeychain : public Keychain {
public:
    QCoro::Task<Result<QByteArray>> read(QString entry, std::stop_token stop) override
    {
        auto *job = new QKeychain::ReadPasswordJob(Service());
        job->setKey(entry);
        const auto value = std::make_shared<QByteArray>();
        QObject::connect(job, &QKeychain::Job::finished, job, [job, value] { *value = job->binaryData(); });
        auto task = run(job, stop);
        const Status done = co_await std::move(task);
        if (!done)
            co_return done.error();
        co_return *value;
    }
    QCoro::Task<Status> write(QString entry, QByteArray secret, std::stop_token stop) override
    {
        auto *job = new QKeychain::WritePasswordJob(Service());
        job->setKey(entry);
        job->setBinaryData(secret);
        return run(job, stop);
    }
    QCoro::Task<Status> remove(QString entry, std::stop_token stop) override
    {
        auto *job = new QKeychain::DeletePasswordJob(Service());
        job->setKey(entry);
        return run(job, stop);
    }

private:
    static QString Service() { return QStringLiteral("Heddle"); }
};

} // namespace

std::unique_ptr<Keychain> systemKeychain()
{
    return std::make_unique<SystemKeychain>();
}
#else
std::unique_ptr<Keychain> systemKeychain()
{
    return nullptr;
}
#endif

} // namespace Heddle::Settings
