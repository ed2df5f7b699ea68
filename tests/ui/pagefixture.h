// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "tests/support/testlibrary.h"
#include <QTest>
#include <QWidget>
#include <functional>
#include <semaphore>

namespace Heddle::TestSupport {

//! \brief One page of the window over a library of its own, without the application around it. Derived tests build the
//! services that their page takes.
class PageFixture : public QObject {
protected:
    std::unique_ptr<TestLibrary> m_library;
    std::unique_ptr<Concurrency::TaskGroup> m_tasks;
    std::unique_ptr<QWidget> m_page;
    std::shared_ptr<std::counting_semaphore<>> m_gate = std::make_shared<std::counting_semaphore<>>(0);
    int m_held = 0, m_unended = 0;

    void openLibrary()
    {
        m_library = std::make_unique<TestLibrary>();
        m_tasks = std::make_unique<Concurrency::TaskGroup>();
    }
    //! Shows a page at a size for a desktop and waits until it has the focus.
    template <class Page>
    Page *show(std::unique_ptr<Page> page)
    {
        Page *shown = page.get();
        m_page = std::move(page);
        m_page->resize(900, 640);
        m_page->show();
        m_page->activateWindow();
        if (!QTest::qWaitForWindowActive(m_page.get()))
            qFatal("the page was not shown");
        return shown;
    }
    //! Starts a job that runs until release(), and then tells `ended`.
    void hold(Concurrency::WorkPool &pool, Concurrency::FlowId flow = 0, std::function<void(const Status &)> ended = {})
    {
        ++m_held;
        ++m_unended;
        auto job = pool.submit(
            [gate = m_gate](std::stop_token) -> Status {
                gate->acquire();
                return Done {};
            },
            Concurrency::Context(std::stop_token(), flow), QStringLiteral("held"));
        QCoro::connect(std::move(job), this, [this, ended](const Status &status) {
            --m_unended;
            if (ended)
                ended(status);
        });
    }
    //! Holds every thread of a pool, so that nothing else ends in it before release().
    void occupy(Concurrency::WorkPool &pool)
    {
        for (int i = 0; i < pool.threads(); ++i)
            hold(pool);
    }
    void release() { m_gate->release(std::exchange(m_held, 0)); }
    //! Ends the tasks, as the application does, and then the page.
    void closePage()
    {
        release(); // whatever a test still holds
        QTRY_COMPARE(m_unended, 0);
        const auto drained = await(m_tasks->drain(std::chrono::seconds(10)));
        QVERIFY(drained && *drained);
        m_page.reset();
    }
    //! Comes last, after the services of the test.
    void closeLibrary()
    {
        m_library.reset();
        m_tasks.reset();
        Storage::Database::closeThreadConnections();
    }
    template <class T>
    T *child(const char *name) const
    {
        auto *found = m_page->findChild<T *>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    QString dataFile(const char *name) const { return m_library->data() + QLatin1Char('/') + QLatin1String(name); }
    Storage::Database openConversations() const
    {
        auto database = Storage::Database::open(dataFile("conversations.db"), Storage::conversationsSchema());
        if (!database)
            qFatal("%s", qUtf8Printable(database.error().message));
        return *database;
    }
};

} // namespace Heddle::TestSupport
