// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/passages/passageresults.h"
#include "core/search/snippet.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/sources.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/rows.h"
#include "ui/style/tokens.h"
#include <QAbstractItemView>
#include <QGuiApplication>
#include <QLocale>
#include <QPainter>
#include <QTextLayout>

namespace Heddle::Ui {
namespace {

constexpr qsizetype SnippetLength = 260;
constexpr int Lines = 2; //!< of a snippet

//! In a narrow list the ranks stand in a line of their own.
bool isNarrow(int width)
{
    constexpr int Narrow = 520; // pixels
    return width < Narrow;
}

QRect withoutEnd(const QRect &room, int used, Qt::LayoutDirection direction)
{
    return direction == Qt::LeftToRight ? room.adjusted(0, 0, -used, 0) : room.adjusted(used, 0, 0, 0);
}

QString ranksOf(const Retrieval::Passage &passage)
{
    QStringList ranks;
    if (passage.hit.textLeg)
        ranks += PassageResults::tr("words %1").arg(passage.hit.textLeg->rank);
    if (passage.hit.vectorLeg)
        ranks += PassageResults::tr("meaning %1").arg(passage.hit.vectorLeg->rank);
    if (passage.rerankScore)
        ranks += PassageResults::tr("rerank %1 (%2)").arg(passage.rank).arg(QLocale().toString(*passage.rerankScore, 'f', 2));
    return ranks.join(QStringLiteral(" · "));
}

} // namespace

void PassageResults::setRetrieval(const Retrieval::Retrieval &retrieval)
{
    beginResetModel();
    m_retrieval = retrieval;
    m_snippets.clear();
    m_sources.clear();
    for (const Retrieval::Passage &passage : retrieval.passages)
        m_sources += Dialog::sourceFrom(passage);
    endResetModel();
}

QVariant PassageResults::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Dialog::Source &source = m_sources[index.row()];
    const Retrieval::Passage &passage = m_retrieval.passages[index.row()];
    const auto snippet = [&]() -> QString {
        auto known = m_snippets.constFind(index.row());
        if (known == m_snippets.constEnd())
            known = m_snippets.insert(index.row(),
                Text::withVisibleControls(
                    Search::snippet(passage.hit.text, m_retrieval.terms, passage.hit.language, SnippetLength), Text::LineBreaks::Show));
        return *known;
    };
    switch (role) {
    case Qt::DisplayRole: return Text::withVisibleControls(fileOf(source), Text::LineBreaks::Show);
    case PlaceRole: return Text::withVisibleControls(headingsOf(source), Text::LineBreaks::Show);
    case SnippetRole: return snippet();
    case MarksRole: {
        QVariantList marks;
        for (const auto &[from, to] : Search::matchRanges(snippet(), m_retrieval.terms, passage.hit.language))
            marks << int(from) << int(to - from);
        return marks;
    }
    case RanksRole: return ranksOf(passage);
    case MovedRole:
        return passage.searchRank > 0 && passage.searchRank != passage.rank ? tr("%1 → %2").arg(passage.searchRank).arg(passage.rank)
                                                                            : QString();
    case Qt::AccessibleTextRole: return tr("%1. %2: %3").arg(index.row() + 1).arg(fileOf(source), snippet());
    default: return {};
    }
}

void PassageResultDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const
{
    const Style::Tokens &tokens = Style::tokensOf(QGuiApplication::palette());
    painter->save();
    QStyleOptionViewItem option = given;
    option.rect.translate(0, int(m_glide->shift(index.row()) * option.rect.height()));
    Style::paintRow(*painter, option, Metrics::CardRadius);
    painter->setLayoutDirection(option.direction);
    const QRect inside = option.rect.adjusted(Metrics::CardGap, Metrics::Gap, -Metrics::CardGap, -Metrics::Gap);
    const QFont text = Style::font(Style::TextRole::Interface);
    const int line = QFontMetrics(text).height();
    const bool narrow = isNarrow(option.rect.width());
    const QRect first(inside.left(), inside.top(), inside.width(), line);
    const int ranks = paintRanks(*painter, narrow ? first.translated(0, line * (Lines + 1) + Metrics::Gap / 2) : first, option, index);
    paintTitle(*painter, narrow ? first : withoutEnd(first, ranks, option.direction), option, index);

    QTextLayout layout(index.data(PassageResults::SnippetRole).toString(), text);
    QTextOption wrapping;
    wrapping.setTextDirection(layout.text().isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    layout.setTextOption(wrapping);
    QList<QTextLayout::FormatRange> ranges;
    QTextCharFormat mark;
    mark.setBackground(tokens.mark);
    mark.setForeground(tokens.text);
    const QVariantList marks = index.data(PassageResults::MarksRole).toList();
    for (qsizetype i = 0; i + 1 < marks.size(); i += 2)
        ranges += QTextLayout::FormatRange { marks[i].toInt(), marks[i + 1].toInt(), mark };
    layout.setFormats(ranges);
    layout.beginLayout();
    double y = 0;
    for (int n = 0; n < Lines; ++n) {
        QTextLine next = layout.createLine();
        if (!next.isValid())
            break;
        next.setLineWidth(inside.width());
        next.setPosition(QPointF(0, y));
        y += next.height();
    }
    layout.endLayout();
    painter->setPen(tokens.secondText);
    layout.draw(painter, QPointF(inside.left(), inside.top() + line + Metrics::Gap / 2));
    painter->restore();
}

//! Where a row was found, in words, at its end; and where it came from. \return The width that is taken.
int PassageResultDelegate::paintRanks(QPainter &painter, const QRect &room, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Style::Tokens &tokens = Style::tokensOf(QGuiApplication::palette());
    painter.setFont(Style::font(Style::TextRole::Small));
    painter.setPen(tokens.thirdText);
    const QString ranks = index.data(PassageResults::RanksRole).toString(), moved = index.data(PassageResults::MovedRole).toString();
    const int flags = Qt::AlignTrailing | Qt::AlignVCenter | Qt::TextSingleLine;
    painter.drawText(room, flags, ranks);
    int used = painter.fontMetrics().horizontalAdvance(ranks) + Metrics::Gap;
    if (!moved.isEmpty()) {
        painter.setPen(tokens.accent);
        painter.drawText(withoutEnd(room, used, option.direction), flags, moved);
        used += painter.fontMetrics().horizontalAdvance(moved) + Metrics::WideGap;
    }
    return used;
}

void PassageResultDelegate::paintTitle(QPainter &painter, QRect room, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Style::Tokens &tokens = Style::tokensOf(QGuiApplication::palette());
    const int flags = Qt::AlignLeading | Qt::AlignVCenter | Qt::TextSingleLine;
    QFont title = Style::font(Style::TextRole::Interface);
    title.setWeight(QFont::Medium);
    painter.setFont(title);
    painter.setPen(tokens.text);
    const QString file = painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, room.width());
    painter.drawText(room, flags, file);
    const int used = painter.fontMetrics().horizontalAdvance(file) + Metrics::CardGap;
    room = option.direction == Qt::LeftToRight ? room.adjusted(used, 0, 0, 0) : room.adjusted(0, 0, -used, 0);
    painter.setFont(Style::font(Style::TextRole::Small));
    painter.setPen(tokens.thirdText);
    painter.drawText(
        room, flags, painter.fontMetrics().elidedText(index.data(PassageResults::PlaceRole).toString(), Qt::ElideRight, room.width()));
}

QSize PassageResultDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int line = QFontMetrics(Style::font(Style::TextRole::Interface)).height();
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const int lines = Lines + (view && isNarrow(view->viewport()->width()) ? 2 : 1);
    return { 0, lines * line + 2 * Metrics::Gap + Metrics::Gap / 2 + 2 };
}

} // namespace Heddle::Ui
