// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/catalog.h"
#include <QAbstractTableModel>

namespace Heddle::Ui {

//! \brief The files of a collection with what became of each.
class DocumentsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, State, Passages, Language, Place, ColumnCount };
    enum Role { StateRole = Qt::UserRole, PathRole, FileRole, SortRole }; //!< FileRole: the path as the file system names it
    using QAbstractTableModel::QAbstractTableModel;

    void setDocuments(QList<Library::Document> documents);
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_documents.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    //! \brief A state in words.
    static QString stateText(const Library::Document &document);

private:
    QList<Library::Document> m_documents;
};

} // namespace Heddle::Ui
