// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QLabel;

namespace Heddle::Ui {

//! \brief A message above the page that stays until it is closed; its text can be selected.
class Banner : public QWidget {
    Q_OBJECT
public:
    explicit Banner(QWidget *parent = nullptr);
    void showMessage(const QString &text);
    //! \brief Takes a message back, where it is the one that is shown.
    void withdraw(const QString &text);

private:
    QLabel *m_text;
};

} // namespace Heddle::Ui
