// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/emptystate.h"
#include "ui/common/plaintext.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace Heddle::Ui {

EmptyState::EmptyState(const QString &icon, const QString &title, const QString &text, QPushButton *button, QWidget *parent)
    : QWidget(parent), m_text(plainLabel(text))
{
    auto *mark = new QToolButton; // drawn anew where the theme changes, as no pixmap is
    mark->setProperty("mark", true);
    mark->setIcon(Style::icon(icon, Style::IconTint::Accent));
    mark->setIconSize({ Metrics::MarkIconSize, Metrics::MarkIconSize });
    mark->setFixedSize(Metrics::MarkSize, Metrics::MarkSize);
    mark->setFocusPolicy(Qt::NoFocus);
    mark->setAttribute(Qt::WA_TransparentForMouseEvents);
    mark->setAccessibleName(title);
    QLabel *heading = plainLabel(title);
    heading->setProperty("textRole", QStringLiteral("title"));
    for (QLabel *label : { heading, m_text }) {
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignCenter);
    }
    m_text->setProperty("second", true);
    auto *inner = new QWidget;
    inner->setMaximumWidth(Metrics::EmptyStateWidth);
    auto *column = new QVBoxLayout(inner);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Metrics::CardGap);
    column->addWidget(mark, 0, Qt::AlignHCenter);
    column->addWidget(heading);
    column->addWidget(m_text);
    if (button) {
        column->addSpacing(Metrics::Gap);
        column->addWidget(button, 0, Qt::AlignHCenter);
    }
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(inner, 100);
    row->addStretch(1);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(Metrics::SectionGap, Metrics::SectionGap, Metrics::SectionGap, Metrics::SectionGap);
    all->addStretch(2);
    all->addLayout(row);
    all->addStretch(3);
    mark->setVisible(!mark->icon().isNull()); // a child by now: what has no parent would be shown as a window
}

void EmptyState::setText(const QString &text)
{
    m_text->setText(text);
}

} // namespace Heddle::Ui
