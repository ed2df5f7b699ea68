// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/popover.h"
#include "ui/window/commands.h"

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace Heddle::Ui {

//! \brief The command palette: one field that finds commands, conversations, documents and settings, and Return that runs the first.
class Palette : public Popover {
    Q_OBJECT
public:
    struct Entry {
        QString title, icon;
        QString hint; //!< at the other end: a shortcut, or what it is
        std::function<void()> run;
    };
    //! \brief Finds entries for what was typed, now or later; for an answer that comes too late nobody waits.
    using Lookup = std::function<void(const QString &text, const std::function<void(const QList<Entry> &)> &found)>;

    explicit Palette(QWidget *window);

    //! \param lookups in the order in which what they find is listed, after the commands.
    void open(const QList<Command> &commands, const QList<Lookup> &lookups);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void look();
    void list();
    void run(const QModelIndex &index);
    void place();

    QLineEdit *m_field;
    QListView *m_view;
    QStandardItemModel *m_model;
    QList<Command> m_commands;
    QList<Lookup> m_lookups;
    QList<QList<Entry>> m_found; //!< by each lookup
    QList<Entry> m_entries; //!< that are listed
    int m_round = 0; //!< of looking
};

} // namespace Heddle::Ui
