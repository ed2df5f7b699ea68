// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/settings/keys.h"
#include "core/settings/values.h"
#include <QObject>
#include <functional>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;
class QWidget;

namespace Heddle::Ui {

//! \brief A form whose rows are made from settings keys: label, range, suffix, accessible name and tool tip are the key's.
//!
//! It shows stored values, tells what is typed, and which of it differs from what is stored. It belongs to its page, which
//! may put rows of its own in between through layout().
class SettingsForm : public QObject {
    Q_OBJECT
public:
    explicit SettingsForm(QWidget *page);

    QFormLayout *layout() const { return m_layout; }

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
    //! \brief A check box for a choice between two words; it is checked where the second one holds.
    QCheckBox *addSwitch(const Settings::Definition &key, const char *objectName);

    using Read = std::function<std::optional<QString>()>;
    using Write = std::function<void(const Settings::Values &)>;
    //! \brief Ties a setting to a field that the page has made and put into a row. `read` returns nothing where the field says nothing about it.
    void bind(const Settings::Definition &key, QWidget *field, Read read, Write write);

    void setRowVisible(const Settings::Definition &key, bool visible);
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
    const Row *find(const Settings::Definition &key) const;

    QWidget *const m_page;
    QFormLayout *const m_layout;
    QList<Row> m_rows;
    Settings::Values m_stored;
    bool m_filling = false;
};

} // namespace Heddle::Ui
