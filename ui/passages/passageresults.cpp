// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/passages/passageresults.h"
#include "core/search/snippet.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/sources.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QGuiApplication>
#include <QLocale>
#include <QPainter>
#include <QTextLayout>

namespace Heddle::Ui {
namespace {

constexpr qsizetype SnippetLength = 260;
constexpr int Lines = 2; //!< of a snippet

QString ranksOf(const Retrieval::Passage &passage)
{
    QStringList ranks;
    if (passage.hit.textLeg)
        ranks += PassageResults::tr("words %1").arg(passage.hit.textLeg->rank);
    if (passage.hit.vectorLeg)
        ranks += PassageResults::tr("meaning %1").arg(passage.hit.vectorLeg->rank);
    if (passage.rerankScore)
        ranks += PassageResults::tr("rerank %1").arg(QLocale().toString(*passage.rerankScore, 'f', 2));
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

void PassageResultDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Style::Tokens &tokens = Style::tokensOf(QGuiApplication::palette());
    const bool selected = option.state.testFlag(QStyle::State_Selected), hover = option.state.testFlag(QStyle::State_MouseOver);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setLayoutDirection(option.direction);
    const QRectF ground = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    if (selected || hover) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(selected ? tokens.selected : tokens.hover);
        painter->drawRoundedRect(ground, Metrics::CardRadius, Metrics::CardRadius);
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(tokens.accent, Metrics::FocusRing));
        painter->drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), Metrics::CardRadius - 1, Metrics::CardRadius - 1);
    }
    const QRect inside = option.rect.adjusted(Metrics::CardGap, Metrics::Gap, -Metrics::CardGap, -Metrics::Gap);
    const QFont small = Style::font(Style::TextRole::Small), text = Style::font(Style::TextRole::Interface);
    QRect first(inside.left(), inside.top(), inside.width(), QFontMetrics(text).height());
    const auto cut = [&](int used, bool leading) {
        const bool left = leading == (option.direction == Qt::LeftToRight);
        first = left ? first.adjusted(used, 0, 0, 0) : first.adjusted(0, 0, -used, 0);
    };
    painter->setFont(small);
    const QFontMetrics smallMetrics(small);
    painter->setPen(tokens.thirdText);
    const QString ranks = index.data(PassageResults::RanksRole).toString(), moved = index.data(PassageResults::MovedRole).toString();
    painter->drawText(first, Qt::AlignTrailing | Qt::AlignVCenter | Qt::TextSingleLine, ranks);
    cut(smallMetrics.horizontalAdvance(ranks) + Metrics::Gap, false);
    if (!moved.isEmpty()) {
        painter->setPen(tokens.accent);
        painter->drawText(first, Qt::AlignTrailing | Qt::AlignVCenter | Qt::TextSingleLine, moved);
        cut(smallMetrics.horizontalAdvance(moved) + Metrics::WideGap, false);
    }
    QFont title = text;
    title.setWeight(QFont::Medium);
    painter->setFont(title);
    painter->setPen(tokens.text);
    const QString file = painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, first.width());
    painter->drawText(first, Qt::AlignLeading | Qt::AlignVCenter | Qt::TextSingleLine, file);
    cut(painter->fontMetrics().horizontalAdvance(file) + Metrics::CardGap, true);
    painter->setFont(small);
    painter->setPen(tokens.thirdText);
    painter->drawText(first, Qt::AlignLeading | Qt::AlignVCenter | Qt::TextSingleLine,
        smallMetrics.elidedText(index.data(PassageResults::PlaceRole).toString(), Qt::ElideRight, first.width()));

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
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(inside.width());
        line.setPosition(QPointF(0, y));
        y += line.height();
    }
    layout.endLayout();
    painter->setPen(tokens.secondText);
    layout.draw(painter, QPointF(inside.left(), inside.top() + QFontMetrics(text).height() + Metrics::Gap / 2));
    painter->restore();
}

QSize PassageResultDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    const int line = QFontMetrics(Style::font(Style::TextRole::Interface)).height();
    return { 0, (Lines + 1) * line + 2 * Metrics::Gap + Metrics::Gap / 2 + 2 };
}

} // namespace Heddle::Ui
