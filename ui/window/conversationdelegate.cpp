// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/conversationdelegate.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/rows.h"
#include "ui/style/tokens.h"
#include "ui/window/conversationsmodel.h"
#include <QGuiApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QTextLayout>

namespace Heddle::Ui {
namespace {

constexpr int HeadingHeight = 28; //!< with its room above

const Style::Tokens &tokens()
{
    return Style::tokensOf(QGuiApplication::palette());
}

QString idOf(const QModelIndex &index)
{
    return index.data(ConversationsModel::IdRole).toString();
}

QColor colorOf(Conversation::Label label)
{
    using Conversation::Label;
    constexpr std::size_t Meaning = 2, Rerank = 3; // among the stages
    switch (label) {
    case Label::None: break;
    case Label::Orange: return tokens().signal;
    case Label::Yellow: return tokens().stages[Rerank];
    case Label::Green: return tokens().good;
    case Label::Blue: return tokens().accent;
    case Label::Purple: return tokens().stages[Meaning];
    }
    return Qt::transparent;
}

} // namespace

void ConversationDelegate::paintLabel(QPainter *painter, const QRect &room, Conversation::Label label)
{
    if (label == Conversation::Label::None)
        return;
    constexpr int Radius = Metrics::Gap / 2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colorOf(label));
    painter->drawEllipse(QRectF(room).center(), Radius, Radius);
    painter->restore();
}

QRect ConversationDelegate::menuButton(const QRect &rect, Qt::LayoutDirection direction)
{
    const QSize size(Metrics::SmallControlHeight, Metrics::SmallControlHeight);
    const QRect first(rect.topLeft(), QSize(rect.width(), std::min(rect.height(), Metrics::RowHeight)));
    return QStyle::alignedRect(direction, Qt::AlignTrailing | Qt::AlignVCenter, size, first.adjusted(2, 0, -2, 0));
}

void ConversationDelegate::paintHeading(QPainter *painter, const QStyleOptionViewItem &option, const QString &text) const
{
    QFont font = Style::font(Style::TextRole::Caption);
    font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(tokens().thirdText);
    painter->drawText(option.rect.adjusted(Metrics::Gap, 0, -Metrics::Gap, -Metrics::Gap / 2),
        Qt::AlignLeading | Qt::AlignBottom | Qt::TextSingleLine, text);
}

//! The found words in bold, in the middle of what fits.
void ConversationDelegate::paintExcerpt(QPainter *painter, const QRect &room, const QString &text, Qt::LayoutDirection direction) const
{
    const QFont font = Style::font(Style::TextRole::Small);
    QString shown = text;
    qsizetype first = -1;
    for (const QString &word : m_words) {
        const qsizetype at = shown.indexOf(word, 0, Qt::CaseInsensitive);
        first = at >= 0 && (first < 0 || at < first) ? at : first;
    }
    const QFontMetrics metrics(font);
    if (first > 0 && metrics.horizontalAdvance(shown.left(first)) > room.width() / 2) {
        qsizetype from = shown.lastIndexOf(QLatin1Char(' '), std::max<qsizetype>(0, first - 12));
        from = from < 0 ? first : from + 1;
        shown = QStringLiteral("…") + shown.mid(from);
    }
    shown = metrics.elidedText(shown, Qt::ElideRight, room.width());
    QList<QTextLayout::FormatRange> ranges;
    QTextCharFormat bold;
    bold.setFontWeight(QFont::DemiBold);
    bold.setForeground(tokens().text);
    for (const QString &word : m_words) {
        for (qsizetype at = shown.indexOf(word, 0, Qt::CaseInsensitive); at >= 0 && !word.isEmpty();
             at = shown.indexOf(word, at + word.size(), Qt::CaseInsensitive))
            ranges += QTextLayout::FormatRange { int(at), int(word.size()), bold };
    }
    QTextLayout layout(shown, font);
    QTextOption option;
    option.setTextDirection(direction);
    option.setWrapMode(QTextOption::NoWrap);
    option.setAlignment(Qt::AlignLeading);
    layout.setTextOption(option);
    layout.setFormats(ranges);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(room.width());
    layout.endLayout();
    painter->setPen(tokens().thirdText);
    layout.draw(painter, QPointF(room.left(), room.center().y() - line.height() / 2));
}

void ConversationDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setLayoutDirection(option.direction);
    if (idOf(index).isEmpty()) {
        paintHeading(painter, option, index.data().toString());
        painter->restore();
        return;
    }
    const bool selected = option.state.testFlag(QStyle::State_Selected), hover = option.state.testFlag(QStyle::State_MouseOver);
    Style::paintRow(*painter, option, Metrics::ControlRadius);
    const QString excerpt = index.data(ConversationsModel::ExcerptRole).toString();
    QRect room = option.rect.adjusted(Metrics::Gap, 0, -Metrics::Gap, 0);
    if (!excerpt.isEmpty()) {
        const int half = room.height() / 2;
        paintExcerpt(painter, QRect(room.left(), room.top() + half - 2, room.width(), half), excerpt, option.direction);
        room.setHeight(half);
        room.translate(0, 4);
    }
    const auto cut = [&](int used) {
        room = option.direction == Qt::RightToLeft ? room.adjusted(used, 0, 0, 0) : room.adjusted(0, 0, -used, 0);
    };
    if (hover || (selected && option.state.testFlag(QStyle::State_HasFocus))) {
        const QRect button = menuButton(option.rect, option.direction);
        Style::icon(QStringLiteral("ellipsis"))
            .paint(painter, button.adjusted(6, 6, -6, -6), Qt::AlignCenter, QIcon::Normal, selected ? QIcon::On : QIcon::Off);
        cut(button.width());
    } else if (const QString time = index.data(ConversationsModel::TimeRole).toString(); !time.isEmpty()) {
        painter->setFont(Style::font(Style::TextRole::Caption));
        painter->setPen(tokens().thirdText);
        painter->drawText(room, Qt::AlignTrailing | Qt::AlignVCenter | Qt::TextSingleLine, time);
        cut(painter->fontMetrics().horizontalAdvance(time) + Metrics::Gap);
    }
    if (const auto label = Conversation::Label(index.data(ConversationsModel::LabelRole).toInt()); label != Conversation::Label::None) {
        const QSize dot(Metrics::Gap, room.height());
        paintLabel(painter, QStyle::alignedRect(option.direction, Qt::AlignLeading | Qt::AlignVCenter, dot, room), label);
        const int used = dot.width() + Metrics::Gap - 2;
        room = option.direction == Qt::RightToLeft ? room.adjusted(0, 0, -used, 0) : room.adjusted(used, 0, 0, 0);
    }
    painter->setFont(Style::font(Style::TextRole::Interface));
    painter->setPen(index.data(ConversationsModel::ArchivedRole).toBool() ? tokens().secondText : tokens().text);
    Style::drawTextLine(*painter, room, index.data().toString(), Qt::AlignLeading | Qt::AlignVCenter, Qt::ElideRight);
    painter->restore();
}

QSize ConversationDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const int line = QFontMetrics(Style::font(Style::TextRole::Interface)).height();
    if (idOf(index).isEmpty())
        return { 0, std::max(HeadingHeight, line + Metrics::CardGap) };
    if (index.data(ConversationsModel::ExcerptRole).toString().isEmpty())
        return { 0, std::max(Metrics::RowHeight, line + Metrics::CardGap) };
    return { 0, std::max(Metrics::TwoLineRowHeight, 2 * line + Metrics::CardGap) };
}

void ConversationDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &) const
{
    editor->setGeometry(option.rect.adjusted(1, 1, -1, -1));
}

bool ConversationDelegate::editorEvent(
    QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        const bool hit = mouse->button() == Qt::LeftButton && !idOf(index).isEmpty()
            && menuButton(option.rect, option.direction).contains(mouse->position().toPoint());
        if (hit && event->type() == QEvent::MouseButtonRelease)
            Q_EMIT menuRequested(index, mouse->globalPosition().toPoint());
        if (hit)
            return true;
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

} // namespace Heddle::Ui
