// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/flowpane.h"
#include "ui/activity/rowsmodel.h"
#include "ui/activity/stages.h"
#include "ui/common/plaintext.h"
#include "ui/style/metrics.h"
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>
#include <algorithm>

namespace Heddle::Ui {

using Concurrency::FlowTrace;
using Concurrency::Span;

namespace {

constexpr int WhenColumn = 5;

//! Draws where a step lies in its question: a thin line while it waited, a bar while it ran, from shares of the whole and a
//! colour. Its words are those of the other columns.
class BarDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QVariantList place = index.data(Qt::UserRole).toList();
        if (place.size() != 4)
            return;
        const QRectF room = QRectF(option.rect).adjusted(4, 4, -4, -4);
        const auto x = [&](int i) { return room.left() + room.width() * place[i].toDouble(); };
        const QColor color = place[3].value<QColor>();
        painter->fillRect(QRectF(x(0), room.center().y() - 1, std::max(1.0, x(1) - x(0)), 2), color);
        painter->fillRect(QRectF(x(1), room.top(), std::max(2.0, x(2) - x(1)), room.height()), color);
    }
};

} // namespace

FlowPane::FlowPane(QWidget *parent) : QWidget(parent), m_title(plainLabel()), m_steps(new QTableView), m_save(new QToolButton)
{
    setObjectName(QStringLiteral("flowPane"));
    m_model = new RowsModel({ tr("Step"), tr("Where"), tr("Waited"), tr("Took"), tr("State"), tr("When") }, this);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_title->setWordWrap(true);
    m_title->setObjectName(QStringLiteral("flowTitle"));
    m_steps->setObjectName(QStringLiteral("flowSteps"));
    m_steps->setAccessibleName(tr("The steps of the question"));
    m_steps->setModel(m_model);
    m_steps->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_steps->setShowGrid(false);
    m_steps->verticalHeader()->hide();
    m_steps->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + Metrics::Gap / 2);
    m_steps->horizontalHeader()->setStretchLastSection(true);
    m_steps->setItemDelegateForColumn(WhenColumn, new BarDelegate(m_steps));
    m_steps->setTabKeyNavigation(false);
    auto *save = m_save, *close = new QToolButton;
    save->setText(tr("Save its trace…"));
    save->setObjectName(QStringLiteral("saveFlow"));
    close->setText(QStringLiteral("✕"));
    close->setObjectName(QStringLiteral("closeFlow"));
    close->setAccessibleName(tr("Close the question"));
    for (QToolButton *button : { save, close })
        button->setAutoRaise(true);
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(save);
    head->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Metrics::Gap, Metrics::Gap, Metrics::Gap, 0);
    column->addLayout(head);
    column->addWidget(m_steps, 1);
    connect(close, &QToolButton::clicked, this, &FlowPane::closed);
    connect(save, &QToolButton::clicked, this, [this] { Q_EMIT saveRequested(m_flow); });
}

void FlowPane::showFlow(const FlowTrace &flow, Span::Time now)
{
    const bool other = flow.id != m_flow;
    m_flow = flow.id;
    Span::Time end = flow.ended == Span::Time() ? now : flow.ended;
    for (const Span &span : flow.spans)
        end = std::max(end, span.hasEnded() ? span.ended : now);
    const double whole = std::max(1.0, std::chrono::duration<double, std::micro>(end - flow.begun).count());
    const auto share = [&](Span::Time time) { return std::chrono::duration<double, std::micro>(time - flow.begun).count() / whole; };
    QList<RowsModel::Row> rows;
    for (const Span &span : flow.spans) {
        const Span::Time ended = span.hasEnded() ? span.ended : now, begun = span.hasBegun() ? span.begun : ended;
        rows += RowsModel::Row { QStringLiteral("%1 %2 %3").arg(int(span.runs)).arg(QString::fromStdString(span.where)).arg(span.id),
            { QString::fromStdString(span.what), Stages::placeOf(span), Stages::lasted(span.queued, begun),
                span.hasBegun() ? Stages::lasted(begun, ended) : QString(), Stages::stateOf(span, now), QString() },
            QVariantList { share(span.queued), share(begun), share(ended), Stages::color(Stages::kindOf(span), palette()) } };
    }
    m_model->setRows(rows);
    const QString title = QString::fromStdString(flow.title).simplified();
    m_save->setVisible(flow.id != 0); // what is kept with an answer is no trace
    m_title->setText(flow.id == 0 ? tr("%1: %2").arg(Stages::lasted(flow.begun, flow.ended), title)
            : flow.ended == Span::Time()
            ? tr("Question %1, on its way: %2").arg(flow.id).arg(title)
            : tr("Question %1, %2: %3").arg(flow.id).arg(Stages::lasted(flow.begun, flow.ended), title));
    if (other)
        m_steps->resizeColumnsToContents();
    show();
}

} // namespace Heddle::Ui
