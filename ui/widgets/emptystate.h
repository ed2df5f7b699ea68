// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QLabel;
class QPushButton;

namespace Heddle::Ui {

//! \brief What stands where there is nothing yet: an icon, a title, one sentence, and the button that changes it.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    //! \param icon a name for Style::icon().
    //! \param button null: none.
    EmptyState(const QString &icon, const QString &title, const QString &text, QPushButton *button, QWidget *parent = nullptr);

    void setText(const QString &text);

private:
    QLabel *m_text;
};

} // namespace Heddle::Ui
