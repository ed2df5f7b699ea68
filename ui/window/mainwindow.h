// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/pools.h"
#include "core/concurrency/taskgroup.h"
#include "core/conversation/conversationservice.h"
#include "core/library/indexer.h"
#include <QMainWindow>
#include <QPointer>

class QLabel;
class QPushButton;

namespace Heddle::Ui {

class ChatPage;

//! \brief What the window works with; built by the composition root, outlives the window.
struct Services {
    Conversation::ConversationService *conversations;
    Library::Indexer *indexer;
    Concurrency::TaskGroup *tasks;
    Concurrency::Pools *pools;
    Storage::LibraryRepository library;
    QString sampleFolder; //!< empty: not installed
};

//! \brief The application's window: the library's state above, the conversation below.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(Services services);

    //! \brief Adds a folder as a collection of its own name and reads it.
    void addFolder(const QString &folder, const QString &collection);

Q_SIGNALS:
    //! \brief The user closed the window; the application shuts down in order.
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void chooseFolder();
    void addSample();
    void showProgress(const Library::IndexProgress &progress);
    void showBanner(const QString &text);
    void indexed(const Result<Library::IndexReport> &report);
    void showLibrary(const QList<Storage::CollectionRow> &collections);
    void refresh();
    static QCoro::Task<void> index(
        QPointer<MainWindow> window, Services services, Library::IndexRequest request, std::stop_token groupStop, std::stop_source stop);
    static QCoro::Task<void> load(QPointer<MainWindow> window, Services services, std::stop_token stop);

    Services m_services;
    ChatPage *m_chat;
    QLabel *m_state, *m_banner;
    QPushButton *m_choose, *m_sample, *m_stop;
    std::stop_source m_indexStop;
    bool m_indexing = false;
};

} // namespace Heddle::Ui
