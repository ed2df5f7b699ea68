// SPDX-License-Identifier: GPL-3.0-or-later
// The page about what leaves this computer, by itself.
#include "tests/ui/pagefixture.h"
#include "ui/settings/privacypage.h"
#include "ui/widgets/settingsrow.h"
#include <QCheckBox>
#include <QLabel>
#include <QPushButton>

using namespace Heddle;
using namespace Heddle::TestSupport;

class TestPrivacyPage : public PageFixture {
    Q_OBJECT
    std::unique_ptr<Privacy::Seals> m_seals;
    std::unique_ptr<Privacy::SealKeeper> m_keeper;
    std::unique_ptr<Privacy::Ledger> m_ledger;

    QCheckBox *box(const char *collection) const
    {
        for (QCheckBox *one : m_page->findChildren<QCheckBox *>(QStringLiteral("seal"))) {
            if (one->isVisible() && one->accessibleName().contains(QLatin1String(collection)))
                return one;
        }
        return nullptr;
    }
    QStringList hosts() const
    {
        QStringList titles;
        for (const Ui::SettingsRow *row : m_page->findChildren<Ui::SettingsRow *>(QStringLiteral("ledgerHost"))) {
            if (row->isVisible())
                titles += row->title() + QLatin1Char(' ') + row->description();
        }
        return titles;
    }
    void click(QWidget *widget) const { QTest::mouseClick(widget, Qt::LeftButton, {}, widget->rect().center()); }

private Q_SLOTS:
    void init()
    {
        openLibrary();
        for (const char *name : { "Contracts", "Letters" })
            QVERIFY(m_library->library().ensureCollection(QLatin1String(name)).ok());
        const Storage::Database database = openConversations();
        Flow::Pools &pools = m_library->pools();
        m_seals = std::make_unique<Privacy::Seals>(database, m_library->library());
        m_keeper = std::make_unique<Privacy::SealKeeper>(*m_seals, &pools.conversations, &pools.conversationsWriter);
        m_ledger = std::make_unique<Privacy::Ledger>(database, &pools.conversations, &pools.conversationsWriter, m_tasks.get());
        auto *page = show(std::make_unique<Ui::PrivacyPage>(m_keeper.get(), m_ledger.get(), m_tasks.get()));
        page->refresh();
        QTRY_VERIFY(box("Contracts") && box("Letters"));
    }
    void cleanup()
    {
        closePage();
        m_ledger.reset();
        m_keeper.reset();
        m_seals.reset();
        closeLibrary();
    }

    void aCollectionIsMarkedAndUnmarked()
    {
        QVERIFY(!box("Contracts")->isChecked());
        click(box("Contracts"));
        QTRY_COMPARE(m_seals->read()->names.values(), QStringList(QStringLiteral("Contracts")));
        // The rows of a new list come into sight one after another.
        QTRY_VERIFY(box("Contracts") && box("Letters") && box("Contracts")->isChecked() && !box("Letters")->isChecked());
        box("Letters")->setFocus();
        QTest::keyClick(box("Letters"), Qt::Key_Space);
        QTRY_COMPARE(m_seals->read()->names.size(), 2);
        QTRY_VERIFY(box("Contracts") && box("Letters") && box("Letters")->isChecked());
        QTRY_VERIFY(box("Letters") && box("Letters")->hasFocus()); // it is where it was, though the list is new
        click(box("Contracts"));
        QTRY_COMPARE(m_seals->read()->names.values(), QStringList(QStringLiteral("Letters")));
    }

    void aRemovedCollectionCanBeUnmarked()
    {
        QVERIFY(m_seals->seal(QStringLiteral("Contracts")).ok());
        QVERIFY(await(m_library->remove(QStringLiteral("Contracts")))->ok());
        static_cast<Ui::PrivacyPage *>(m_page.get())->refresh();
        QTRY_VERIFY(box("Contracts") && box("Contracts")->isChecked());
        click(box("Contracts"));
        QTRY_VERIFY(m_seals->read()->isEmpty());
        QTRY_VERIFY(!box("Contracts"));
    }

    void whatWentWrongIsSaidUntilSomethingElseIsDone()
    {
        // Gone meanwhile, by another program.
        QVERIFY(await(m_library->remove(QStringLiteral("Contracts")))->ok());
        click(box("Contracts"));
        auto *trouble = child<QLabel>("privacyTrouble");
        QTRY_VERIFY(trouble->isVisible());
        QVERIFY2(trouble->text().contains(QStringLiteral("Contracts")), qPrintable(trouble->text()));
        QTRY_VERIFY(!box("Contracts"));
        m_ledger->note({ QStringLiteral("https://api.example.org:443"), 100, 4 }); // the page follows
        QTRY_COMPARE(hosts().size(), 1);
        QVERIFY(trouble->isVisible());
        QTRY_VERIFY(box("Letters"));
        click(box("Letters"));
        QTRY_VERIFY(!trouble->isVisible());
    }

    void whatWasSentIsListedAndForgotten()
    {
        QVERIFY(hosts().isEmpty());
        QVERIFY(!child<QPushButton>("ledgerClear")->isEnabled());
        m_ledger->note({ QStringLiteral("https://api.example.org:443"), 2000, 4 });
        m_ledger->note({ QStringLiteral("https://other.example.org:443"), 3000, 1 });
        m_ledger->note({ QStringLiteral("https://other.example.org:443"), 10, 1 });
        QTRY_COMPARE(hosts().size(), 2);
        QVERIFY2(hosts()[0].startsWith(QStringLiteral("https://other.example.org:443 2 request")), qPrintable(hosts()[0]));
        QVERIFY2(hosts()[1].contains(QStringLiteral("4 passage")), qPrintable(hosts()[1]));
        click(child<QPushButton>("ledgerClear"));
        QTRY_VERIFY(hosts().isEmpty());
        QVERIFY((**await(m_ledger->list({}))).isEmpty());
    }
};

QTEST_MAIN(TestPrivacyPage)
#include "test_privacypage.moc"
