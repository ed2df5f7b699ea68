// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/rowsmodel.h"
#include "ui/common/plaintext.h"
#include <QSet>

namespace Heddle::Ui {

void RowsModel::setRows(const QList<Row> &rows)
{
    QSet<QString> wanted;
    for (const Row &row : rows)
        wanted += row.key;
    for (qsizetype last = m_rows.size() - 1; last >= 0; --last) {
        qsizetype first = last;
        if (wanted.contains(m_rows[last].key))
            continue;
        while (first > 0 && !wanted.contains(m_rows[first - 1].key))
            --first;
        beginRemoveRows({}, int(first), int(last));
        m_rows.remove(first, last - first + 1);
        endRemoveRows();
        last = first;
    }
    QSet<QString> here;
    for (const Row &row : std::as_const(m_rows))
        here += row.key;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (i < m_rows.size() && m_rows[i].key == rows[i].key) {
            if (!(m_rows[i] == rows[i])) {
                m_rows[i] = rows[i];
                Q_EMIT dataChanged(index(int(i), 0), index(int(i), columnCount() - 1));
            }
            continue;
        }
        if (here.contains(rows[i].key)) { // it stands further down
            qsizetype from = i;
            while (m_rows[from].key != rows[i].key)
                ++from;
            beginRemoveRows({}, int(from), int(from));
            m_rows.remove(from);
            endRemoveRows();
        }
        beginInsertRows({}, int(i), int(i));
        m_rows.insert(i, rows[i]);
        endInsertRows();
    }
}

void RowsModel::setEditable(int column, std::function<void(const QString &, int)> change)
{
    m_editable = column;
    m_change = std::move(change);
}

QVariant RowsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows[index.row()];
    const QString cell = row.cells.value(index.column());
    switch (role) {
    case Qt::DisplayRole: return cell;
    case Qt::ToolTipRole: return plainToolTip(cell);
    case Qt::EditRole: return index.column() == m_editable ? QVariant(cell.toInt()) : QVariant(cell);
    case Qt::AccessibleTextRole: return QStringLiteral("%1: %2").arg(m_headers[index.column()], cell);
    case Qt::UserRole: return row.data;
    default: return {};
    }
}

QVariant RowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return orientation == Qt::Horizontal && role == Qt::DisplayRole ? QVariant(m_headers.value(section)) : QVariant();
}

Qt::ItemFlags RowsModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == m_editable && m_rows[index.row()].key != m_fixed)
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool RowsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable) || !m_change)
        return false;
    m_change(m_rows[index.row()].key, value.toInt()); // the table shows what comes of it when it is read again
    return true;
}

} // namespace Heddle::Ui
