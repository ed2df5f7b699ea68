// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPointer>
#include <QWidget>

namespace Heddle::Ui {

//! \brief A rounded panel with a shadow that floats over a window. A click beside it closes it, and so does Esc; the focus goes back
//! to where it was.
class Popover : public QWidget {
    Q_OBJECT
public:
    explicit Popover(QWidget *window);

    //! \brief Shows the panel with its visible frame at `frame`, in the window's coordinates, kept inside the window.
    void openAt(const QRect &frame);
    void close();
    //! \brief How far the shadow reaches beyond the frame; contents margins keep it free.
    static int shadow();

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QPointer<QWidget> m_before; //!< had the focus
};

} // namespace Heddle::Ui
