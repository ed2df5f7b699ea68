// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <vector>

namespace Heddle::Ui {

//! \brief Plots the answers of a comparison over time, with the limit as a dashed line: for a burst the number of answers so
//! far, otherwise how long each answer took.
class AnswersChart : public QWidget {
    Q_OBJECT
public:
    explicit AnswersChart(QWidget *parent = nullptr);
    //! \param answers When each answer came and how long it took, in ms.
    //! \param longestMs,highest The ends of the axes, which charts side by side share.
    void setAnswers(std::vector<std::pair<double, double>> answers, bool burst, double limitMs, double longestMs, double highest);
    QSize sizeHint() const override { return { 300, 130 }; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<std::pair<double, double>> m_answers;
    bool m_burst = true;
    double m_limit = 0, m_longest = 1000, m_highest = 1;
};

} // namespace Heddle::Ui
