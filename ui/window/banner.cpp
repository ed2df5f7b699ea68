// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/banner.h"
#include "ui/common/plaintext.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace Heddle::Ui {

Banner::Banner(QWidget *parent) : QWidget(parent), m_text(plainLabel())
{
    m_text->setObjectName(QStringLiteral("banner"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *dismiss = new QToolButton;
    dismiss->setText(QStringLiteral("✕"));
    dismiss->setIcon(Style::icon(QStringLiteral("x")));
    dismiss->setAutoRaise(true);
    dismiss->setAccessibleName(tr("Close the notice"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Metrics::Gap, Metrics::Gap, Metrics::Gap, Metrics::Gap);
    row->addWidget(m_text, 1);
    row->addWidget(dismiss, 0, Qt::AlignTop);
    setAutoFillBackground(true);
    hide();
    connect(dismiss, &QToolButton::clicked, this, &QWidget::hide);
}

void Banner::showMessage(const QString &text)
{
    QPalette colors = parentWidget() ? parentWidget()->palette() : palette();
    const Style::Tokens &tokens = Style::tokensOf(colors);
    colors.setColor(QPalette::WindowText, tokens.signal);
    colors.setColor(QPalette::Window, tokens.signalGround);
    setPalette(colors);
    m_text->setText(text);
    show();
}

void Banner::withdraw(const QString &text)
{
    if (m_text->text() == text)
        hide();
}

} // namespace Heddle::Ui
