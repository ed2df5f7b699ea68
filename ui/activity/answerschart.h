// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <vector>

namespace Heddle::Ui {

//! \brief Answers of a comparison over time, with the limit as a dashed line. Of a burst: how many are there; with users who
//! come again: how long each one took.
class AnswersChart : public QWidget {
    Q_OBJECT
public:
    explicit AnswersChart(QWidget *parent = nullptr);
    //! \brief `answers`: when, and how long it took, in ms. The axes are shared by the charts beside each other.
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
