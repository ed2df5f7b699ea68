// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/stopscope.h"
#include "core/concurrency/taskgroup.h"
#include "core/conversation/answermaps.h"
#include "core/mindmap/editor.h"
#include <QTimer>
#include <QWidget>

class QAction;
class QBoxLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QSplitter;
class QToolButton;

namespace Heddle::Ui {

class IconButton;
class MapView;
class PassageList;

//! \brief Shows the mind map of an answer and the passages behind the selected node.
//!
//! A map that was stored with its answer is shown as it is; otherwise one is made. It can be edited, searched, and written
//! to files; edits are stored with the answer.
class MapPanel : public QWidget {
    Q_OBJECT
public:
    //! \brief `files` is the pool that reads and writes map files. All outlive the panel.
    MapPanel(Conversation::AnswerMaps *maps, Concurrency::WorkPool *files, Concurrency::TaskGroup *tasks, QWidget *parent = nullptr);

    //! \brief Opens the map of an answer.
    //! \param message The answer; if it is empty, the last one of the conversation.
    //! \param again Makes a new map even if one is stored.
    void open(const QString &conversation, const QString &message, bool again = false);
    void clear();
    //! \brief Tells the panel whether it stands beside the chat; its button offers the other place.
    void setBeside(bool beside);
    bool isWorking() const { return m_working; }
    QString conversation() const { return m_conversation; }
    QString message() const { return m_message; }
    const MindMap::Map &map() const { return m_editor.map(); }
    MapView *view() const { return m_view; }
    //! \brief Replaces the map by one from a file. It can be undone.
    void importFile(const QString &path);
    //! \brief Writes the map to a file. \param format svg, png, pdf, json, md, opml or mm.
    void exportFile(const QString &path, const QString &format);

Q_SIGNALS:
    void failed(const QString &message);
    //! \brief The user wants the map in the other one of its two places.
    void placementToggled();
    //! \brief The user asks about a branch, in the map's conversation.
    void askRequested(const QString &conversation, const QString &question);
    void sourceRequested(const QString &conversation, const QList<Dialog::Source> &sources, int index);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    using MapResult = Conversation::AnswerMaps::MapResult;
    void styleLabels();
    void layOutWidgets();
    void connectActions();
    void connectView();
    QWidget *makeBar();
    QList<QToolButton *> makeZoomButtons();
    void showRoom();
    QToolButton *makeMenuButton();
    void addEditActions(QMenu *menu);
    void addFileActions(QMenu *menu);
    void makeOrStop();
    void showPartial(const MindMap::Map &map, int done, int all);
    void showResult(const Result<MapResult> &opened);
    void showOpened(const MapResult &opened);
    void showFailure(const Error &error);
    void draw(const MindMap::Map &wanted, bool fresh);
    void showState();
    QString stateText() const;
    void showPassages(MindMap::NodeId id);
    void showActions();
    void search(const QString &words);
    void nextFound(bool forward);
    void ask(MindMap::NodeId id);
    void step(MindMap::NodeId (MindMap::Editor::*undoOrRedo)());
    void changed();
    void save();
    void chooseExport(const QString &format);
    void chooseImport();
    void replaceMap(const Result<MindMap::Map> &map);
    void reportError(const Status &status);

    Conversation::AnswerMaps *m_maps;
    Concurrency::WorkPool *m_files;
    Concurrency::TaskGroup *m_tasks;
    MindMap::Editor m_editor;
    Dialog::AnswerMap m_kept; //!< as stored; only its map changes with edits
    QString m_conversation, m_message;
    MapView *m_view;
    QLineEdit *m_search;
    QLabel *m_title, *m_state, *m_passagesTitle;
    PassageList *m_passages;
    QBoxLayout *m_head; //!< title, and what one can do
    QSplitter *m_split; //!< map and passages
    IconButton *m_make, *m_place;
    QAction *m_undo, *m_redo, *m_add, *m_rename, *m_remove;
    QList<MindMap::NodeId> m_found;
    QList<Dialog::Source> m_shownPassages;
    QTimer m_saveSoon;
    Concurrency::StopScope m_opening;
    bool m_working = false, m_unsaved = false;
    bool m_drawnFirst = false; //!< a part of the map that is being made has been drawn
    int m_done = 0, m_all = 0; //!< passages read so far and in all, while a map is made
};

} // namespace Heddle::Ui
