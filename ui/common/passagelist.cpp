// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/passagelist.h"
#include "ui/common/plaintext.h"
#include "ui/common/sources.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QLocale>
#include <QPainter>
#include <QStyle>
#include <QStyledItemDelegate>

namespace Heddle::Ui {
namespace {

constexpr int GlideMs = 180, MovesMs = 4000;

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
        row.translate(0, int(m_list->distance() * index.data(PassagesModel::ShiftRole).toInt() * row.height()));
        const bool selected = option.state & QStyle::State_Selected;
        painter->fillRect(row, selected ? option.palette.highlight() : option.palette.base());
        const QColor text = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
        const QString move = m_list->showsMoves() ? index.data(PassagesModel::MoveRole).toString() : QString();
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
    case ShiftRole: return m_shifts.value(index.row());
    default: return {};
    }
}

void PassagesModel::setPassages(const QList<Dialog::Source> &passages)
{
    QHash<QString, int> before;
    for (int row = 0; row < m_passages.size(); ++row)
        before.insert(m_passages[row].chunk, row);
    beginResetModel();
    m_shifts.clear();
    bool same = before.size() == passages.size() && !passages.isEmpty();
    for (int row = 0; row < passages.size() && same; ++row) {
        same = before.contains(passages[row].chunk);
        m_shifts += before.value(passages[row].chunk) - row;
    }
    if (!same)
        m_shifts.clear();
    m_passages = passages;
    endResetModel();
}

PassageList::PassageList(QWidget *parent) : QListView(parent), m_model(new PassagesModel(this))
{
    setModel(m_model);
    setItemDelegate(new RowDelegate(this));
    setUniformItemSizes(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Passages"));
    setObjectName(QStringLiteral("passages"));
    m_glide.setStartValue(1.0);
    m_glide.setEndValue(0.0);
    m_glide.setEasingCurve(QEasingCurve::OutCubic);
    m_moves.setSingleShot(true);
    m_moves.setInterval(MovesMs);
    connect(&m_glide, &QVariantAnimation::valueChanged, this, [this](const QVariant &value) {
        m_distance = value.toDouble();
        viewport()->update();
    });
    connect(&m_moves, &QTimer::timeout, viewport(), qOverload<>(&QWidget::update));
    connect(this, &QListView::clicked, this, [this](const QModelIndex &index) { Q_EMIT opened(index.row()); });
    connect(this, &QListView::activated, this, [this](const QModelIndex &index) { Q_EMIT opened(index.row()); });
}

void PassageList::setPassages(const QList<Dialog::Source> &passages)
{
    m_model->setPassages(passages);
    bool moved = false;
    for (int row = 0; row < m_model->rowCount() && !moved; ++row)
        moved = m_model->index(row).data(PassagesModel::ShiftRole).toInt() != 0;
    m_glide.stop();
    m_distance = 0;
    if (!moved)
        return;
    m_moves.start();
    // Where the user wants no animation, the style's durations are 0.
    if (isVisible() && style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0) {
        m_glide.setDuration(GlideMs);
        m_glide.start();
    }
}

} // namespace Heddle::Ui
