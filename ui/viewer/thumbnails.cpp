// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/thumbnails.h"
#include "ui/common/deliver.h"
#include "ui/style/fonts.h"
#include "ui/style/viewermetrics.h"
#include "ui/style/rows.h"
#include "ui/style/tokens.h"
#include <QGuiApplication>
#include <QLocale>
#include <QPainter>

namespace Heddle::Ui {
namespace {

constexpr int MaxPictures = 150; //!< in memory
constexpr int MaxWanted = 40; //!< what was asked for before that is scrolled away
constexpr int SizeRole = Qt::UserRole;

} // namespace

ThumbnailModel::ThumbnailModel(Concurrency::TaskGroup *tasks, QObject *parent)
    : QAbstractListModel(parent), m_tasks(tasks), m_images(MaxPictures)
{ }

void ThumbnailModel::setDocument(std::shared_ptr<Library::PageReader> reader, const QList<QSizeF> &sizes, double scale)
{
    stop();
    beginResetModel();
    m_reader = std::move(reader);
    m_sizes = sizes;
    m_scale = scale;
    m_images.clear();
    m_failed.clear();
    endResetModel();
}

void ThumbnailModel::stop()
{
    m_work.stop();
    m_wanted.clear();
    m_drawing = -1;
}

QSize ThumbnailModel::pictureSize(int page) const
{
    const QSizeF most(Metrics::ThumbnailWidth, Metrics::ThumbnailWidth * 1.5);
    return m_sizes[page].scaled(most, Qt::KeepAspectRatio).toSize().expandedTo({ 1, 1 });
}

QVariant ThumbnailModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole: return QLocale().toString(index.row() + 1);
    case Qt::AccessibleTextRole: return tr("Page %1").arg(index.row() + 1);
    case SizeRole: return pictureSize(index.row());
    case Qt::DecorationRole:
        if (const QImage *image = m_images.object(index.row()))
            return *image;
        const_cast<ThumbnailModel *>(this)->want(index.row());
        return {};
    default: return {};
    }
}

void ThumbnailModel::want(int page)
{
    if (m_drawing == page || m_failed.contains(page))
        return;
    m_wanted.removeOne(page);
    m_wanted.prepend(page);
    if (m_wanted.size() > MaxWanted)
        m_wanted.removeLast();
    if (m_drawing < 0)
        QMetaObject::invokeMethod(this, &ThumbnailModel::drawNext, Qt::QueuedConnection); // not while a view is painted
}

void ThumbnailModel::drawNext()
{
    if (m_drawing >= 0 || m_wanted.isEmpty() || !m_reader)
        return;
    m_drawing = m_wanted.takeFirst();
    const std::stop_token stop = m_work.restart(m_tasks->token());
    auto drawing = m_reader->draw(m_drawing, pictureSize(m_drawing) * m_scale, 1, stop, Library::PageProcess::Urgency::Thumbnail);
    deliver(m_tasks, this, std::move(drawing),
        [this, stop, page = m_drawing](const Result<std::shared_ptr<Library::SharedPixels>> &pixels) {
            if (stop.stop_requested())
                return;
            m_drawing = -1;
            if (pixels) {
                const QSize size = (*pixels)->size();
                const QImage drawn((*pixels)->data(), size.width(), size.height(), qsizetype(size.width()) * 4, QImage::Format_RGB32);
                m_images.insert(page, new QImage(drawn.copy()));
                Q_EMIT dataChanged(index(page), index(page), { Qt::DecorationRole });
            } else if (!pixels.error().isCancelled()) {
                m_failed += page;
            }
            drawNext();
        });
}

void ThumbnailDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Style::Tokens &tokens = Style::tokensOf(QGuiApplication::palette());
    Style::paintRow(*painter, option, Metrics::ControlRadius);
    painter->save();
    QRect picture(QPoint(), index.data(SizeRole).toSize());
    picture.moveCenter(option.rect.center());
    picture.moveTop(option.rect.top() + Metrics::Gap);
    painter->fillRect(picture, Qt::white);
    if (const QImage image = index.data(Qt::DecorationRole).value<QImage>(); !image.isNull()) {
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
        painter->drawImage(picture, image);
    }
    painter->setPen(tokens.border);
    painter->drawRect(picture.adjusted(0, 0, -1, -1));
    painter->setFont(Style::font(Style::TextRole::Small));
    painter->setPen(tokens.secondText);
    const QRect number(option.rect.left(), picture.bottom() + 2, option.rect.width(), painter->fontMetrics().height());
    painter->drawText(number, Qt::AlignHCenter | Qt::TextSingleLine, index.data().toString());
    painter->restore();
}

QSize ThumbnailDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const QSize picture = index.data(SizeRole).toSize();
    return { Metrics::ThumbnailWidth + 2 * Metrics::Gap,
        picture.height() + QFontMetrics(Style::font(Style::TextRole::Small)).height() + 2 * Metrics::Gap };
}

} // namespace Heddle::Ui
