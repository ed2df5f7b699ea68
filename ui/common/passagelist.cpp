// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/passagelist.h"
#include "ui/common/plaintext.h"
#include "ui/common/sources.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QLocale>
#include <QPainter>
#include <QStyledItemDelegate>

namespace Heddle::Ui {
namespace {

//! Rank, title and place; at the end the score, or where the row came from.
class RowDelegate : public QStyledItemDelegate {
public:
    explicit RowDelegate(PassageList *list) : QStyledItemDelegate(list), m_list(list) { }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return { 0, option.fontMetrics.height() + Metrics::Gap };
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QRect row = option.rect;
        row.translate(0, int(m_list->glide().shift(index.row()) * row.height()));
        const bool selected = option.state & QStyle::State_Selected;
        painter->fillRect(row, selected ? option.palette.highlight() : option.palette.base());
        const QColor text = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
        const QString move = m_list->glide().showsMoves() ? index.data(PassagesModel::MoveRole).toString() : QString();
        const QString end = move.isEmpty() ? index.data(PassagesModel::ScoreRole).toString() : move;
        row.adjust(Metrics::Gap, 0, -Metrics::Gap, 0);
        painter->setPen(selected ? text
                : move.isEmpty() ? Style::tokensOf(option.palette).thirdText
                                 : Style::tokensOf(option.palette).accent);
        painter->drawText(row, Qt::AlignVCenter | Qt::AlignRight, end);
        row.setRight(row.right() - option.fontMetrics.horizontalAdvance(end) - Metrics::Gap);
        painter->setPen(text);
        painter->drawText(
            row, Qt::AlignVCenter | Qt::AlignLeft, option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, row.width()));
    }

private:
    PassageList *m_list;
};

} // namespace

QVariant PassagesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Dialog::Source &source = m_passages[index.row()];
    const QString place = placeOf(source);
    const bool moved = source.searchRank > 0 && source.searchRank != source.rank;
    const QString move = moved ? QStringLiteral("%1 → %2").arg(source.searchRank).arg(source.rank) : QString();
    switch (role) {
    case Qt::DisplayRole: return QStringLiteral("%1  %2").arg(source.rank).arg(place);
    case Qt::ToolTipRole: return plainToolTip(source.text);
    case Qt::AccessibleTextRole:
        return moved ? tr("%1, %2, moved from place %3").arg(QString::number(source.rank), place).arg(source.searchRank)
                     : tr("%1, %2").arg(QString::number(source.rank), place);
    case PlaceRole: return place;
    case ScoreRole: return QLocale().toString(source.score, 'g', 3);
    case MoveRole: return move;
    default: return {};
    }
}

void PassagesModel::setPassages(const QList<Dialog::Source> &passages)
{
    beginResetModel();
    m_passages = passages;
    endResetModel();
}

PassageList::PassageList(QWidget *parent) : QListView(parent), m_model(new PassagesModel(this)), m_glide(new RowGlide(this))
{
    setModel(m_model);
    setItemDelegate(new RowDelegate(this));
    setUniformItemSizes(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Passages"));
    setObjectName(QStringLiteral("passages"));
    connect(this, &QListView::clicked, this, [this](const QModelIndex &index) { Q_EMIT opened(index.row()); });
    connect(this, &QListView::activated, this, [this](const QModelIndex &index) { Q_EMIT opened(index.row()); });
}

void PassageList::setPassages(const QList<Dialog::Source> &passages)
{
    m_model->setPassages(passages);
    QStringList names;
    for (const Dialog::Source &passage : passages)
        names += passage.chunk;
    m_glide->setRows(names);
}

} // namespace Heddle::Ui
