// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFrame>
#include <QPointer>
#include <QTimer>
#include <functional>

class QLabel;
class QPushButton;

namespace Heddle::Ui {

//! \brief Says what was just done, over the lower edge of a window, with an action that takes it back. It goes after six seconds,
//! with Esc, and where another one comes; while the pointer is on it or its button has the focus it stays. The focus goes back where
//! it came from.
class Toast : public QFrame {
    Q_OBJECT
public:
    //! \brief One for a window, over the whole of which it may be shown.
    explicit Toast(QWidget *window);

    //! \brief The one of the window that a widget is in.
    static Toast *of(const QWidget *widget);

    //! \param action what the button does, labelled `button`; null: there is none.
    void show(const QString &text, const QString &button = {}, std::function<void()> action = {});

    //! \brief Whether there is something to take back.
    bool hasAction() const { return isVisible() && m_action; }
    //! \brief Does what its button does, if there is one now.
    void act();
    //! \brief Gives its button the focus. \return False: there is none, or it has it.
    bool focusAction();

protected:
    void hideEvent(QHideEvent *event) override;
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void place();
    bool isUndo(QObject *watched, const QKeyEvent &key) const;
    void goWhenLeft();

    QLabel *m_text;
    QPushButton *m_button;
    QTimer m_time;
    std::function<void()> m_action;
    QPointer<QWidget> m_before; //!< had the focus before the button got it
    bool m_pointed = false; //!< at
};

} // namespace Heddle::Ui
