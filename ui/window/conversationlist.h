// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/common/services.h"
#include <QPointer>
#include <QWidget>

class QLineEdit;
class QListView;
class QPushButton;

namespace Heddle::Ui {

class ConversationsModel;

//! \brief The conversations, searched by title and by what was said in them.
class ConversationList : public QWidget {
    Q_OBJECT
public:
    explicit ConversationList(Services services, QWidget *parent = nullptr);

    void refresh();
    void setCurrent(const QString &conversation);

Q_SIGNALS:
    void opened(const QString &conversation);
    void newConversation();

private:
    static QCoro::Task<void> load(QPointer<ConversationList> list, Services services, QString words, std::stop_token stop);
    void show(const QList<Storage::ConversationRow> &rows);

    Services m_services;
    std::stop_source m_stop;
    QString m_current;
    ConversationsModel *m_model;
    QLineEdit *m_search;
    QListView *m_view;
    QPushButton *m_new;
};

} // namespace Heddle::Ui
