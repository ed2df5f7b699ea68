// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settingspage.h"
#include "ui/evaluation/evaluationpage.h"
#include "ui/settings/appearancepage.h"
#include "ui/settings/modelsettingspage.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include <QComboBox>
#include <QHBoxLayout>
#include <QListWidget>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int ListWidth = 220, NarrowPage = 640; //!< pixels

} // namespace

SettingsPage::SettingsPage(QWidget *parent) : QWidget(parent), m_list(new QListWidget), m_menu(new QComboBox), m_pages(new QStackedWidget)
{
    setObjectName(QStringLiteral("settings"));
    setAttribute(Qt::WA_StyledBackground);
    m_list->setObjectName(QStringLiteral("settingsList"));
    m_list->setAccessibleName(tr("Pages of the settings"));
    m_list->setFixedWidth(ListWidth);
    m_list->setSpacing(1);
    m_list->setIconSize({ Metrics::IconSize, Metrics::IconSize });
    m_menu->setObjectName(QStringLiteral("settingsMenu"));
    m_menu->setAccessibleName(m_list->accessibleName());
    m_menu->hide();
    auto *head = new QVBoxLayout;
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(0);
    head->addWidget(m_menu);
    head->addWidget(m_pages, 1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_list);
    row->addLayout(head, 1);
    connect(m_list, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_list, &QListWidget::currentRowChanged, m_menu, &QComboBox::setCurrentIndex);
    connect(m_list, &QListWidget::itemSelectionChanged, m_list, [this] {
        if (QListWidgetItem *current = m_list->currentItem(); current && !current->isSelected())
            current->setSelected(true); // a click beside the pages chooses none
    });
    connect(m_menu, &QComboBox::currentIndexChanged, m_list, [this](int page) { m_list->setCurrentRow(page); });
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

void SettingsPage::addPage(ModelSettingsPage *page, const QString &title, const QString &icon)
{
    add(page, title, icon);
    connect(page, &ModelSettingsPage::saved, this, &SettingsPage::saved);
    connect(this, &SettingsPage::loading, page, &ModelSettingsPage::load);
}

void SettingsPage::addPage(AppearancePage *page, const QString &title, const QString &icon)
{
    add(page, title, icon);
    connect(page, &AppearancePage::chosen, this, &SettingsPage::appearanceChosen);
    connect(this, &SettingsPage::loading, page, &AppearancePage::load);
}

void SettingsPage::addPage(EvaluationPage *page, const QString &title, const QString &icon)
{
    add(page, title, icon);
    connect(this, &SettingsPage::loading, page, &EvaluationPage::refresh);
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
    m_list->setVisible(!narrow);
    m_menu->setVisible(narrow);
}

} // namespace Heddle::Ui
