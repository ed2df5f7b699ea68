// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QAction;
class QButtonGroup;
class QToolButton;

namespace Heddle::Ui {

//! \brief The narrow column at the left edge: the window's pages, the live panel, and what is seldom wanted.
class Rail : public QWidget {
    Q_OBJECT
public:
    struct Place {
        int id;
        QString text, objectName;
        int key; //!< of Ctrl+key, as the tool tip says it
    };
    explicit Rail(const QList<Place> &places, QWidget *parent = nullptr);

    void setPlace(int id);
    void setActivityShown(bool shown);

Q_SIGNALS:
    void placeChosen(int id);
    void activityToggled(bool shown);
    void shortcutsRequested();
    void stallsToggled(bool shown);

private:
    QToolButton *addButton(const QString &text, const QString &objectName, int key);
    QButtonGroup *m_places;
    QToolButton *m_activity;
};

} // namespace Heddle::Ui
