// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/stylesheet.h"
#include "ui/style/metrics.h"
#include <QHash>
#include <QRegularExpression>
#include <cmath>

namespace Heddle::Ui::Style {
namespace {

// Names behind @ stand for tokens and lengths; see values(). Fields have no color here: Qt would make half of it that of the
// placeholder, which then can't be read; the palette has both.
constexpr char Template[] = R"(
* { outline: none; }
QToolTip { background: @raised; color: @text; border: 1px solid @border; padding: 6px 8px; }

QPushButton { background: @raised; color: @text; border: 1px solid @strongBorder; border-radius: @controlRadius;
    min-height: @innerControl; padding: 0 12px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @selected; }
QPushButton:focus { border: 2px solid @accent; padding: 0 11px; }
QPushButton:disabled { color: @thirdText; border-color: @border; background: transparent; }
QPushButton:flat { background: transparent; border-color: transparent; color: @secondText; }
QPushButton:flat:hover { background: @hover; }
QPushButton:flat:focus { border: 2px solid @accent; padding: 0 11px; }
QPushButton:default, QPushButton[primary="true"] { background: @accent; color: @onAccent; border-color: @accent; }
QPushButton:default:hover, QPushButton[primary="true"]:hover { background: @accentHover; }
QPushButton:default:focus, QPushButton[primary="true"]:focus { border: 2px solid @text; }
QPushButton:default:disabled, QPushButton[primary="true"]:disabled { background: @hover; color: @thirdText; border-color: @hover; }
QPushButton::menu-indicator { width: 0; }

QToolButton { background: transparent; color: @secondText; border: 2px solid transparent; border-radius: @controlRadius; padding: 4px 6px; }
QToolButton:hover { background: @hover; }
QToolButton:pressed, QToolButton:checked { background: @selected; color: @accent; }
QToolButton:focus { border-color: @accent; }
QToolButton:disabled { color: @thirdText; }
QToolButton::menu-indicator { image: none; width: 0; }
#rail { background: @window; border: none; border-right: 1px solid @border; }
#rail QToolButton { font-size: @caption; padding: 6px 0 4px; border-radius: 8px; }
#rail QToolButton:checked { font-weight: 600; }

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit[field="true"] { background: @raised;
    border: 1px solid @strongBorder; border-radius: @controlRadius; min-height: @innerControl; padding: 0 8px;
    selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus, QPlainTextEdit[field="true"]:focus { border: 2px solid @accent; padding: 0 7px; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled { background: @window; border-color: @border; }
QPlainTextEdit[field="true"] { padding: 6px 8px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url(:/icons/controls/down.svg); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @border; padding: 4px; selection-background-color: @selected; selection-color: @text; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button { border: none; width: 20px; background: transparent; }
QSpinBox::up-button:hover, QSpinBox::down-button:hover, QDoubleSpinBox::up-button:hover, QDoubleSpinBox::down-button:hover { background: @hover; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url(:/icons/controls/up.svg); width: 12px; height: 12px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url(:/icons/controls/down.svg); width: 12px; height: 12px; }

QCheckBox, QRadioButton { color: @text; spacing: 8px; border: 2px solid transparent; border-radius: 5px; padding: 2px; }
QCheckBox:focus, QRadioButton:focus { border-color: @accent; }
QCheckBox:disabled, QRadioButton:disabled { color: @thirdText; }

QAbstractItemView { background: @page; color: @text; border: none; selection-background-color: @selected; selection-color: @text; }
QListView::item, QListWidget::item { border-radius: @controlRadius; padding: 6px 8px; }
QListView::item:hover, QListWidget::item:hover { background: @hover; }
QListView::item:selected, QListWidget::item:selected { background: @selected; color: @text; }
QTableView, QTreeView { gridline-color: @border; alternate-background-color: @subtle; }
QTableView::item { padding: 0 10px; border-bottom: 1px solid @border; }
QTableView::item:selected { background: @selected; color: @text; }
QTableView:focus, QTreeView:focus, QListView:focus { border: 2px solid @accent; border-radius: @controlRadius; }
QHeaderView { background: @page; border: none; }
QHeaderView::section { background: @page; color: @thirdText; border: none; border-bottom: 1px solid @border; padding: 7px 10px; font-size: @small; }
QHeaderView::section:hover { color: @text; }

QTextBrowser, QTextEdit, QPlainTextEdit { background: @page; border: none; selection-background-color: @accent; selection-color: @onAccent; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @strongBorder; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @thirdText; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: @raised; color: @text; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 5px; }
QMenu::item:selected { background: @hover; }
QMenu::item:disabled { color: @thirdText; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }

QTabWidget::pane { border: none; border-top: 1px solid @border; background: @page; }
QTabBar { background: @page; qproperty-drawBase: 0; }
QTabWidget::tab-bar { left: 16px; }
QTabBar::tab { background: transparent; color: @secondText; border: none; border-bottom: 2px solid transparent; padding: 10px 12px; margin-right: 4px; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @accent; border-bottom-color: @accent; }
QTabBar::tab:focus { background: @hover; }
QGroupBox { border: 1px solid @border; border-radius: @cardRadius; margin-top: 20px; padding: 12px 8px 8px; background: @raised; }
QGroupBox::title { subcontrol-origin: margin; left: 4px; color: @thirdText; font-size: @small; }

QProgressBar { background: @subtle; border: none; border-radius: 1px; }
QProgressBar::chunk { background: @accent; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: @strongBorder; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 16px; height: 16px; margin: -6px 0; border-radius: 8px; background: @accent; }
QSplitter::handle { background: @border; }
QMainWindow::separator { background: @border; width: 1px; height: 1px; }
QDockWidget { titlebar-close-icon: url(:/icons/controls/close.svg); titlebar-normal-icon: url(:/icons/controls/float.svg); }
QDockWidget::title { background: @window; padding: 8px 16px; border-bottom: 1px solid @border; }
QStatusBar { background: @window; color: @thirdText; border-top: 1px solid @border; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: @thirdText; font-size: @small; }
#libraryPage, #settings, #passagesPage { background: @page; }
#settingsList { background: @page; border-right: 1px solid @border; padding: 16px 12px; }
#settingsList:focus { border: none; border-right: 1px solid @border; border-radius: 0; }
#settingsList::item { color: @secondText; padding: 8px 10px; }
#settingsList::item:selected { color: @accent; }
#settingsList::item:selected:focus { border: 2px solid @accent; padding: 6px 8px; }
#paletteField { background: transparent; border: none; min-height: 44px; }
#paletteField:focus { border: none; padding: 0 8px; }
#paletteEntries { background: transparent; }
#settingsHits { background: @page; border-right: 1px solid @border; padding: 16px 12px; }
#settingsHits:focus { border: none; border-right: 1px solid @border; border-radius: 0; }
QLabel[result="good"] { background: @goodGround; color: @good; border-radius: @controlRadius; padding: 8px 12px; }
QLabel[result="trouble"] { background: @signalGround; color: @signal; border-radius: @controlRadius; padding: 8px 12px; }
QLabel[result="busy"] { background: @subtle; color: @secondText; border-radius: @controlRadius; padding: 8px 12px; }
#settingsMenu { margin: 12px 16px 0; }
#collectionsPanel { background: @window; border-right: 1px solid @border; }
#collections { background: @window; }
#collections:focus { border: none; }
#documents:focus { border: none; }
*[pageHead="true"] { background: @page; border-bottom: 1px solid @border; }
#problems { background: @signalGround; border: none; border-radius: 9px; }
#problemsText { color: @signal; }
QPushButton[small="true"] { min-height: @innerSmall; padding: 0 9px; }
QPushButton[small="true"]:focus { padding: 0 8px; }
QToolButton[bare="true"], QToolButton[bare="true"]:hover { background: transparent; border: none; padding: 0; }
QProgressBar[slim="true"] { border-radius: 2px; background: @subtle; }
QProgressBar[slim="true"]::chunk { border-radius: 2px; }
QHeaderView::up-arrow { image: url(:/icons/controls/up.svg); width: 12px; height: 12px; }
QHeaderView::down-arrow { image: url(:/icons/controls/down.svg); width: 12px; height: 12px; }
#mapEvidence, #mapPassages { background: @window; }
#mapState { background: @page; }
#mapPassages:focus { border: none; }
#conversationList { background: @window; }
#conversationList QListView { background: @window; }
#conversationList QListView:focus { border: none; }
#conversationList QListView::item:focus { background: @selected; }
#newConversation { text-align: left; font-weight: 500; }
#chatHeader { background: @page; border-bottom: 1px solid @border; }
#sourcePanel, #sourcePanel #sourceHead, #sourcePanel #sourceFoot { background: @window; }
#sourceHead { border-bottom: 1px solid @border; }
#sourceFoot { border-top: 1px solid @border; }
#sourceFoot QSpinBox { min-height: 24px; padding: 0 4px; }
#sourceFoot QSpinBox:focus { padding: 0 3px; }
#sourceNotice { background: @signalGround; color: @signal; border-radius: @controlRadius; padding: 6px 8px; margin: 8px 16px; }
#pdfSidebar { background: @window; border-right: 1px solid @border; }
#pdfSidebar QTreeView, #pdfSidebar QListView { background: @window; border: none; }
#pdfSidebar QTreeView:focus, #pdfSidebar QListView:focus, #passagesFound:focus { border: none; }
#pdfSidebar QTreeView::item { padding: 5px 2px; border-radius: @controlRadius; }
#pdfSidebar QTreeView::item:hover { background: @hover; }
#pdfSidebar QTreeView::item:selected { background: @selected; color: @text; }
#documentWindow { background: @window; }
#hoverCard QTextBrowser { background: transparent; }
#hoverCard QPushButton { min-height: 26px; padding: 0 10px; }
#hoverCard QPushButton:focus { padding: 0 9px; }
#cardNumber { background: @selected; color: @accent; border: 1px solid transparent; border-radius: 9px; min-width: 16px; min-height: 16px; max-height: 16px; font-weight: 600; }
#cardNumber[signal="true"] { background: @signalGround; color: @signal; border: 1px dashed @signal; }
#cardWhyBox { background: @signalGround; border: none; border-radius: @controlRadius; }
#cardWhy { color: @signal; }
#composer { background: @raised; border: 1px solid @strongBorder; border-radius: @composerRadius; }
#composer[active="true"] { border: 1px solid @accent; }
#composer QPlainTextEdit { background: @raised; }
#attachment { background: @subtle; border: 1px solid @border; border-radius: @controlRadius; }
#send { background: @accent; color: @onAccent; border: none; border-radius: 17px; min-height: 34px; max-height: 34px; min-width: 34px; padding: 0; }
#send:hover { background: @accentHover; }
#send:focus { border: 2px solid @text; padding: 0; }
QToolButton[chip="true"] { border: 1px solid @border; border-radius: 13px; padding: 3px 10px; background: @raised; color: @secondText; }
QToolButton[chip="true"]:hover { background: @hover; }
QToolButton[chip="true"]:focus { border: 2px solid @accent; padding: 2px 9px; }
#dropHint { border: 1px dashed @strongBorder; border-radius: @cardRadius; color: @thirdText; padding: 16px 48px; }
#welcomeMark { background: @selected; border-radius: 16px; }
#chatColumn { background: @page; }
QToolButton[iconButton="true"] { padding: 0; }
QToolButton[mark="true"], QToolButton[mark="true"]:hover { background: @selected; border: none; border-radius: 16px; padding: 0; }
*[textRole="title"] { font-size: @title; font-weight: 600; }
*[textRole="section"] { font-size: @section; font-weight: 600; }
*[textRole="answer"] { font-size: @section; }
*[textRole="small"] { font-size: @small; }
QLabel[quiet="true"] { color: @thirdText; font-size: @small; }
QLabel[second="true"] { color: @secondText; }
QFrame[line="true"] { background: @border; border: none; }
#toast { background: @text; border: none; border-radius: 9px; }
#toastText { color: @page; }
#toastAction { background: transparent; color: @toastAction; border: 2px solid transparent; font-weight: 600; min-height: 22px; padding: 0 8px; }
#toastAction:hover { background: @toastHover; }
#toastAction:focus { border-color: @toastAction; }
QFrame[card="true"] { background: @raised; border: 1px solid @border; border-radius: @cardRadius; }
)";

QHash<QString, QString> values(const Tokens &tokens, double textPixels)
{
    const auto pixels = [](double value) { return QStringLiteral("%1px").arg(int(std::lround(value))); };
    const QColor accentHover = tokens.dark ? tokens.accent.lighter(110) : tokens.accent.darker(112);
    return { { QStringLiteral("window"), tokens.window.name() }, { QStringLiteral("page"), tokens.page.name() },
        { QStringLiteral("raised"), tokens.raised.name() }, { QStringLiteral("subtle"), tokens.subtle.name() },
        { QStringLiteral("hover"), tokens.hover.name() }, { QStringLiteral("selected"), tokens.selected.name() },
        { QStringLiteral("border"), tokens.border.name() }, { QStringLiteral("strongBorder"), tokens.strongBorder.name() },
        { QStringLiteral("text"), tokens.text.name() }, { QStringLiteral("secondText"), tokens.secondText.name() },
        { QStringLiteral("thirdText"), tokens.thirdText.name() }, { QStringLiteral("accent"), tokens.accent.name() },
        { QStringLiteral("accentHover"), accentHover.name() }, { QStringLiteral("onAccent"), tokens.onAccent.name() },
        { QStringLiteral("signal"), tokens.signal.name() }, { QStringLiteral("signalGround"), tokens.signalGround.name() },
        { QStringLiteral("toastAction"), (tokens.dark ? lightTokens() : darkTokens()).accent.name() },
        { QStringLiteral("toastHover"), (tokens.dark ? lightTokens() : darkTokens()).hover.name() },
        { QStringLiteral("title"), pixels(textPixels * 20 / 13) }, { QStringLiteral("section"), pixels(textPixels * 15 / 13) },
        { QStringLiteral("caption"), pixels(textPixels * 11 / 13) }, { QStringLiteral("small"), pixels(textPixels * 12 / 13) },
        { QStringLiteral("controlRadius"), pixels(Metrics::ControlRadius) }, { QStringLiteral("cardRadius"), pixels(Metrics::CardRadius) },
        { QStringLiteral("composerRadius"), pixels(Metrics::ComposerRadius) }, { QStringLiteral("good"), tokens.good.name() },
        { QStringLiteral("goodGround"), tokens.goodGround.name() },
        { QStringLiteral("innerSmall"), pixels(Metrics::SmallControlHeight - 2) },
        { QStringLiteral("innerControl"), pixels(Metrics::ControlHeight - 2) } };
}

} // namespace

QString styleSheet(const Tokens &tokens, double textPixels)
{
    const QHash<QString, QString> known = values(tokens, textPixels);
    static const QRegularExpression name(QStringLiteral("@(\\w+)"));
    const QString sheet = QString::fromLatin1(Template);
    QString filled;
    qsizetype at = 0;
    for (auto it = name.globalMatch(sheet); it.hasNext();) {
        const auto found = it.next();
        const QString value = known.value(found.captured(1));
        Q_ASSERT(!value.isEmpty());
        filled += QStringView(sheet).mid(at, found.capturedStart() - at);
        filled += value;
        at = found.capturedEnd();
    }
    filled += QStringView(sheet).mid(at);
    return filled;
}

} // namespace Heddle::Ui::Style
