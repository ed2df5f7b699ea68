// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QCheckBox>
#include <QVariantAnimation>

namespace Heddle::Ui {

//! \brief A check box that looks like a switch. Its text isn't drawn, as it stands in the row beside it; assistive programs read it.
class Switch : public QCheckBox {
    Q_OBJECT
public:
    explicit Switch(const QString &text, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool hitButton(const QPoint &at) const override { return rect().contains(at); }

private:
    void slide();

    QVariantAnimation m_slide;
    double m_place = 0; //!< of the knob: 0 off, 1 on
};

} // namespace Heddle::Ui
