// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/conversationsmodel.h"
#include "ui/common/plaintext.h"
#include <QLocale>
#include <QRegularExpression>

namespace Heddle::Ui {
namespace {

//! Without seconds, which some languages have in their short format.
QString hourOf(const QTime &time)
{
    return QLocale().toString(time, QLocale().timeFormat(QLocale::ShortFormat).remove(QLatin1String(":ss")));
}

QString groupOf(const QDate &date, const QDate &today)
{
    constexpr qint64 Week = 7;
    const qint64 days = date.daysTo(today);
    if (days <= 0)
        return ConversationsModel::tr("Today");
    if (days == 1)
        return ConversationsModel::tr("Yesterday");
    if (days <= Week)
        return ConversationsModel::tr("Last week");
    const QString month = QLocale().standaloneMonthName(date.month());
    return date.year() == today.year() ? month : ConversationsModel::tr("%1 %2").arg(month).arg(date.year());
}

} // namespace

QString ConversationsModel::plainTitle(const QString &title)
{
    static const QRegularExpression lead(QStringLiteral("^[#>\\s]+"));
    static const QRegularExpression marks(QStringLiteral("\\*\\*|__|`"));
    QString plain = title.simplified();
    plain.remove(lead);
    plain.remove(marks);
    return plain.simplified();
}

void ConversationsModel::setConversations(
    const QList<Conversation::Summary> &conversations, const QDate &today, const QHash<QString, Found> &found)
{
    QList<Row> rows;
    const auto add = [&](const Conversation::Summary &conversation) {
        const QString title = plainTitle(conversation.title);
        const bool isToday = conversation.lastUsed.date() == today;
        rows += Row { title.isEmpty() ? tr("Untitled") : title, conversation.id, conversation.lastUsed,
            found.value(conversation.id).excerpt.simplified(), isToday ? hourOf(conversation.lastUsed.time()) : QString(),
            conversation.pinned, conversation.archived, conversation.label, found.value(conversation.id).message };
    };
    for (const Conversation::Summary &conversation : conversations) {
        if (!conversation.pinned)
            continue;
        if (rows.isEmpty())
            rows += Row { tr("Pinned"), {}, {}, {}, {} };
        add(conversation);
    }
    QString group;
    for (const Conversation::Summary &conversation : conversations) {
        if (conversation.pinned)
            continue;
        if (const QString name = groupOf(conversation.lastUsed.date(), today); name != group) {
            group = name;
            rows += Row { group, {}, {}, {}, {} };
        }
        add(conversation);
    }
    if (rows == m_rows)
        return;
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

//! With what is drawn beside the title.
QString ConversationsModel::accessibleText(const Row &row)
{
    QStringList parts { row.excerpt.isEmpty() ? row.text : tr("%1: %2").arg(row.text, row.excerpt) };
    if (row.label != Conversation::Label::None)
        parts += tr("label %1").arg(Conversation::labelTitle(row.label));
    if (row.archived)
        parts += tr("archived");
    return parts.join(QLatin1String(", "));
}

QVariant ConversationsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole: return row.text;
    case Qt::ToolTipRole:
        return plainToolTip(
            row.id.isEmpty() ? QString() : tr("%1\n%2").arg(row.text, QLocale().toString(row.lastUsed, QLocale::ShortFormat)));
    case Qt::AccessibleTextRole: return accessibleText(row);
    case IdRole: return row.id;
    case TimeRole: return row.time;
    case ExcerptRole: return row.excerpt;
    case PinnedRole: return row.pinned;
    case ArchivedRole: return row.archived;
    case LabelRole: return int(row.label);
    case MessageRole: return row.message;
    default: return {};
    }
}

bool ConversationsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const QString title = value.toString().simplified();
    if (title.isEmpty() || title == m_rows[index.row()].text)
        return false;
    Q_EMIT renameRequested(m_rows[index.row()].id, title);
    return true;
}

Qt::ItemFlags ConversationsModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return QAbstractListModel::flags(index);
    return m_rows[index.row()].id.isEmpty() ? Qt::ItemFlags(Qt::ItemIsEnabled) : QAbstractListModel::flags(index) | Qt::ItemIsEditable;
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
