// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTextBrowser>

namespace Heddle::Ui {

//! \brief A text that loads nothing and opens nothing: no picture, style or file that its content names is ever fetched, and a
//! link that is clicked is only reported. Every text of the window is one.
class TextView : public QTextBrowser {
    Q_OBJECT
public:
    explicit TextView(QWidget *parent = nullptr);

    QVariant loadResource(int type, const QUrl &name) override;
};

} // namespace Heddle::Ui
