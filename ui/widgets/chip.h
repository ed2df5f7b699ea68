// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractButton>

namespace Heddle::Ui {

//! \brief A rounded button for a choice among a few: a filter with its count, a scope, a suggestion. Checked, it has the accent's ground.
class Chip : public QAbstractButton {
    Q_OBJECT
public:
    explicit Chip(const QString &text, QWidget *parent = nullptr);

    //! \brief The text as it is: an "&" of a document's name is no mnemonic.
    void setText(const QString &text);
    QString text() const;
    //! \brief A number behind the text; below 0: none.
    void setCount(qint64 count);
    //! \brief An arrow that says that a menu opens.
    void setMenuArrow(bool shown);
    //! \brief In small text and 26 high, as under a field.
    void setSmall(bool small);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QString shownText() const;

    qint64 m_count = -1;
    bool m_arrow = false, m_small = false;
};

} // namespace Heddle::Ui
