// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractTableModel>
#include <QStringList>
#include <functional>

namespace Heddle::Ui {

//! \brief A table of values that are read anew again and again: only the rows that came, went or changed are told, so that
//! the selection and a screen reader's place stay.
class RowsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    struct Row {
        QString key; //!< tells the row from all others, whatever it holds
        QStringList cells;
        QVariant data {}; //!< Qt::UserRole, for a delegate or a click
        bool operator==(const Row &other) const { return key == other.key && cells == other.cells && data == other.data; }
    };
    explicit RowsModel(QStringList headers, QObject *parent = nullptr) : QAbstractTableModel(parent), m_headers(std::move(headers)) { }

    //! \brief The rows from now on; those that stay are in the same order as before, or moved by being taken out and put in.
    void setRows(const QList<Row> &rows);
    const QList<Row> &rows() const { return m_rows; }
    //! \brief One column whose cells hold whole numbers that the user may change; `change` gets key and number.
    void setEditable(int column, std::function<void(const QString &, int)> change);
    void setFixed(const QString &key) { m_fixed = key; } //!< the row whose number may not be changed

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
