// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/conversationsmodel.h"
#include "ui/common/plaintext.h"
#include "ui/style/fonts.h"
#include "ui/style/tokens.h"
#include <QFont>
#include <QGuiApplication>
#include <QLocale>

namespace Heddle::Ui {

void ConversationsModel::setConversations(const QList<Conversation::Summary> &conversations, const QDate &today)
{
    beginResetModel();
    m_rows.clear();
    QDate day;
    for (const Conversation::Summary &conversation : conversations) {
        if (const QDate date = conversation.lastUsed.date(); date != day) {
            day = date;
            m_rows += { date == today           ? tr("Today")
                    : date == today.addDays(-1) ? tr("Yesterday")
                                                : QLocale().toString(date, QLocale::LongFormat),
                {}, {} };
        }
        m_rows += { conversation.title.isEmpty() ? tr("Untitled") : conversation.title, conversation.id, conversation.lastUsed };
    }
    endResetModel();
}

QVariant ConversationsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole: return row.text;
    case Qt::ToolTipRole:
        return plainToolTip(
            row.id.isEmpty() ? QString() : tr("%1\n%2").arg(row.text, QLocale().toString(row.lastUsed, QLocale::ShortFormat)));
    case IdRole: return row.id;
    case Qt::FontRole: {
        if (!row.id.isEmpty())
            return Style::font(Style::TextRole::Interface);
        QFont heading = Style::font(Style::TextRole::Caption);
        heading.setWeight(QFont::DemiBold);
        return heading;
    }
    case Qt::ForegroundRole: {
        const Style::Tokens &tokens = Style::tokensOf(QGuiApplication::palette());
        return row.id.isEmpty() ? tokens.thirdText : tokens.text;
    }
    default: return {};
    }
}

Qt::ItemFlags ConversationsModel::flags(const QModelIndex &index) const
{
    return index.isValid() && m_rows[index.row()].id.isEmpty() ? Qt::ItemFlags(Qt::ItemIsEnabled) : QAbstractListModel::flags(index);
}

QModelIndex ConversationsModel::indexOf(const QString &id) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (!id.isEmpty() && m_rows[row].id == id)
            return index(row);
    }
    return {};
}

} // namespace Heddle::Ui
