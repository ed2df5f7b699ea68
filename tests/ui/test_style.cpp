// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/windowfixture.h"
#include "ui/settings/settingspage.h"
#include "ui/style/appearance.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/rows.h"
#include "ui/style/stylesheet.h"
#include "ui/style/tokens.h"
#include <QApplication>
#include <QComboBox>
#include <QDBusVariant>
#include <QImage>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QSpinBox>
#include <QTextBrowser>
#include <QTextFrame>

using namespace Heddle;
using namespace Heddle::Ui;
using namespace Heddle::TestSupport;

namespace {

struct Pair {
    const char *name;
    QColor text, ground;
};

QList<Pair> textPairs(const Style::Tokens &t)
{
    QList<Pair> pairs;
    const std::pair<const char *, QColor> grounds[] = { { "window", t.window }, { "page", t.page }, { "raised", t.raised },
        { "subtle", t.subtle }, { "hover", t.hover }, { "selected", t.selected } };
    for (const QColor &text : { t.text, t.secondText, t.thirdText, t.accent, t.signal, t.good }) {
        for (const auto &[name, ground] : grounds)
            pairs += Pair { name, text, ground };
    }
    pairs += { Pair { "accent", t.onAccent, t.accent }, { "signal ground", t.signal, t.signalGround },
        { "signal ground", t.text, t.signalGround }, { "good ground", t.good, t.goodGround }, { "mark", t.text, t.mark } };
    return pairs;
}

//! The commonest colour of a drawing that isn't see-through.
QColor drawnColor(const QIcon &icon, QIcon::State state = QIcon::Off)
{
    const QImage image = icon.pixmap(QSize(48, 48), 1, QIcon::Normal, state).toImage();
    QHash<QRgb, int> counts;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (qAlpha(image.pixel(x, y)) == 255)
                ++counts[image.pixel(x, y)];
        }
    }
    QRgb most = 0;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it)
        most = counts.value(most) < it.value() ? it.key() : most;
    return QColor(most);
}

Settings::Values values(Settings::Theme theme, int size)
{
    Settings::Changes changes;
    changes.set(Settings::Keys::AppearanceTheme, theme);
    changes.set(Settings::Keys::AppearanceTextSize, size);
    return Settings::Values().with(changes);
}

} // namespace

//! The window's looks: readable colours, sharp icons, and a theme and a size of text that change while the window is open.
class TestStyle : public WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void everyTextCanBeReadOnItsGround()
    {
        constexpr double Readable = 4.5; // WCAG 2.1, AA
        for (const Style::Tokens *tokens : { &Style::lightTokens(), &Style::darkTokens() }) {
            for (const Pair &pair : textPairs(*tokens)) {
                const double contrast = Style::contrast(pair.text, pair.ground);
                QVERIFY2(contrast >= Readable,
                    qPrintable(QStringLiteral("%1 on %2: %3").arg(pair.text.name(), QLatin1String(pair.name)).arg(contrast)));
            }
        }
        QCOMPARE(Style::contrast(Qt::white, Qt::black), 21.0);
        QCOMPARE(Style::contrast(Qt::black, Qt::black), 1.0);
    }

    //! What Qt makes of a style sheet counts, not what the palette has: it would draw the placeholder half transparent.
    void whatAnEmptyFieldAsksForCanBeRead()
    {
        Style::Appearance appearance;
        begin();
        for (const Settings::Theme theme : { Settings::Theme::Light, Settings::Theme::Dark }) {
            appearance.set(values(theme, 100));
            for (const QWidget *field : { child<QWidget>("question"), child<QWidget>("findFile"), child<QWidget>("passagesField") }) {
                field->ensurePolished();
                const QColor color = field->palette().color(QPalette::PlaceholderText);
                QCOMPARE(color.alpha(), 255);
                QVERIFY2(Style::contrast(color, theme == Settings::Theme::Dark ? Style::darkTokens().raised : Style::lightTokens().raised) >= 4.5,
                    qPrintable(field->objectName() + QLatin1Char(' ') + color.name()));
            }
        }
        end();
    }

    //! In a window that runs from right to left a name stands at the other side, and reads as it did.
    void aNameKeepsItsDirection()
    {
        const QString name = QStringLiteral("01-what-heddle-is.md");
        const auto drawn = [](const auto &draw) {
            QImage image(240, 32, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            draw(painter);
            return image;
        };
        const QRect room(8, 0, 224, 32);
        const QImage mirrored = drawn([&](QPainter &painter) {
            painter.setLayoutDirection(Qt::RightToLeft);
            Style::drawTextLine(painter, room, name, Qt::AlignLeading | Qt::AlignVCenter, Qt::ElideRight);
        });
        const QImage wanted =
            drawn([&](QPainter &painter) { painter.drawText(room, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, name); });
        QVERIFY(mirrored == wanted);
        const QImage plain = drawn(
            [&](QPainter &painter) { Style::drawTextLine(painter, room, name, Qt::AlignLeading | Qt::AlignVCenter, Qt::ElideRight); });
        QVERIFY(plain != mirrored);
    }

    //! The icon of a button doesn't touch its text.
    void anIconKeepsItsDistanceFromTheText()
    {
        if (Style::icon(QStringLiteral("square-pen")).isNull())
            QSKIP("built without icons (tools/fetch-components)");
        const Style::Appearance appearance;
        begin();
        auto *button = child<QPushButton>("newConversation");
        button->ensurePolished();
        const QSize size = button->iconSize();
        QVERIFY(size.width() > size.height());
        const QImage image = button->icon().pixmap(size, 1).toImage();
        for (int y = 0; y < image.height(); ++y)
            QCOMPARE(qAlpha(image.pixel(image.width() - 2, y)), 0);
        end();
    }

    //! Answer and composer end at the same place, whether or not the transcript has a scroll bar.
    void theTranscriptIsAsWideAsTheComposer()
    {
        const Style::Appearance appearance;
        begin();
        m_window->resize(1280, 800);
        addSample();
        type(QStringLiteral("Where are my keys kept?"));
        const auto *view = child<QTextBrowser>("transcript");
        QTRY_VERIFY_WITH_TIMEOUT(view->toPlainText().contains(QLatin1String("Quoted from your documents")), 120'000);
        const auto *composer = child<QWidget>("composer");
        for (const int height : { 1400, 500 }) {
            m_window->resize(1280, height);
            QTRY_COMPARE(view->viewport()->width() < view->width(), height == 500);
            const QTextFrameFormat format = view->document()->rootFrame()->frameFormat();
            const int left = view->viewport()->mapTo(m_window.get(), QPoint()).x() + int(format.leftMargin());
            const int right =
                view->viewport()->mapTo(m_window.get(), QPoint(view->viewport()->width(), 0)).x() - int(format.rightMargin());
            QVERIFY(std::abs(left - composer->mapTo(m_window.get(), QPoint()).x()) <= 1);
            QVERIFY(std::abs(right - composer->mapTo(m_window.get(), QPoint(composer->width(), 0)).x()) <= 1);
        }
        end();
    }

    void aPaletteIsWhole()
    {
        for (const Style::Tokens *tokens : { &Style::lightTokens(), &Style::darkTokens() }) {
            const QPalette palette = Style::paletteOf(*tokens);
            for (int role = 0; role < QPalette::NColorRoles; ++role) {
                if (role == QPalette::NoRole)
                    continue;
                for (const QPalette::ColorGroup group : { QPalette::Active, QPalette::Inactive, QPalette::Disabled })
                    QVERIFY2(palette.isBrushSet(group, QPalette::ColorRole(role)), qPrintable(QString::number(role)));
            }
            QCOMPARE(&Style::tokensOf(palette), tokens);
        }
    }

    void aStyleSheetHasNoNamesLeft()
    {
        const QString sheet = Style::styleSheet(Style::darkTokens(), 20);
        QVERIFY(!sheet.contains(QLatin1Char('@')));
        QVERIFY(sheet.contains(Style::darkTokens().accent.name()));
        QVERIFY(sheet.contains(QLatin1String("font-size: 17px"))); // a caption, in the proportion of 11 to 13
        QVERIFY(!sheet.contains(Style::lightTokens().page.name()));
    }

    void iconsFollowThemeAndState()
    {
        const QIcon icon = Style::icon(QStringLiteral("search"));
        if (icon.isNull())
            QSKIP("built without icons (tools/fetch-components)");
        Style::Appearance appearance;
        for (const auto theme : { Settings::Theme::Dark, Settings::Theme::Light }) {
            appearance.set(values(theme, 100));
            const Style::Tokens &tokens = theme == Settings::Theme::Dark ? Style::darkTokens() : Style::lightTokens();
            QCOMPARE(drawnColor(icon), tokens.secondText);
            QCOMPARE(drawnColor(icon, QIcon::On), tokens.accent);
            QCOMPARE(drawnColor(Style::icon(QStringLiteral("search"), Style::IconTint::OnAccent)), tokens.onAccent);
        }
        QVERIFY(Style::icon(QStringLiteral("no-such-icon")).isNull());
        QVERIFY(!Style::programIcon().pixmap(64).isNull());
    }

    void theDesktopIsFollowedAndHighContrastWins()
    {
        Style::Appearance appearance;
        auto *system = appearance.findChild<Style::SystemTheme *>();
        QVERIFY(system);
        const auto tell = [system](const char *key, uint value) {
            QMetaObject::invokeMethod(system, "settingChanged", Q_ARG(QString, QStringLiteral("org.freedesktop.appearance")),
                Q_ARG(QString, QLatin1String(key)), Q_ARG(QDBusVariant, QDBusVariant(QVariant(value))));
        };
        tell("color-scheme", 1);
        QVERIFY(Style::isDark(QApplication::palette()));
        tell("color-scheme", 2);
        QVERIFY(!Style::isDark(QApplication::palette()));
        tell("color-scheme", 1);
        appearance.set(values(Settings::Theme::Light, 100)); // the user knows better
        QVERIFY(!Style::isDark(QApplication::palette()));
        QVERIFY(!qApp->styleSheet().isEmpty());
        tell("contrast", 1);
        QVERIFY(qApp->styleSheet().isEmpty());
        tell("contrast", 0);
        QVERIFY(!qApp->styleSheet().isEmpty());
    }

    void textGrowsAndShrinksAgain()
    {
        Style::Appearance appearance;
        const double before = QApplication::font().pointSizeF();
        const double section = Style::font(Style::TextRole::Section).pointSizeF();
        appearance.set(values(Settings::Theme::Light, 150));
        QCOMPARE(QApplication::font().pointSizeF(), before * 1.5);
        QCOMPARE(Style::font(Style::TextRole::Section).pointSizeF(), section * 1.5);
        appearance.set(values(Settings::Theme::Light, 100));
        QCOMPARE(QApplication::font().pointSizeF(), before);
    }

    void aNarrowWindowHasAMenuOfSettings()
    {
        begin();
        m_window->goTo(MainWindow::SettingsPlace);
        auto *list = child<QListWidget>("settingsList");
        auto *menu = child<QComboBox>("settingsMenu");
        QTRY_VERIFY(list->isVisible() && !menu->isVisible());
        m_window->resize(420, 700);
        QTRY_VERIFY(!list->isVisible() && menu->isVisible());
        QCOMPARE(menu->count(), list->count());
        menu->setFocus();
        QTest::keyClick(menu, Qt::Key_End);
        QTRY_VERIFY(child<QPushButton>("evaluationRun")->isVisible());
        m_window->resize(1200, 700);
        QTRY_VERIFY(list->isVisible());
        QCOMPARE(list->currentRow(), list->count() - 1);
        end();
    }

    void whatIsChosenInTheSettingsIsUsedAtOnceAndKept()
    {
        Style::Appearance appearance;
        m_appearance = &appearance;
        begin();
        QTest::keyClick(m_window.get(), Qt::Key_5, Qt::ControlModifier);
        auto *theme = child<QComboBox>("appearanceTheme");
        child<SettingsPage>("settings")->showPage(theme);
        QTRY_VERIFY(theme->isVisible() && theme->isEnabled());
        const double before = QApplication::font().pointSizeF();
        theme->setFocus();
        QTest::keyClick(theme, Qt::Key_Down);
        QTest::keyClick(theme, Qt::Key_Down);
        QCOMPARE(theme->currentData().toString(), QStringLiteral("dark"));
        QVERIFY(Style::isDark(QApplication::palette()));
        QTRY_COMPARE(m_app->settings().read()->get(Settings::Keys::AppearanceTheme), Settings::Theme::Dark);
        QTest::keyClick(child<QSpinBox>("appearanceTextSize"), Qt::Key_Up);
        QCOMPARE(QApplication::font().pointSizeF(), before * 1.1);
        QTRY_COMPARE(m_app->settings().read()->get(Settings::Keys::AppearanceTextSize), 110);
        QCOMPARE(m_window->palette().color(QPalette::Base), Style::darkTokens().page);
        end();
        m_appearance = nullptr;
    }
};

QTEST_MAIN(TestStyle)
#include "test_style.moc"
