// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/stopscope.h"
#include "core/concurrency/taskgroup.h"
#include "core/library/catalog.h"
#include "core/library/documentscope.h"
#include "core/retrieval/retriever.h"
#include "core/setup/currentsetup.h"
#include <QTimer>
#include <QWidget>
#include <functional>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace Heddle::Ui {

class Chip;
class EmptyState;
class PassageResults;
class RowGlide;
class SourcePanel;

//! \brief Finds passages without any question being asked: results as one types, with the words marked and their ranks, and the document
//! behind the one that is chosen. It can be used by keys alone.
class PassagesPage : public QWidget {
    Q_OBJECT
public:
    //! \param makeSource makes the panel that shows documents, once there is one to be shown; the page owns it. All others outlive
    //! the page.
    PassagesPage(Retrieval::Retriever *retriever, const Setup::CurrentSetup *setup, Library::DocumentScopes scopes,
        std::function<SourcePanel *()> makeSource, Concurrency::TaskGroup *tasks, QWidget *parent = nullptr);

    //! \brief What the search can be limited to.
    void setCollections(const QList<Library::Collection> &collections);
    //! \brief Closes what is on top: the search in the document, then the document.
    void closeTop();
    void focusFind();
    //! \brief What F6 goes to, in this order.
    QWidgetList parts() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void layOut();
    void connectParts();
    void search();
    void searchIn(const QStringList &documents);
    void show(const Retrieval::Retrieval &retrieval, bool last);
    void showFailure(const Error &error);
    void showNothing(const Retrieval::Retrieval &retrieval);
    void showSuggestion(const QString &suggestion);
    QString stateText(const Retrieval::Retrieval &retrieval) const;
    void openRow(int row);
    void openRowInWindow(int row);
    SourcePanel *sourcePanel();
    void placeParts();
    bool isLimited() const;
    void clearFilters();
    void showRowMenu(const QPoint &place);
    bool closeSource();
    void fillScopeMenu();
    void fillTypeMenu();
    void fillFolderMenu();
    void fillTimeMenu();
    void setFilter(Chip *chip, const QString &name, bool active);

    Retrieval::Retriever *m_retriever;
    const Setup::CurrentSetup *m_setup;
    const Library::DocumentScopes m_scopes;
    Concurrency::TaskGroup *m_tasks;
    Concurrency::StopScope m_searching;
    QTimer m_typing; //!< until typing has paused
    int m_round = 0; //!< of searching
    QList<Library::Collection> m_collections;
    qint64 m_collection = 0; //!< searched alone; 0: all
    QString m_type; //!< of files, searched alone; empty: all
    QByteArray m_folder; //!< searched alone, absolute; empty: all
    int m_days = 0; //!< since the documents that are searched were changed; 0: any time
    int m_shownRound = 0; //!< whose results the list shows
    QLineEdit *m_field;
    Chip *m_scope, *m_folders, *m_types, *m_times;
    QLabel *m_state;
    QPushButton *m_suggestion;
    QListView *m_view;
    PassageResults *m_results;
    RowGlide *m_glide;
    EmptyState *m_nothing, *m_failure;
    QPushButton *m_everywhere, *m_again;
    QStackedWidget *m_body;
    const std::function<SourcePanel *()> m_makeSource;
    SourcePanel *m_source = nullptr;
    QSplitter *m_splitter;
};

} // namespace Heddle::Ui
