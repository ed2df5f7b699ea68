// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settingspage.h"
#include "ui/common/plaintext.h"
#include "ui/evaluation/evaluationpage.h"
#include "ui/settings/appearancepage.h"
#include "ui/settings/modelsettingspage.h"
#include "ui/settings/privacypage.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/widgets/card.h"
#include "ui/widgets/settingsrow.h"
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int ListWidth = 220, NarrowPage = 640; //!< pixels

} // namespace

SettingsPage::SettingsPage(QWidget *parent)
    : QWidget(parent), m_find(new QLineEdit), m_list(new QListWidget), m_hits(new QListWidget), m_menu(new QComboBox),
      m_side(new QStackedWidget), m_pages(new QStackedWidget)
{
    setObjectName(QStringLiteral("settings"));
    setAttribute(Qt::WA_StyledBackground);
    m_list->setObjectName(QStringLiteral("settingsList"));
    m_list->setAccessibleName(tr("Pages of the settings"));
    m_hits->setObjectName(QStringLiteral("settingsHits"));
    m_hits->setAccessibleName(tr("Settings that were found"));
    for (QListWidget *list : { m_list, m_hits }) {
        list->setSpacing(1);
        list->setFrameShape(QFrame::NoFrame);
        list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        list->setIconSize({ Metrics::IconSize, Metrics::IconSize });
        m_side->addWidget(list);
    }
    m_side->setFixedWidth(ListWidth);
    m_menu->setObjectName(QStringLiteral("settingsMenu"));
    m_menu->setAccessibleName(m_list->accessibleName());
    m_menu->hide();
    auto *right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(0);
    right->addWidget(m_menu);
    right->addWidget(m_pages, 1);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_side);
    row->addLayout(right, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addLayout(row, 1);
    connect(m_list, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_list, &QListWidget::currentRowChanged, m_menu, &QComboBox::setCurrentIndex);
    connect(m_list, &QListWidget::itemSelectionChanged, m_list, [this] {
        if (QListWidgetItem *current = m_list->currentItem(); current && !current->isSelected())
            current->setSelected(true); // a click beside the pages chooses none
    });
    connect(m_menu, &QComboBox::currentIndexChanged, m_list, [this](int page) { m_list->setCurrentRow(page); });
    connect(m_find, &QLineEdit::textChanged, this, &SettingsPage::showHits);
    connect(m_find, &QLineEdit::returnPressed, this, [this] { showHit(m_found.value(0)); });
    const auto open = [this](QListWidgetItem *item) { showHit(m_found.value(m_hits->row(item))); };
    connect(m_hits, &QListWidget::itemClicked, this, open);
    connect(m_hits, &QListWidget::itemActivated, this, open);
}

QWidget *SettingsPage::makeHead()
{
    QLabel *title = plainLabel(tr("Settings"));
    title->setObjectName(QStringLiteral("settingsTitle"));
    title->setProperty("textRole", QStringLiteral("section"));
    m_find->setObjectName(QStringLiteral("findSetting"));
    m_find->setPlaceholderText(tr("Find a setting"));
    m_find->setAccessibleName(tr("Find a setting"));
    m_find->setClearButtonEnabled(true);
    m_find->setMaximumWidth(Metrics::ListWidth);
    if (const QIcon search = Style::icon(QStringLiteral("search")); !search.isNull())
        m_find->addAction(search, QLineEdit::LeadingPosition);
    auto *head = new QWidget;
    head->setProperty("pageHead", true);
    head->setFixedHeight(Metrics::HeaderHeight);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(Metrics::SectionGap, 0, Metrics::CardGap, 1);
    row->addWidget(title, 1);
    row->addWidget(m_find, 1);
    return head;
}

void SettingsPage::add(QWidget *page, const QString &title, const QString &icon)
{
    m_pages->addWidget(page);
    auto *item = new QListWidgetItem(Style::icon(icon), title);
    item->setSizeHint({ 0, Metrics::RowHeight });
    m_list->addItem(item);
    m_menu->addItem(title);
    if (m_list->currentRow() < 0)
        m_list->setCurrentRow(0);
}

QList<SettingsPage::Hit> SettingsPage::find(const QString &text) const
{
    const QStringList words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    QList<Hit> hits;
    if (words.isEmpty())
        return hits;
    for (int page = 0; page < m_pages->count(); ++page) {
        const QString title = m_list->item(page)->text();
        if (std::all_of(words.cbegin(), words.cend(), [&](const QString &word) { return title.contains(word, Qt::CaseInsensitive); }))
            hits += Hit { title, page, nullptr };
        for (SettingsRow *row : m_pages->widget(page)->findChildren<SettingsRow *>()) {
            if (Card::isRowShown(row) && row->matches(words))
                hits += Hit { tr("%1 · %2").arg(QString(row->title()).remove(QLatin1Char('&')), title), page, row };
        }
    }
    return hits;
}

void SettingsPage::showHits()
{
    m_found = find(m_find->text());
    m_hits->clear();
    for (const Hit &hit : std::as_const(m_found))
        (new QListWidgetItem(hit.title, m_hits))->setToolTip(plainToolTip(hit.title));
    if (m_found.isEmpty() && !m_find->text().trimmed().isEmpty()) {
        auto *none = new QListWidgetItem(tr("No setting has these words."), m_hits);
        none->setFlags(Qt::ItemIsEnabled);
    }
    m_side->setCurrentIndex(m_find->text().trimmed().isEmpty() ? 0 : 1);
    m_side->setVisible(width() >= NarrowPage || m_side->currentIndex() == 1);
}

void SettingsPage::showHit(const Hit &hit)
{
    if (hit.title.isEmpty())
        return;
    m_list->setCurrentRow(hit.page);
    m_find->clear();
    if (!hit.row)
        return m_list->setFocus();
    for (QWidget *widget = hit.row; widget; widget = widget->parentWidget()) {
        if (auto *scroll = qobject_cast<QScrollArea *>(widget))
            scroll->ensureWidgetVisible(hit.row);
    }
    if (hit.row->control())
        hit.row->control()->setFocus(Qt::ShortcutFocusReason);
}

void SettingsPage::focusFind()
{
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

void SettingsPage::switchTheme()
{
    if (m_appearance)
        m_appearance->switchTheme();
}

void SettingsPage::addPage(ModelSettingsPage *page, const QString &title, const QString &icon)
{
    add(page, title, icon);
    connect(page, &ModelSettingsPage::saved, this, &SettingsPage::saved);
    connect(this, &SettingsPage::loading, page, &ModelSettingsPage::load);
}

void SettingsPage::addPage(AppearancePage *page, const QString &title, const QString &icon)
{
    add(page, title, icon);
    m_appearance = page;
    connect(page, &AppearancePage::chosen, this, &SettingsPage::appearanceChosen);
    connect(this, &SettingsPage::loading, page, &AppearancePage::load);
}

void SettingsPage::addPage(EvaluationPage *page, const QString &title, const QString &icon)
{
    add(page, title, icon);
    connect(this, &SettingsPage::loading, page, &EvaluationPage::refresh);
}

void SettingsPage::addPage(PrivacyPage *page, const QString &title, const QString &icon)
{
    add(page, title, icon);
    connect(this, &SettingsPage::loading, page, &PrivacyPage::refresh);
}

void SettingsPage::load()
{
    Q_EMIT loading();
}

void SettingsPage::showPage(const QWidget *page)
{
    for (int row = 0; row < m_pages->count(); ++row) {
        if (m_pages->widget(row) == page || m_pages->widget(row)->isAncestorOf(page))
            m_list->setCurrentRow(row);
    }
}

void SettingsPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool narrow = width() < NarrowPage;
    m_side->setVisible(!narrow || m_side->currentIndex() == 1);
    m_menu->setVisible(narrow);
    findChild<QLabel *>(QStringLiteral("settingsTitle"))->setVisible(!narrow); // the window says it then
    m_find->setMaximumWidth(narrow ? QWIDGETSIZE_MAX : Metrics::ListWidth);
}

} // namespace Heddle::Ui
