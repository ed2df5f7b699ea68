// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/settings/values.h"
#include <QPointer>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QListWidget;
class QStackedWidget;

namespace Heddle::Ui {

class AppearancePage;
class EvaluationPage;
class ModelSettingsPage;
class PrivacyPage;
class SettingsRow;

//! \brief The settings: a list of pages at the left, or a menu of them above where the window is narrow, and the page that is chosen.
//! A field above finds settings by the words of their names and descriptions.
class SettingsPage : public QWidget {
    Q_OBJECT
public:
    //! A page, or a row of one, that was found by its words.
    struct Hit {
        QString title;
        int page = 0;
        QPointer<SettingsRow> row; //!< null: the page itself
    };
    explicit SettingsPage(QWidget *parent = nullptr);

    //! \brief Adds a page, which becomes a child of this one. `icon`: a name for Style::icon().
    void addPage(ModelSettingsPage *page, const QString &title, const QString &icon);
    void addPage(AppearancePage *page, const QString &title, const QString &icon);
    void addPage(EvaluationPage *page, const QString &title, const QString &icon);
    void addPage(PrivacyPage *page, const QString &title, const QString &icon);
    //! \brief Shows what is saved: settings the first time, questions as they are now.
    void load();
    //! \brief Shows a page that was added.
    void showPage(const QWidget *page);
    //! \brief Pages and rows that have all the words of `text`.
    QList<Hit> find(const QString &text) const;
    //! \brief Shows the page of a hit, with the focus on its row.
    void showHit(const Hit &hit);
    void focusFind();
    //! \brief From light to dark or back.
    void switchTheme();
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
    QWidget *makeHead();
    void add(QWidget *page, const QString &title, const QString &icon);
    void showHits();

    QLineEdit *m_find;
    QListWidget *m_list, *m_hits;
    QComboBox *m_menu;
    QStackedWidget *m_side; //!< the list of pages, or what was found
    QStackedWidget *m_pages;
    AppearancePage *m_appearance = nullptr;
    QList<Hit> m_found;
};

} // namespace Heddle::Ui
