// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/stopscope.h"
#include "core/concurrency/taskgroup.h"
#include "core/library/pages/pagereader.h"
#include <QAbstractListModel>
#include <QCache>
#include <QImage>
#include <QStyledItemDelegate>

namespace Heddle::Ui {

//! \brief Small pictures of a PDF's pages. A picture is drawn once it is asked for, the one asked for last first; Qt::DecorationRole is
//! null until then.
class ThumbnailModel : public QAbstractListModel {
    Q_OBJECT
public:
    //! \brief `tasks` outlives the model.
    explicit ThumbnailModel(Concurrency::TaskGroup *tasks, QObject *parent = nullptr);

    //! \param sizes Of the pages, in points.
    //! \param scale Pixels of the screen for each of the window's.
    void setDocument(std::shared_ptr<Library::PageReader> reader, const QList<QSizeF> &sizes, double scale);
    //! \brief Gives up what waits to be drawn, until it is asked for again.
    void stop();
    bool isDrawn(int page) const { return m_images.contains(page); }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_sizes.size()); }
    QVariant data(const QModelIndex &index, int role) const override;
    //! \brief The size of a page's picture in the window's pixels.
    QSize pictureSize(int page) const;

private:
    void want(int page);
    void drawNext();

    Concurrency::TaskGroup *m_tasks;
    Concurrency::StopScope m_work;
    std::shared_ptr<Library::PageReader> m_reader;
    QList<QSizeF> m_sizes;
    double m_scale = 1;
    mutable QCache<int, QImage> m_images; //!< cost: one each
    QList<int> m_wanted; //!< the last first
    QSet<int> m_failed;
    int m_drawing = -1;
};

//! \brief Draws a page's picture and its number.
class ThumbnailDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace Heddle::Ui
