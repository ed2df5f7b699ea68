// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/settings/values.h"
#include <QWidget>

class QComboBox;
class QListWidget;
class QStackedWidget;

namespace Heddle::Ui {

class AppearancePage;
class EvaluationPage;
class ModelSettingsPage;

//! \brief The settings: a list of pages at the left, or a menu of them above where the window is narrow, and the page that is chosen.
class SettingsPage : public QWidget {
    Q_OBJECT
public:
    explicit SettingsPage(QWidget *parent = nullptr);

    //! \brief Adds a page, which becomes a child of this one. `icon`: a name for Style::icon().
    void addPage(ModelSettingsPage *page, const QString &title, const QString &icon);
    void addPage(AppearancePage *page, const QString &title, const QString &icon);
    void addPage(EvaluationPage *page, const QString &title, const QString &icon);
    //! \brief Shows what is saved: settings the first time, questions as they are now.
    void load();
    //! \brief Shows a page that was added.
    void showPage(const QWidget *page);
    QListWidget *list() const { return m_list; }

Q_SIGNALS:
    void saved();
    //! \brief The window is to look as these say.
    void appearanceChosen(const Heddle::Settings::Values &values);
    //! \brief load() was called.
    void loading();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void add(QWidget *page, const QString &title, const QString &icon);

    QListWidget *m_list;
    QComboBox *m_menu;
    QStackedWidget *m_pages;
};

} // namespace Heddle::Ui
