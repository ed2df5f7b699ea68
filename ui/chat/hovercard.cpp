// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/hovercard.h"
#include "ui/common/sources.h"
#include "ui/common/textview.h"
#include "ui/style/metrics.h"
#include <QShortcut>
#include <QTextDocument>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr std::chrono::milliseconds Rest { 250 }, Grace { 250 };
constexpr int Width = 440, Highest = 360;

} // namespace

HoverCard::HoverCard(QWidget *parent) : QFrame(parent), m_text(new TextView(this))
{
    setObjectName(QStringLiteral("hoverCard"));
    setAccessibleName(tr("Passage behind the citation"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    m_text->setFrameShape(QFrame::NoFrame);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->addWidget(m_text);
    m_opening.setSingleShot(true);
    m_closing.setSingleShot(true);
    connect(&m_opening, &QTimer::timeout, this, &HoverCard::open);
    connect(&m_closing, &QTimer::timeout, this, &QWidget::hide);
    connect(m_text, &QTextBrowser::anchorClicked, this, [this] {
        hide();
        Q_EMIT openRequested();
    });
    hide();
}

void HoverCard::aim(const Dialog::Source &source, const Dialog::CitationUse &use, const QPoint &at)
{
    m_closing.stop();
    m_source = source;
    m_use = use;
    m_at = at;
    m_opening.start(Rest);
}

void HoverCard::leave()
{
    m_opening.stop();
    if (isVisible())
        m_closing.start(Grace);
}

void HoverCard::open()
{
    m_text->setHtml(cardHtml(m_source, m_use, palette()));
    const int width = std::min(Width, parentWidget()->width() - 2 * Metrics::Gap);
    m_text->document()->setTextWidth(width - 2);
    const int height = std::min({ Highest, int(m_text->document()->size().height()) + 4, parentWidget()->height() - 2 * Metrics::Gap });
    const int x = std::clamp(m_at.x() - width / 3, Metrics::Gap, std::max(Metrics::Gap, parentWidget()->width() - width - Metrics::Gap));
    const bool below = m_at.y() + Metrics::WideGap + height <= parentWidget()->height();
    const int y = below ? m_at.y() + Metrics::WideGap : std::max(Metrics::Gap, m_at.y() - height - Metrics::Gap);
    setGeometry(x, y, width, height);
    raise();
    show();
}

void HoverCard::enterEvent(QEnterEvent *event)
{
    m_closing.stop();
    QFrame::enterEvent(event);
}

void HoverCard::leaveEvent(QEvent *event)
{
    m_closing.start(Grace);
    QFrame::leaveEvent(event);
}

} // namespace Heddle::Ui
