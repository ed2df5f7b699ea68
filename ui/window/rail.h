// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QButtonGroup;
class QMenu;
class QToolButton;

namespace Heddle::Ui {

//! \brief The narrow column at the left edge: buttons for the window's pages and the activity panel, and a menu for the rest.
class Rail : public QWidget {
    Q_OBJECT
public:
    struct Place {
        int id;
        QString text, objectName, icon;
        int key; //!< the digit of its shortcut, Ctrl+digit, for the tool tip
        bool atBottom = false;
    };
    //! \param menu of the button at the bottom.
    Rail(const QList<Place> &places, QMenu *menu, QWidget *parent = nullptr);

    void setPlace(int id);
    void setActivityShown(bool shown);

Q_SIGNALS:
    void placeChosen(int id);
    void activityToggled(bool shown);

private:
    QToolButton *addButton(const Place &place);
    QButtonGroup *m_places;
    QToolButton *m_activity;
};

} // namespace Heddle::Ui
