// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/librarydelegates.h"
#include "ui/library/documentsmodel.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/rows.h"
#include "ui/style/tokens.h"
#include "ui/widgets/pill.h"
#include <QGuiApplication>
#include <QPainter>
#include <QTableView>

namespace Heddle::Ui {
namespace {

//! The icon at the leading end, and what is left of the room.
QRect drawIcon(QPainter &painter, const QRect &room, const QString &name, const QStyleOptionViewItem &option)
{
    const QIcon icon = Style::icon(name);
    if (icon.isNull())
        return room;
    const QSize size(Metrics::SmallIconSize, Metrics::SmallIconSize);
    icon.paint(&painter, QStyle::alignedRect(option.direction, Qt::AlignLeading | Qt::AlignVCenter, size, room));
    const int used = size.width() + Metrics::Gap;
    return option.direction == Qt::RightToLeft ? room.adjusted(0, 0, -used, 0) : room.adjusted(used, 0, 0, 0);
}

//! The same at the trailing end.
QRect drawMark(QPainter &painter, const QRect &room, const QString &name, const QStyleOptionViewItem &option)
{
    const QIcon icon = Style::icon(name);
    if (icon.isNull())
        return room;
    const QSize size(Metrics::SmallIconSize, Metrics::SmallIconSize);
    icon.paint(&painter, QStyle::alignedRect(option.direction, Qt::AlignTrailing | Qt::AlignVCenter, size, room));
    const int used = size.width() + Metrics::Gap;
    return option.direction == Qt::RightToLeft ? room.adjusted(used, 0, 0, 0) : room.adjusted(0, 0, -used, 0);
}

void drawText(QPainter &painter, const QRect &room, const QString &text, int alignment)
{
    Style::drawTextLine(painter, room, text, Qt::Alignment(alignment), Qt::ElideMiddle);
}

} // namespace

void CollectionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Style::Tokens &tokens = Style::tokensOf(QGuiApplication::palette());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setLayoutDirection(option.direction);
    Style::paintRow(*painter, option, Metrics::ControlRadius);
    QRect room = option.rect.adjusted(Metrics::Gap, Metrics::Gap - 2, -Metrics::Gap, -Metrics::Gap + 2);
    const QRect first(room.left(), room.top(), room.width(), room.height() / 2);
    QRect name = drawIcon(*painter, first, QStringLiteral("folder"), option);
    if (index.data(SealedRole).toBool())
        name = drawMark(*painter, name, QStringLiteral("lock"), option);
    painter->setPen(tokens.text);
    painter->setFont(Style::font(Style::TextRole::Interface));
    drawText(*painter, name, index.data(NameRole).toString(), Qt::AlignLeading | Qt::AlignVCenter);
    QRect second(room.left(), first.bottom() + 1, room.width(), room.height() - first.height());
    painter->setFont(Style::font(Style::TextRole::Small));
    const QString facts = index.data(FactsRole).toString(), problems = index.data(ProblemsRole).toString();
    painter->setPen(tokens.thirdText);
    drawText(*painter, second, facts, Qt::AlignLeading | Qt::AlignVCenter);
    if (!problems.isEmpty()) {
        const int used = painter->fontMetrics().horizontalAdvance(facts);
        second = option.direction == Qt::RightToLeft ? second.adjusted(0, 0, -used, 0) : second.adjusted(used, 0, 0, 0);
        painter->setPen(tokens.signal);
        drawText(*painter, second, problems, Qt::AlignLeading | Qt::AlignVCenter);
    }
    painter->restore();
}

QSize CollectionDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    const int lines =
        QFontMetrics(Style::font(Style::TextRole::Interface)).height() + QFontMetrics(Style::font(Style::TextRole::Small)).height();
    return { 0, std::max(Metrics::TwoLineRowHeight, lines + Metrics::WideGap) };
}

void DocumentDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Style::Tokens &tokens = Style::tokensOf(QGuiApplication::palette());
    const auto *view = qobject_cast<const QTableView *>(option.widget);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setLayoutDirection(option.direction);
    if (selected)
        painter->fillRect(option.rect, tokens.selected);
    painter->setPen(tokens.border);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    if (view && view->hasFocus() && view->currentIndex().row() == index.row() && selected) {
        const int width = Metrics::FocusRing;
        const QRect &cell = option.rect;
        painter->fillRect(QRect(cell.left(), cell.top(), cell.width(), width), tokens.accent);
        painter->fillRect(QRect(cell.left(), cell.bottom() + 1 - width, cell.width(), width), tokens.accent);
    }
    const QRect room = option.rect.adjusted(Metrics::TablePadding, 0, -Metrics::TablePadding, -1);
    painter->setFont(Style::font(Style::TextRole::Interface));
    painter->setPen(index.data(Qt::ForegroundRole).value<QColor>());
    const QString text = index.data().toString();
    if (index.column() == DocumentsModel::State)
        Pill::paint(*painter, room, index.data(DocumentsModel::ShortStateRole).toString(),
            Tone(index.data(DocumentsModel::ToneRole).toInt()), QGuiApplication::palette(), option.direction);
    else if (index.column() == DocumentsModel::Name)
        drawText(*painter, drawIcon(*painter, room, index.data(DocumentsModel::IconRole).toString(), option), text,
            Qt::AlignLeading | Qt::AlignVCenter);
    else
        drawText(*painter, room, text,
            index.data(Qt::TextAlignmentRole).isNull() ? int(Qt::AlignLeading | Qt::AlignVCenter)
                                                       : index.data(Qt::TextAlignmentRole).toInt());
    painter->restore();
}

} // namespace Heddle::Ui
