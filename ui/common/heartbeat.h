// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QElapsedTimer>
#include <QObject>
#include <QQueue>
#include <QTimer>

namespace Heddle::Ui {

//! \brief Measures how long the event loop leaves a timer waiting: the longest gap of each minute, for the last hour. It
//! beats only while it is watched or work goes on, so that an idle window costs nothing.
class Heartbeat : public QObject {
    Q_OBJECT
public:
    explicit Heartbeat(QObject *parent = nullptr);

    void setBeating(bool beating);
    //! \brief Milliseconds by which a beat came late at most: in this minute, and in each before it (newest first).
    double longestGap() const { return m_gaps.isEmpty() ? 0 : m_gaps.first(); }
    double lastSecond() const { return m_lastSecond; } //!< ms, in the second before measured()
    const QList<double> &gaps() const { return m_gaps; }

Q_SIGNALS:
    //! \brief About once a second while it beats.
    void measured();

private:
    void beat();
    QTimer m_timer;
    QElapsedTimer m_since, m_minute, m_told;
    QList<double> m_gaps;
    double m_second = 0, m_lastSecond = 0;
};

} // namespace Heddle::Ui
