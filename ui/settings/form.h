// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/settings/keys.h"
#include "core/settings/values.h"
#include <QHash>
#include <QObject>
#include <functional>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLayout;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;
class QVBoxLayout;
class QWidget;

namespace Heddle::Ui {

class Card;
class SettingsRow;

//! \brief A scrolling page of the settings: title, what it is for, cards, buttons, and the result of the last action.
QWidget *settingsContent(const QString &title, const QString &purpose, QWidget *cards, QLayout *buttons, QWidget *result);

//! \brief Cards of rows that are made from settings keys: name, description, range, suffix and accessible name are the key's.
//!
//! It shows stored values, tells what is typed, and which of it differs from what is stored. It belongs to its page, which
//! may put rows of its own in between.
class SettingsForm : public QObject {
    Q_OBJECT
public:
    explicit SettingsForm(QWidget *page);

    //! \brief The cards, to be put into the page.
    QWidget *content() const { return m_content; }
    //! \brief Rows that are added from now on stand in a card of their own, below a title.
    void beginGroup(const QString &title);
    //! \brief Adds a row that no key stands for.
    SettingsRow *addRow(const QString &title, const QString &description, QWidget *control);
    //! \brief Adds a text below the row that was added last.
    void addNote(QWidget *note);

    // Each adds a row and returns its field. `beside` stands in the same row, after the field.
    QSpinBox *add(const Settings::Key<int> &key, const char *objectName);
    QSpinBox *add(const Settings::Key<std::chrono::milliseconds> &key, const char *objectName);
    QDoubleSpinBox *add(const Settings::Key<double> &key, const char *objectName);
    QLineEdit *add(const Settings::Key<std::optional<double>> &key, const char *objectName);
    QLineEdit *add(const Settings::Key<QString> &key, const char *objectName, QWidget *beside = nullptr);
    //! \brief A text of several lines.
    QPlainTextEdit *addLines(const Settings::Key<QString> &key, const char *objectName);
    //! \brief A list of the key's choices; their ids are the data of the entries.
    QComboBox *addChoice(const Settings::Definition &key, const char *objectName);
    //! \brief A text that can be typed or chosen from entries that the page puts in.
    QComboBox *addSuggestions(const Settings::Key<QString> &key, const char *objectName, QWidget *beside);
    //! \brief A switch for a choice between two words; it is on where the second one holds.
    QCheckBox *addSwitch(const Settings::Definition &key, const char *objectName);

    using Read = std::function<std::optional<QString>()>;
    using Write = std::function<void(const Settings::Values &)>;
    //! \brief Ties a setting to a field that the page has made and put into a row. `read` returns nothing where the field says nothing about it.
    void bind(const Settings::Definition &key, QWidget *field, Read read, Write write);

    void setRowVisible(const Settings::Definition &key, bool visible);
    //! \brief Shows or hides the row that a field is in; out of sight it is out of reach as well.
    void setRowVisible(QWidget *field, bool visible);
    //! \brief Puts the default into the field, to be saved or not.
    void reset(const Settings::Definition &key);

    //! \brief Fills the fields from what is stored.
    void show(const Settings::Values &values);
    //! \brief The settings as they would be with all that is typed.
    Settings::Values typed() const;
    //! \brief What is to be saved: fields that were changed, and those whose stored value can't be used. Fields that are out
    //! of reach, disabled or hidden, keep what is stored.
    Settings::Changes changes() const;
    //! \brief `changes` are stored now, and `values` all there is; what was typed meanwhile stays.
    void markSaved(const Settings::Changes &changes, const Settings::Values &values);
    //! \brief Why stored values of this form are not used; a sentence each.
    QStringList notices() const;

Q_SIGNALS:
    //! \brief A field was changed, or all of them filled.
    void changed();

private:
    struct Row {
        const Settings::Definition *key;
        QWidget *field, *whole; //!< whole: the field, or what holds it and the widget beside it
        Read read;
        Write write;
        QString shown; //!< the text that stands for what is stored
    };
    void addRow(const Settings::Definition &key, QWidget *field, const char *objectName, Read read, Write write, QWidget *beside = nullptr);
    void report();
    static SettingsRow *rowOf(const QWidget *field);
    const Row *find(const Settings::Definition &key) const;

    QWidget *const m_page;
    QWidget *const m_content;
    QVBoxLayout *const m_column;
    Card *m_card = nullptr; //!< that rows are added to
    QHash<const QWidget *, QLabel *> m_headings; //!< of cards that have one
    SettingsRow *m_last = nullptr;
    QList<Row> m_rows;
    Settings::Values m_stored;
    bool m_filling = false;
};

} // namespace Heddle::Ui
