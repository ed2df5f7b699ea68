// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QStringList>
#include <QTimer>
#include <QVariantAnimation>

class QAbstractItemView;

namespace Heddle::Ui {

//! \brief Has the rows of a list glide to their new places, within 180 ms; not at all where the system asks for less motion. For a while
//! after that, rows may say where they came from.
class RowGlide : public QObject {
    Q_OBJECT
public:
    //! \brief `view` is painted again as rows move, and owns the glide.
    explicit RowGlide(QAbstractItemView *view);

    //! \brief The rows by a name that each keeps.
    //! \param reordered They are an answer to the same question, so that those that were there before have moved. Otherwise they have
    //! only where all of them were there.
    void setRows(const QStringList &names, bool reordered = false);
    //! \brief By how many rows a row is away from its place now, down being positive; 0 when at rest.
    double shift(int row) const { return m_distance * m_shifts.value(row); }
    //! \brief By how many rows a row has moved up with the last change.
    int moved(int row) const { return m_shifts.value(row); }
    //! \brief How far rows are from their places: 1 at the start of a move, 0 when at rest.
    double distance() const { return m_distance; }
    //! \brief True for some seconds after rows have moved.
    bool showsMoves() const { return m_moves.isActive(); }

private:
    QAbstractItemView *m_view;
    QStringList m_names;
    QHash<int, int> m_shifts;
    QVariantAnimation m_glide;
    QTimer m_moves;
    double m_distance = 0;
};

} // namespace Heddle::Ui
