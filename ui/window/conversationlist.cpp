// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/conversationlist.h"
#include "ui/common/theme.h"
#include "ui/window/conversationsmodel.h"
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int Most = 2000; //!< conversations listed; older ones are found by searching

} // namespace

ConversationList::ConversationList(Services services, QWidget *parent)
    : QWidget(parent), m_services(std::move(services)), m_model(new ConversationsModel(this)), m_search(new QLineEdit),
      m_view(new QListView), m_new(new QPushButton(tr("+ &New conversation")))
{
    m_search->setObjectName(QStringLiteral("searchConversations"));
    m_search->setPlaceholderText(tr("Search conversations…"));
    m_search->setAccessibleName(tr("Search conversations"));
    m_search->setClearButtonEnabled(true);
    m_view->setObjectName(QStringLiteral("conversations"));
    m_view->setAccessibleName(tr("Conversations"));
    m_view->setModel(m_model);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setUniformItemSizes(true);
    m_view->setSpacing(2);
    m_view->setTextElideMode(Qt::ElideRight);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setResizeMode(QListView::Adjust);
    m_new->setObjectName(QStringLiteral("newConversation"));
    setFocusProxy(m_view);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::Gap, Theme::Gap, 0, Theme::Gap);
    column->setSpacing(Theme::Gap);
    column->addWidget(m_search);
    column->addWidget(m_view, 1);
    column->addWidget(m_new);

    connect(m_search, &QLineEdit::textChanged, this, &ConversationList::refresh);
    connect(m_new, &QPushButton::clicked, this, &ConversationList::newConversation);
    const auto open = [this](const QModelIndex &index) {
        if (const QString id = index.data(ConversationsModel::IdRole).toString(); !id.isEmpty() && id != m_current)
            Q_EMIT opened(id);
    };
    connect(m_view, &QListView::clicked, this, open);
    connect(m_view, &QListView::activated, this, open);
}

void ConversationList::refresh()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_services.tasks->add(load(this, m_services, m_search->text().trimmed(), m_stop.get_token()));
}

QCoro::Task<void> ConversationList::load(QPointer<ConversationList> list, Services services, QString words, std::stop_token stop)
{
    QList<Storage::ConversationRow> rows;
    if (words.isEmpty()) {
        auto task = services.conversations->list(0, Most, {}, stop);
        auto listed = co_await std::move(task);
        if (!listed)
            co_return;
        rows = *listed;
    } else {
        auto task = services.conversations->search(words, Most, stop);
        auto found = co_await std::move(task);
        if (!found)
            co_return;
        for (const auto &one : std::as_const(*found))
            rows += one.conversation;
    }
    if (list && !stop.stop_requested())
        list->show(rows);
}

void ConversationList::show(const QList<Storage::ConversationRow> &rows)
{
    m_model->setConversations(rows, QDate::currentDate());
    m_view->setCurrentIndex(m_model->indexOf(m_current));
}

void ConversationList::setCurrent(const QString &conversation)
{
    m_current = conversation;
    m_view->setCurrentIndex(m_model->indexOf(conversation));
}

} // namespace Heddle::Ui
