// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "tests/support/testlibrary.h"
#include <QTest>
#include <QWidget>

namespace Heddle::TestSupport {

//! \brief One page of the window over a library of its own, without the application around it. Derived tests build the
//! services that their page takes.
class PageFixture : public QObject {
protected:
    std::unique_ptr<TestLibrary> m_library;
    std::unique_ptr<Concurrency::TaskGroup> m_tasks;
    std::unique_ptr<QWidget> m_page;

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
    //! Ends the tasks, as the application does, and then the page.
    void closePage()
    {
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
