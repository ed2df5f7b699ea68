// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/heartbeat.h"

namespace Heddle::Ui {
namespace {

constexpr int BeatMs = 10;
constexpr qsizetype Minutes = 60;

} // namespace

Heartbeat::Heartbeat(QObject *parent) : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(BeatMs);
    connect(&m_timer, &QTimer::timeout, this, &Heartbeat::beat);
}

void Heartbeat::setBeating(bool beating)
{
    if (beating == m_timer.isActive())
        return;
    if (!beating) {
        m_timer.stop();
        return;
    }
    m_since.start();
    m_told.start();
    m_timer.start();
}

void Heartbeat::beat()
{
    constexpr qint64 MinuteMs = 60'000, TellMs = 1000;
    const double late = std::max(0.0, double(m_since.nsecsElapsed()) / 1e6 - BeatMs);
    m_since.start();
    if (m_gaps.isEmpty() || m_minute.elapsed() >= MinuteMs) {
        m_gaps.prepend(0);
        m_gaps.resize(std::min(m_gaps.size(), Minutes));
        m_minute.start();
    }
    m_gaps.first() = std::max(m_gaps.first(), late);
    m_second = std::max(m_second, late);
    if (m_told.elapsed() >= TellMs) {
        m_told.start();
        m_lastSecond = std::exchange(m_second, 0);
        Q_EMIT measured();
    }
}

} // namespace Heddle::Ui
