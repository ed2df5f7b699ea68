// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/appearance.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/iconbutton.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/popover.h"
#include "ui/widgets/settingsrow.h"
#include "ui/widgets/switch.h"
#include "ui/widgets/toast.h"
#include <QApplication>
#include <QButtonGroup>
#include <QComboBox>
#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Heddle;
using namespace Heddle::Ui;

//! The widgets that pages share, by mouse and keys; and a picture of them all, made by the target "ui-gallery".
class TestWidgets : public QObject {
    Q_OBJECT
    std::unique_ptr<Style::Appearance> m_appearance;
    std::unique_ptr<QWidget> m_window;

    static Settings::Values look(Settings::Theme theme)
    {
        Settings::Changes changes;
        changes.set(Settings::Keys::AppearanceTheme, theme);
        return Settings::Values().with(changes);
    }
    void show(QWidget *inside)
    {
        (new QVBoxLayout(m_window.get()))->addWidget(inside);
        expose();
    }
    void expose()
    {
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    static int pixelsOf(QWidget *widget, const QColor &color)
    {
        const QImage image = widget->grab().toImage();
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, y) == color;
        }
        return count;
    }
    static QWidget *row(const QWidgetList &widgets)
    {
        auto *whole = new QWidget;
        auto *line = new QHBoxLayout(whole);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(Metrics::Gap);
        for (QWidget *widget : widgets)
            line->addWidget(widget);
        line->addStretch(1);
        return whole;
    }
    //! All widgets, in their states.
    void fillGallery(QVBoxLayout *column)
    {
        column->addWidget(row({ new Pill(QStringLiteral("Ready"), Tone::Good), new Pill(QStringLiteral("Needs a password"), Tone::Signal),
            new Pill(QStringLiteral("Reading text in pictures · page 31 of 80"), Tone::Accent), new Pill(QStringLiteral("Not read: xyz")),
            new Pill(QStringLiteral("ready"), Tone::Good, QStringLiteral("check")) }));
        QWidgetList chips;
        for (const auto &[text, count] :
            { std::pair("All", 412), std::pair("Ready", 398), std::pair("Not read", 11), std::pair("In work", 3) }) {
            auto *chip = new Chip(QLatin1String(text));
            chip->setCount(count);
            chip->setCheckable(true);
            chip->setChecked(chips.isEmpty());
            chips += chip;
        }
        auto *scope = new Chip(QStringLiteral("All documents"));
        scope->setIcon(Style::icon(QStringLiteral("library")));
        scope->setSmall(true);
        scope->setMenuArrow(true);
        column->addWidget(row(chips + QWidgetList { scope }));
        auto *disabled = new IconButton(QStringLiteral("trash-2"), QStringLiteral("Delete"));
        disabled->setEnabled(false);
        auto *chosen = new IconButton(QStringLiteral("panel-left"), QStringLiteral("Conversations"));
        chosen->setCheckable(true);
        chosen->setChecked(true);
        column->addWidget(row({ new IconButton(QStringLiteral("copy"), QStringLiteral("Copy")), chosen, disabled }));
        auto *on = new Switch(QStringLiteral("Check every sentence"));
        on->setChecked(true);
        auto *off = new Switch(QStringLiteral("Off"));
        auto *card = new Card;
        card->addRow(new SettingsRow(QStringLiteral("Check every sentence against its passage"),
            QStringLiteral("What a passage does not bear out is drawn dashed"), on));
        auto *field = new QLineEdit(QStringLiteral("British English, for a lawyer"));
        card->addRow(new SettingsRow(QStringLiteral("Your own instructions"), QStringLiteral("Added to every question"), field));
        card->addRow(new SettingsRow(QStringLiteral("Off"), {}, off));
        column->addWidget(card);
        auto *add = new QPushButton(Style::icon(QStringLiteral("folder-plus"), Style::IconTint::OnAccent), QStringLiteral("Add a folder"));
        add->setProperty("primary", true);
        column->addWidget(new EmptyState(QStringLiteral("library"), QStringLiteral("No documents yet"),
                              QStringLiteral("Add a folder to search it and to ask about it. Your files are only read."), add),
            1);
    }

private Q_SLOTS:
    void initTestCase() { m_appearance = std::make_unique<Style::Appearance>(); }
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_window->resize(720, 560);
    }
    void cleanup()
    {
        m_window.reset();
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void aSwitchIsTurnedByMouseAndSpace()
    {
        auto *one = new Switch(QStringLiteral("&Languages"));
        show(one);
        QCOMPARE(one->accessibleName(), QStringLiteral("Languages"));
        QTest::mouseClick(one, Qt::LeftButton, {}, QPoint(one->width() - 6, one->height() / 2));
        QVERIFY(one->isChecked());
        QTest::keyClick(one, Qt::Key_Space);
        QVERIFY(!one->isChecked());
    }

    void aRingShowsWhereTheFocusIs()
    {
        const Style::Tokens &tokens = Style::tokensOf(QApplication::palette());
        QWidgetList widgets { new Switch(QStringLiteral("One")), new Chip(QStringLiteral("Two")),
            new IconButton(QStringLiteral("copy"), QStringLiteral("Three")), new QPushButton(QStringLiteral("Other")) };
        show(row(widgets));
        for (int i = 0; i < 3; ++i) {
            widgets[3]->setFocus();
            QTRY_VERIFY(widgets[3]->hasFocus());
            const int before = pixelsOf(widgets[i], tokens.accent);
            for (int step = 0; step < 4 && !widgets[i]->hasFocus(); ++step)
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            QVERIFY2(widgets[i]->hasFocus(), qPrintable(widgets[i]->accessibleName())); // by Tab
            QVERIFY2(pixelsOf(widgets[i], tokens.accent) > before + 20, qPrintable(widgets[i]->accessibleName()));
        }
    }

    void aChipShowsNamesAsTheyAre()
    {
        Chip chip(QStringLiteral("R&D"));
        QCOMPARE(chip.text(), QStringLiteral("R&D"));
        QCOMPARE(chip.accessibleName(), QStringLiteral("R&D"));
        QVERIFY(chip.shortcut().isEmpty());
    }

    void chipsOfOneGroupFollowTheArrowKeys()
    {
        auto *all = new Chip(QStringLiteral("All")), *ready = new Chip(QStringLiteral("Ready"));
        QButtonGroup group;
        for (Chip *chip : { all, ready }) {
            chip->setCheckable(true);
            group.addButton(chip);
        }
        all->setCount(1412);
        all->setChecked(true);
        show(row({ all, ready }));
        QCOMPARE(all->accessibleName(), QStringLiteral("All %1").arg(QLocale().toString(1412)));
        all->setFocus();
        QTest::keyClick(all, Qt::Key_Right);
        QVERIFY(ready->isChecked() && ready->hasFocus() && !all->isChecked());
        QTest::mouseClick(all, Qt::LeftButton);
        QVERIFY(all->isChecked());
    }

    void anIconButtonSaysItsNameAndKey()
    {
        IconButton button(QStringLiteral("copy"), QStringLiteral("Copy <b>"), QKeySequence(Qt::CTRL | Qt::Key_C));
        QCOMPARE(button.accessibleName(), QStringLiteral("Copy <b>"));
        QVERIFY(button.toolTip().contains(QLatin1String("Ctrl+C")) && button.toolTip().contains(QLatin1String("&lt;b&gt;")));
    }

    void aCardDrawsLinesOnlyBetweenRowsThatAreShown()
    {
        auto *card = new Card;
        QWidgetList rows;
        for (const char *title : { "A", "B", "C" }) {
            rows += new SettingsRow(QLatin1String(title), {}, nullptr);
            card->addRow(rows.last());
        }
        show(card);
        const auto lines = [card] {
            int shown = 0;
            for (const QFrame *frame : card->findChildren<QFrame *>(QString(), Qt::FindDirectChildrenOnly))
                shown += frame->property("line").toBool() && frame->isVisible();
            return shown;
        };
        QCOMPARE(lines(), 2);
        card->setRowVisible(rows[0], false);
        QCOMPARE(lines(), 1);
        for (QWidget *one : rows)
            card->setRowVisible(one, false);
        QVERIFY(card->isHidden());
        card->setRowVisible(rows[1], true);
        QVERIFY(card->isVisible());
        QCOMPARE(lines(), 0);
    }

    void aRowPutsItsFieldBelowWhereItIsNarrow()
    {
        auto *field = new QLineEdit;
        auto *setting = new SettingsRow(QStringLiteral("&Address"), QStringLiteral("Where it answers"), field);
        show(setting);
        QLabel *title = setting->findChild<QLabel *>();
        QVERIFY(field->mapTo(setting, QPoint()).x() > title->mapTo(setting, QPoint()).x());
        QCOMPARE(field->width(), Metrics::FieldWidth);
        m_window->resize(400, 560);
        QTRY_VERIFY(field->mapTo(setting, QPoint()).y() > title->mapTo(setting, QPoint()).y() + title->height());
        QVERIFY(field->width() > Metrics::FieldWidth);
        QTest::keyClick(m_window.get(), Qt::Key_A, Qt::AltModifier); // the title's mnemonic
        QTRY_VERIFY(field->hasFocus());
        QVERIFY(setting->matches({ QStringLiteral("address"), QStringLiteral("ANSWERS") }));
        QVERIFY(!setting->matches({ QStringLiteral("address"), QStringLiteral("key") }));
    }

    void rowsAreMirrored()
    {
        QApplication::setLayoutDirection(Qt::RightToLeft);
        auto *one = new Switch(QStringLiteral("One"));
        auto *setting = new SettingsRow(QStringLiteral("One"), {}, one);
        show(setting);
        QVERIFY(one->mapTo(setting, QPoint()).x() < setting->width() / 2);
    }

    void aToastTakesBackAndGoesByItself()
    {
        expose();
        Toast toast(m_window.get());
        int undone = 0;
        toast.show(QStringLiteral("Conversation deleted"), QStringLiteral("Undo"), [&undone] { ++undone; });
        QVERIFY(toast.isVisible() && m_window->rect().contains(toast.geometry()));
        QTest::mouseClick(toast.findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(undone, 1);
        QVERIFY(!toast.isVisible());
        QTest::mouseMove(m_window.get(), QPoint(3, 3)); // it stays under the pointer
        auto *timer = toast.findChild<QTimer *>();
        QCOMPARE(timer->interval(), Metrics::ToastMs);
        timer->setInterval(30);
        toast.show(QStringLiteral("Copied"));
        QVERIFY(toast.isVisible() && !toast.findChild<QPushButton *>()->isVisible());
        QTRY_VERIFY(!toast.isVisible());
    }

    void aPopoverClosesAndGivesTheFocusBack()
    {
        auto *field = new QLineEdit;
        show(field);
        field->setFocus();
        QTRY_VERIFY(field->hasFocus());
        Popover popover(m_window.get());
        auto *inside = new QLineEdit;
        (new QVBoxLayout(&popover))->addWidget(inside);
        QSignalSpy closed(&popover, &Popover::closed);
        popover.openAt(QRect(600, 500, 300, 120)); // partly outside: it is moved
        QVERIFY(m_window->rect().contains(popover.geometry().marginsRemoved(popover.contentsMargins())));
        inside->setFocus();
        QTRY_VERIFY(inside->hasFocus());
        QTest::mouseClick(inside, Qt::LeftButton);
        QVERIFY(popover.isVisible());
        QTest::keyClick(inside, Qt::Key_Escape);
        QTRY_VERIFY(!popover.isVisible());
        QTRY_VERIFY(field->hasFocus());
        QCOMPARE(closed.count(), 1);
        popover.openAt(QRect(200, 300, 300, 120));
        QTest::mouseClick(m_window.get(), Qt::LeftButton, {}, QPoint(3, 3));
        QVERIFY(!popover.isVisible());
    }

    void nothingOfTheGalleryIsClipped()
    {
        for (const Qt::LayoutDirection direction : { Qt::LeftToRight, Qt::RightToLeft }) {
            QApplication::setLayoutDirection(direction);
            m_window = std::make_unique<QWidget>();
            fillGallery(new QVBoxLayout(m_window.get()));
            m_window->resize(720, 700);
            expose();
            for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
                if (!widget->isVisible() || widget->size().isEmpty())
                    continue;
                const int needed =
                    qobject_cast<const QLabel *>(widget) ? widget->heightForWidth(widget->width()) : widget->minimumSizeHint().height();
                QVERIFY2(widget->height() >= needed, widget->metaObject()->className());
                QVERIFY2(widget->focusPolicy() == Qt::NoFocus || !widget->accessibleName().isEmpty()
                        || qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QPushButton *>(widget),
                    widget->metaObject()->className());
            }
        }
    }

    void gallery()
    {
        const QString folder = qEnvironmentVariable("HEDDLE_PICTURES");
        if (folder.isEmpty())
            QSKIP("set HEDDLE_PICTURES to a folder to get pictures of the widgets");
        QDir().mkpath(folder);
        for (const auto theme : { Settings::Theme::Light, Settings::Theme::Dark }) {
            m_appearance->set(look(theme));
            m_window = std::make_unique<QWidget>();
            auto *column = new QVBoxLayout(m_window.get());
            column->setContentsMargins(Metrics::SectionGap, Metrics::SectionGap, Metrics::SectionGap, Metrics::SectionGap);
            column->setSpacing(Metrics::WideGap);
            fillGallery(column);
            m_window->resize(760, 760);
            expose();
            Toast toast(m_window.get());
            toast.show(QStringLiteral("Conversation deleted"), QStringLiteral("Undo"), [] {});
            Popover popover(m_window.get());
            popover.openAt(QRect(500, 560, 220, 90));
            QVERIFY(m_window->grab().save(
                folder + (theme == Settings::Theme::Dark ? QLatin1String("/gallery-dark.png") : QLatin1String("/gallery.png"))));
        }
        m_appearance->set(look(Settings::Theme::Light));
    }
};

QTEST_MAIN(TestWidgets)
#include "test_widgets.moc"
