// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/flowstrip.h"
#include "ui/chat/flowstages.h"
#include "ui/common/passagelist.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

using namespace FlowStages;

constexpr int TickMs = 100;
constexpr int ListHeight = 220, Bar = 180, NarrowBar = 72, BarHeight = 6; //!< pixels

int colorOf(Dialog::Stage::Kind kind)
{
    using Kind = Dialog::Stage::Kind;
    switch (kind) {
    case Kind::Searching: return Words;
    case Kind::Reranking: return Rerank;
    case Kind::Rewriting:
    case Kind::Answering: break;
    }
    return Write;
}

} // namespace

FlowLine::FlowLine(QWidget *parent) : QToolButton(parent)
{
    setObjectName(QStringLiteral("flowStrip"));
    Style::setTextRole(this, Style::TextRole::Small);
    setCheckable(true);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // a long line must not widen the window
}

void FlowLine::setStages(const QList<std::pair<int, double>> &stages)
{
    m_stages = stages;
    update();
}

QSize FlowLine::sizeHint() const
{
    return { Metrics::NarrowChat, std::max(Metrics::SmallControlHeight, fontMetrics().height() + Metrics::Gap) };
}

void FlowLine::paintEvent(QPaintEvent *)
{
    const Style::Tokens &tokens = Style::tokensOf(QGuiApplication::palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setPen(hasFocus() ? QPen(tokens.accent, Metrics::FocusRing) : QPen(Qt::NoPen));
    painter.setBrush(underMouse() && isEnabled() ? QBrush(tokens.hover) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(box, Metrics::ControlRadius, Metrics::ControlRadius);

    QRect inside = rect().adjusted(Metrics::Gap, 0, -Metrics::Gap, 0);
    const auto take = [&](int width, bool atEnd) { // a part of the line, in the writing direction
        const bool left = (layoutDirection() == Qt::LeftToRight) != atEnd;
        const QRect taken = left ? QRect(inside.left(), 0, width, height()) : QRect(inside.right() + 1 - width, 0, width, height());
        inside = left ? inside.adjusted(width + Metrics::Gap, 0, 0, 0) : inside.adjusted(0, 0, -width - Metrics::Gap, 0);
        return taken;
    };
    double all = 0;
    for (const auto &[stage, ms] : m_stages)
        all += ms;
    if (all > 0) {
        const QRect area = take(inside.width() < Metrics::NarrowChat ? NarrowBar : Bar, false);
        FlowStages::paint(painter, QRectF(area.left(), area.center().y() - BarHeight / 2.0 + 0.5, area.width(), BarHeight), m_stages,
            QGuiApplication::palette());
    }
    if (isEnabled()) {
        const QIcon arrow = Style::icon(isChecked()    ? QStringLiteral("chevron-down")
                : layoutDirection() == Qt::LeftToRight ? QStringLiteral("chevron-right")
                                                       : QStringLiteral("chevron-left"));
        if (!arrow.isNull()) {
            QRect drawing(0, 0, Metrics::PillIconSize, Metrics::PillIconSize);
            drawing.moveCenter(take(Metrics::PillIconSize, true).center());
            arrow.paint(&painter, drawing);
        }
    }
    painter.setPen(tokens.thirdText);
    painter.setLayoutDirection(text().isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    const Qt::Alignment side = layoutDirection() == Qt::LeftToRight ? Qt::AlignLeft : Qt::AlignRight;
    painter.drawText(inside, int(side | Qt::AlignAbsolute | Qt::AlignVCenter) | Qt::TextSingleLine,
        fontMetrics().elidedText(text(), Qt::ElideRight, inside.width()));
}

FlowStrip::FlowStrip(QWidget *parent) : QWidget(parent), m_line(new FlowLine), m_list(new PassageList), m_stage {}
{
    m_list->setFixedHeight(ListHeight);
    m_list->hide();
    auto *column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_line);
    column->addWidget(m_list);
    auto *centred = new QWidget; // under the column of the answer
    centred->setMaximumWidth(Metrics::TextWidth + 2 * Metrics::Gap);
    centred->setLayout(column);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Metrics::WideGap, 0, Metrics::WideGap, 0); // and what is inside is Gap away from its ends
    row->addStretch(1);
    row->addWidget(centred, 1000);
    row->addStretch(1);
    m_tick.setInterval(TickMs);
    connect(&m_tick, &QTimer::timeout, this, &FlowStrip::showStage);
    connect(m_line, &QToolButton::toggled, this, &FlowStrip::toggle);
    connect(m_list, &PassageList::opened, this, [this](int chosen) { Q_EMIT opened(m_passages, chosen); });
    clear();
}

void FlowStrip::clear()
{
    m_tick.stop();
    m_passages.clear();
    m_summary.clear();
    m_spent.clear();
    m_line->setStages({});
    m_list->setPassages({});
    m_line->setChecked(false);
    hide();
}

QString FlowStrip::text() const
{
    return m_line->text();
}

void FlowStrip::setLine(const QString &text)
{
    const bool can = !m_passages.isEmpty();
    m_line->setEnabled(can);
    m_line->setText(text);
    m_line->setAccessibleName(text);
    show();
}

void FlowStrip::setStage(const Dialog::Stage &stage)
{
    if (m_tick.isActive())
        m_spent += std::pair(colorOf(m_stage.kind), double(m_since.elapsed()));
    m_stage = stage;
    m_writing = false;
    m_since.start();
    m_tick.start();
    showStage();
}

void FlowStrip::showStage()
{
    using Kind = Dialog::Stage::Kind;
    const auto elapsed = double(m_since.elapsed());
    m_line->setStages(m_spent + QList<std::pair<int, double>> { { colorOf(m_stage.kind), std::max(1.0, elapsed) } });
    switch (m_stage.kind) {
    case Kind::Searching:
        if (m_stage.passages > 1)
            return setLine(tr("Searching %1 documents, %2 s").arg(QLocale().toString(m_stage.passages), seconds(elapsed)));
        return setLine(tr("Searching your documents, %1 s").arg(seconds(elapsed)));
    case Kind::Rewriting: return setLine(tr("Asking %1 what the question means, %2 s").arg(m_stage.who, seconds(elapsed)));
    case Kind::Answering:
        if (m_stage.who.isEmpty())
            return setLine(tr("Choosing the sentences, %1 s").arg(seconds(elapsed)));
        if (!m_stage.waiting.isEmpty())
            return setLine(tr("%1, %2 s").arg(m_stage.waiting, seconds(elapsed)));
        if (m_writing)
            return setLine(tr("%1 is writing, %2 s").arg(m_stage.who, seconds(elapsed)));
        return setLine(tr("%1 reads %2 passages, %3 s").arg(m_stage.who, QString::number(m_stage.passages), seconds(elapsed)));
    case Kind::Reranking: break;
    }
    setLine(tr("Reranking %1 passages with %2, %3 of %4 s")
                .arg(QString::number(m_stage.passages), m_stage.who, seconds(elapsed),
                    QLocale().toString(double(m_stage.budget.count()) / 1000, 'g', 3)));
}

void FlowStrip::setPassages(const Dialog::Passages &passages, bool late)
{
    m_passages.clear();
    for (const Retrieval::Passage &passage : passages.passages)
        m_passages += Dialog::sourceFrom(passage);
    m_list->setPassages(m_passages);
    if (late)
        m_summary = tr("%1 passages, reranked since; that order was not used in this answer").arg(m_passages.size());
    if (!m_tick.isActive())
        setLine(m_summary);
}

void FlowStrip::finish(const Conversation::Answer &answer)
{
    m_tick.stop();
    if (m_passages.isEmpty()) { // from a stored conversation
        m_passages = answer.sources;
        std::sort(m_passages.begin(), m_passages.end(), [](const auto &a, const auto &b) { return a.rank < b.rank; });
        m_list->setPassages(m_passages);
    }
    m_line->setStages({}); // they stand under the answer from now on
    if (m_passages.isEmpty()) {
        hide();
        return;
    }
    m_summary = m_passages.size() == 1 ? tr("1 passage was found") : tr("%1 passages were found").arg(m_passages.size());
    setLine(m_summary);
}

void FlowStrip::toggle(bool open)
{
    m_list->setVisible(open);
}

} // namespace Heddle::Ui
