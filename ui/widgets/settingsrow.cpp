// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/settingsrow.h"
#include "ui/common/plaintext.h"
#include "ui/style/metrics.h"
#include <QBoxLayout>
#include <QLabel>

namespace Heddle::Ui {

SettingsRow::SettingsRow(const QString &title, const QString &description, QWidget *control, QWidget *parent)
    : QWidget(parent), m_title(plainLabel(title)), m_description(plainLabel(description)), m_control(control),
      m_row(new QBoxLayout(QBoxLayout::LeftToRight)), m_column(new QVBoxLayout(this))
{
    m_title->setWordWrap(true);
    m_description->setWordWrap(true);
    m_description->setProperty("quiet", true);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_title);
    words->addWidget(m_description);
    m_row->setSpacing(Metrics::WideGap);
    m_row->addLayout(words, 1);
    if (m_control) {
        m_title->setBuddy(m_control);
        if (m_control->accessibleDescription().isEmpty())
            m_control->setAccessibleDescription(description);
        m_row->addWidget(m_control, 0, Qt::AlignVCenter);
    }
    m_column->setContentsMargins(Metrics::WideGap, Metrics::CardGap, Metrics::WideGap, Metrics::CardGap);
    m_column->setSpacing(Metrics::Gap);
    m_column->addLayout(m_row);
    m_description->setVisible(!description.isEmpty()); // a child by now: what has no parent would be shown as a window
}

void SettingsRow::setTitle(const QString &title)
{
    m_title->setText(title);
}

void SettingsRow::setDescription(const QString &description)
{
    m_description->setText(description);
    m_description->setVisible(!description.isEmpty());
}

void SettingsRow::addBelow(QWidget *widget)
{
    m_column->addWidget(widget);
}

void SettingsRow::setStacked(bool stacked)
{
    m_stacked = stacked;
    arrange();
}

QString SettingsRow::title() const
{
    return m_title->text();
}

QString SettingsRow::description() const
{
    return m_description->text();
}

bool SettingsRow::matches(const QStringList &words) const
{
    const QString all = QString(m_title->text()).remove(QLatin1Char('&')) + QLatin1Char(' ') + m_description->text() + QLatin1Char(' ')
        + (m_control ? m_control->accessibleName() : QString());
    return std::all_of(words.cbegin(), words.cend(), [&](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

QSize SettingsRow::minimumSizeHint() const
{
    return { Metrics::ListWidth - 2 * Metrics::WideGap, QWidget::minimumSizeHint().height() };
}

void SettingsRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void SettingsRow::arrange()
{
    if (!m_control)
        return;
    const bool wide = m_control->sizePolicy().horizontalPolicy() != QSizePolicy::Fixed;
    const bool below = m_stacked || (wide && width() < Metrics::NarrowRow);
    m_row->setDirection(below ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight); // mirrored by the layout itself
    m_row->setSpacing(below ? Metrics::Gap : Metrics::WideGap);
    m_row->setAlignment(m_control, below ? Qt::Alignment() : Qt::AlignVCenter);
    if (wide) {
        m_control->setMinimumWidth(below ? 0 : Metrics::FieldWidth);
        m_control->setMaximumWidth(below ? QWIDGETSIZE_MAX : Metrics::FieldWidth);
    }
}

} // namespace Heddle::Ui
