// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractTableModel>
#include <QStringList>
#include <functional>

namespace Heddle::Ui {

//! \brief A table whose rows are replaced periodically. It signals only rows that were added, removed or changed, so that the
//! selection and a screen reader's position survive.
class RowsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    struct Row {
        QString key; //!< identifies the row across readings
        QStringList cells;
        QVariant data {}; //!< Qt::UserRole, for a delegate or a click
        bool operator==(const Row &other) const { return key == other.key && cells == other.cells && data == other.data; }
    };
    explicit RowsModel(QStringList headers, QObject *parent = nullptr) : QAbstractTableModel(parent), m_headers(std::move(headers)) { }

    //! \brief Replaces the rows. A row that has moved is removed and inserted again.
    void setRows(const QList<Row> &rows);
    const QList<Row> &rows() const { return m_rows; }
    //! \brief Makes the integers of one column editable. \param change Gets the row's key and the number that was entered.
    void setEditable(int column, std::function<void(const QString &, int)> change);
    void setFixed(const QString &key) { m_fixed = key; } //!< the one row that stays read-only

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_headers.size()); }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

private:
    QStringList m_headers;
    QList<Row> m_rows;
    int m_editable = -1;
    QString m_fixed;
    std::function<void(const QString &, int)> m_change;
};

} // namespace Heddle::Ui
