// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chatheader.h"
#include "ui/common/elide.h"
#include "ui/common/plaintext.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/widgets/iconbutton.h"
#include <QHBoxLayout>
#include <QKeySequence>
#include <QLabel>
#include <QVBoxLayout>

namespace Heddle::Ui {

ChatHeader::ChatHeader(QWidget *parent)
    : QWidget(parent), m_title(plainLabel()), m_scope(plainLabel()),
      m_list(new IconButton(QStringLiteral("panel-left"), tr("Conversations"), QKeySequence(Qt::CTRL | Qt::Key_B))),
      m_find(new IconButton(QStringLiteral("search"), tr("Find in this conversation"), QKeySequence(QKeySequence::Find))),
      m_document(new IconButton(QStringLiteral("panel-right"), tr("Document beside the conversation")))
{
    setObjectName(QStringLiteral("chatHeader"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(Metrics::HeaderHeight);
    m_title->setObjectName(QStringLiteral("chatTitle"));
    Style::setTextRole(m_title, Style::TextRole::Section);
    m_scope->setObjectName(QStringLiteral("chatScope"));
    m_scope->setProperty("quiet", true);
    m_list->setObjectName(QStringLiteral("showList"));
    m_find->setObjectName(QStringLiteral("findInChat"));
    m_document->setObjectName(QStringLiteral("showDocument"));
    m_document->setCheckable(true);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addStretch(1);
    texts->addWidget(m_title);
    texts->addWidget(m_scope);
    texts->addStretch(1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Metrics::SectionGap, 0, Metrics::CardGap, 0);
    row->setSpacing(Metrics::Gap);
    row->addWidget(m_list);
    row->addLayout(texts, 1);
    row->addWidget(m_find);
    row->addWidget(m_document);
    connect(m_list, &QToolButton::clicked, this, &ChatHeader::listRequested);
    connect(m_find, &QToolButton::clicked, this, &ChatHeader::findRequested);
    connect(m_document, &QToolButton::clicked, this, &ChatHeader::documentToggled);
    setTitle({});
    setScope({});
    setDocument(false, false);
    setNarrow(false);
}

void ChatHeader::setTitle(const QString &title)
{
    setElidedText(m_title, title);
}

void ChatHeader::setScope(const QString &scope)
{
    setElidedText(m_scope, scope);
    m_scope->setVisible(!scope.isEmpty());
}

void ChatHeader::setDocument(bool shown, bool available)
{
    m_document->setChecked(shown);
    m_document->setEnabled(available);
}

void ChatHeader::setEmpty(bool empty)
{
    for (QWidget *widget : QWidgetList { m_title, m_find, m_document })
        widget->setVisible(!empty);
}

void ChatHeader::setNarrow(bool narrow)
{
    m_list->setVisible(narrow);
    layout()->setContentsMargins(narrow ? Metrics::Gap : Metrics::SectionGap, 0, narrow ? Metrics::Gap : Metrics::CardGap, 0);
}

} // namespace Heddle::Ui
