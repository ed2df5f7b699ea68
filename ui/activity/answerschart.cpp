// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/answerschart.h"
#include "ui/activity/stages.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QPainter>

namespace Heddle::Ui {

AnswersChart::AnswersChart(QWidget *parent) : QWidget(parent)
{
    setMinimumHeight(110);
    setAccessibleName(tr("Answers over time"));
}

void AnswersChart::setAnswers(std::vector<std::pair<double, double>> answers, bool burst, double limitMs, double longestMs, double highest)
{
    m_answers = std::move(answers);
    m_burst = burst;
    m_limit = limitMs;
    m_longest = std::max(1.0, longestMs);
    m_highest = std::max(1.0, highest);
    update();
}

void AnswersChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    const int text = fontMetrics().height();
    const QRectF room = QRectF(rect()).adjusted(Metrics::Gap, text + 4, -Metrics::Gap, -text - 6);
    painter.setPen(Style::tokensOf(palette()).thirdText);
    painter.drawText(QRectF(room.left(), 0, room.width(), text + 2), Qt::AlignLeft | Qt::AlignVCenter,
        m_burst ? tr("answers, %1 at the top").arg(m_highest, 0, 'f', 0)
                : tr("time of an answer, %1 at the top").arg(Stages::duration(m_highest)));
    painter.drawText(
        QRectF(room.left(), room.bottom() + 2, room.width(), text + 2), Qt::AlignRight | Qt::AlignVCenter, Stages::duration(m_longest));
    painter.drawLine(room.bottomLeft(), room.bottomRight());
    const auto x = [&](double ms) { return room.left() + room.width() * ms / m_longest; };
    const auto y = [&](double value) { return room.bottom() - room.height() * value / m_highest; };
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_burst) {
        QPolygonF steps { QPointF(x(0), y(0)) };
        int count = 0;
        for (const auto &[at, took] : m_answers) {
            steps += QPointF(x(at), y(count));
            steps += QPointF(x(at), y(++count));
        }
        painter.setPen(QPen(Style::tokensOf(palette()).accent, 2));
        painter.drawPolyline(steps);
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(Style::tokensOf(palette()).accent);
        for (const auto &[at, took] : m_answers)
            painter.drawEllipse(QPointF(x(at), y(took)), 1.5, 1.5);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(Style::tokensOf(palette()).signal, 1, Qt::DashLine));
    const QString words = tr("limit %1").arg(Stages::duration(m_limit));
    if (m_burst) {
        painter.drawLine(QPointF(x(m_limit), room.top()), QPointF(x(m_limit), room.bottom()));
        painter.drawText(QRectF(x(m_limit) - 204, room.top(), 200, text + 2), Qt::AlignRight, words);
    } else {
        painter.drawLine(QPointF(room.left(), y(m_limit)), QPointF(room.right(), y(m_limit)));
        painter.drawText(QRectF(room.left(), y(m_limit), room.width(), text + 2), Qt::AlignLeft, words);
    }
}

} // namespace Heddle::Ui
