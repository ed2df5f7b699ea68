// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/catalog.h"
#include <QAbstractTableModel>

namespace Heddle::Ui {

//! \brief The files of a collection with what became of each: those that are shown, in the order in which they are shown.
//! Which they are is found out elsewhere, in a pool (Library::arranged()), so that a hundred thousand of them stall nothing.
class DocumentsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, State, Size, Passages, Changed, Language, Place, ColumnCount };
    //! FileRole: the path as the file system names it. ToneRole: of the state, a Tone. IconRole: a name for Style::icon(). ShortStateRole:
    //! the state without what to do about it. ProblemRole: whether the file could not be read or has no text.
    enum Role { PathRole = Qt::UserRole, FileRole, ToneRole, IconRole, ShortStateRole, ProblemRole };
    using QAbstractTableModel::QAbstractTableModel;

    void show(Library::Documents documents, std::vector<qint32> places);
    //! \brief Shows all documents as they come.
    void setDocuments(const QList<Library::Document> &documents);
    //! \brief The row of a file; -1 where it isn't shown.
    int rowOf(const QByteArray &file) const;
    //! \brief What the rows are ordered by, as far as the user has chosen it.
    Library::DocumentView::Order order() const { return m_order; }
    bool isDescending() const { return m_descending; }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_places.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    //! \brief Asks for another order: the rows change once somebody shows them in it.
    void sort(int column, Qt::SortOrder order) override;
    //! \brief A state in words.
    static QString stateText(const Library::Document &document);
    //! \brief The same without what to do about it.
    static QString shortStateText(const Library::Document &document);

Q_SIGNALS:
    void orderRequested();

private:
    Library::Documents m_documents;
    std::vector<qint32> m_places; //!< in m_documents, of each row
    Library::DocumentView::Order m_order = Library::DocumentView::Order::Name;
    bool m_descending = false;
};

} // namespace Heddle::Ui
