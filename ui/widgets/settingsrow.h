// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QBoxLayout;
class QLabel;

namespace Heddle::Ui {

//! \brief A setting: its name and what it is for, and at the other side the control; below them where there is little room.
class SettingsRow : public QWidget {
    Q_OBJECT
public:
    //! \param title may have a mnemonic; it leads to `control`.
    //! \param control may be null, for a row that only says something.
    SettingsRow(const QString &title, const QString &description, QWidget *control, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setDescription(const QString &description);
    //! \brief Adds a widget below title and description, over the whole width.
    void addBelow(QWidget *widget);
    //! \brief Has the control below title and description, however wide the row is: for long fields.
    void setStacked(bool stacked);
    QString title() const;
    QString description() const;
    QWidget *control() const { return m_control; }
    //! \brief Whether all of the words are in title, description or the accessible name of the control, whatever their case.
    bool matches(const QStringList &words) const;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();

    QLabel *m_title, *m_description;
    QWidget *m_control;
    QBoxLayout *m_row, *m_column;
    bool m_stacked = false;
};

} // namespace Heddle::Ui
