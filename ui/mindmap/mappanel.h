// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/answermaps.h"
#include "core/mindmap/editor.h"
#include "ui/common/services.h"
#include <QPointer>
#include <QTimer>
#include <QWidget>

class QAction;
class QLabel;
class QLineEdit;
class QToolBar;
class QToolButton;

namespace Heddle::Ui {

class MapView;
class PassageList;

//! \brief The mind map of an answer: made as it is opened, or as it was kept; edited, searched, saved to files. Below it
//! the passages that the chosen node comes from. What the user changes is kept with the answer.
class MapPanel : public QWidget {
    Q_OBJECT
public:
    explicit MapPanel(Services services, QWidget *parent = nullptr);

    //! \brief Shows the map of an answer; `message` empty: of the last one. `again`: a new one is made.
    void open(const QString &conversation, const QString &message, bool again = false);
    void clear();
    //! \brief Whether it stands beside the chat, for the button that changes this.
    void setBeside(bool beside);
    bool isWorking() const { return m_working; }
    QString conversation() const { return m_conversation; }
    QString message() const { return m_message; }
    const MindMap::Map &map() const { return m_editor.map(); }
    MapView *view() const { return m_view; }
    //! \brief A map from a file takes the place of this one; it can be undone.
    void importFile(const QString &path);
    //! \brief format: svg, png, pdf, json, md, opml, mm.
    void exportFile(const QString &path, const QString &format);

Q_SIGNALS:
    void failed(const QString &message);
    //! \brief The other one of its two places.
    void placeWanted();
    //! \brief A question about a branch, in the map's conversation.
    void askWanted(const QString &conversation, const QString &question);
    void sourceWanted(const QString &conversation, const QList<Dialog::Source> &sources, int index);

protected:
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeBar();
    void showOpened(const Conversation::AnswerMaps::Opened &opened);
    void draw(const MindMap::Map &wanted, bool fresh);
    void showState();
    void showPassages(MindMap::NodeId id);
    void showActions();
    void search(const QString &words);
    void nextFound(bool forward);
    void ask(MindMap::NodeId id);
    void changed();
    void save();
    void chooseExport(const QString &format);
    static QCoro::Task<void> load(
        QPointer<MapPanel> panel, Services services, QString conversation, QString message, bool again, std::stop_token stop);
    static QCoro::Task<void> store(QPointer<MapPanel> panel, Services services, QString message, Dialog::AnswerMap map);
    static QCoro::Task<void> write(QPointer<MapPanel> panel, Services services, QString path, MindMap::Map map, QString format);
    static QCoro::Task<void> read(QPointer<MapPanel> panel, Services services, QString path);

    Services m_services;
    MindMap::Editor m_editor;
    Dialog::AnswerMap m_kept; //!< everything but the map itself is as it was made
    QString m_conversation, m_message;
    MapView *m_view;
    QLineEdit *m_search;
    QLabel *m_title, *m_state, *m_passagesTitle;
    PassageList *m_passages;
    QToolButton *m_make, *m_place;
    QAction *m_undo, *m_redo, *m_add, *m_rename, *m_remove;
    QList<MindMap::NodeId> m_found;
    QList<Dialog::Source> m_shownPassages;
    QTimer m_saveSoon;
    std::stop_source m_stop;
    bool m_working = false, m_unsaved = false;
    int m_done = 0, m_all = 0; //!< passages, while it is made
};

} // namespace Heddle::Ui
