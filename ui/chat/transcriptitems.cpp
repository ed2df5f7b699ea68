// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/transcriptitems.h"
#include "ui/chat/flowstages.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QAbstractTextDocumentLayout>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QJsonObject>
#include <QPainter>
#include <QTextDocument>
#include <QTextFrame>
#include <QUrl>
#include <cmath>

namespace Heddle::Ui {
namespace {

using Style::TextRole;

constexpr double IconButton = 30, QuestionButton = 24, Sign = 15, ChipHeight = 30, ChipIcon = 14, PillHeight = 18;
constexpr double FlowHeight = 28, FlowBar = 180, NarrowFlowBar = 72, FlowBarHeight = 6;
constexpr double CardPadding = 10, ChipPadding = 12;
constexpr char Prefix[] = "heddle-item";

QString encoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

bool isMirrored()
{
    return QGuiApplication::layoutDirection() == Qt::RightToLeft;
}

//! The part of a row that begins after `before` and ends `after` before its end, in the writing direction of the program.
QRectF inside(const QRectF &row, double before, double after = 0)
{
    return isMirrored() ? row.adjusted(after, 0, -before, 0) : row.adjusted(before, 0, -after, 0);
}

//! The exchange of an action that stands below its question.
std::optional<int> questionOfAction(const QString &href)
{
    using Kind = TranscriptLink::Action::Kind;
    const auto link = TranscriptLink::fromUrl(href);
    const auto *action = link ? std::get_if<TranscriptLink::Action>(&link->target) : nullptr;
    const bool ofQuestion = action && (action->kind == Kind::Edit || action->kind == Kind::CopyQuestion);
    return ofQuestion ? std::optional(action->exchange) : std::nullopt;
}

double columnOf(const QTextDocument &document)
{
    const QTextFrameFormat frame = document.rootFrame()->frameFormat();
    return document.textWidth() - frame.leftMargin() - frame.rightMargin();
}

//! Text on one line of a height, cut where there is no room for it.
void drawLine(QPainter &painter, const QRectF &rect, const QFont &font, const QColor &color, const QString &text)
{
    painter.setFont(font);
    painter.setPen(color);
    const QFontMetricsF metrics(font);
    painter.setLayoutDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight); // whatever that of the window is
    painter.drawText(rect, int(Qt::AlignVCenter | Qt::AlignAbsolute | (isMirrored() ? Qt::AlignRight : Qt::AlignLeft)) | Qt::TextSingleLine,
        metrics.elidedText(text, Qt::ElideMiddle, rect.width()));
}

QFont cardTitleFont()
{
    QFont font = Style::font(TextRole::Interface);
    font.setWeight(QFont::Medium);
    return font;
}

void drawFrame(QPainter &painter, const QRectF &rect, double radius, const QPen &pen, const QBrush &ground)
{
    const double half = pen.widthF() / 2;
    painter.setPen(pen);
    painter.setBrush(ground);
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius);
}

} // namespace

TranscriptItem TranscriptItem::ofFlow(const QJsonObject &timings)
{
    QStringList stretches;
    for (const auto &[stage, ms] : FlowStages::stretchesOf(timings))
        stretches += QStringLiteral("%1=%2").arg(stage).arg(ms);
    return { Kind::Flow, stretches.join(QLatin1Char(';')), FlowStages::wordsOf(timings) };
}

QString TranscriptItem::toHtml(const std::optional<TranscriptLink> &link) const
{
    const QString flags = QString(on ? QStringLiteral("o") : QString()) + (signal ? QStringLiteral("s") : QString());
    const QString picture =
        QStringLiteral("<img style=\"vertical-align:middle\" src=\"%1:%2:%3:%4:%5:%6\"/>")
            .arg(QLatin1String(Prefix), QString::number(int(kind)), flags, encoded(name), encoded(title), encoded(detail));
    return link ? QStringLiteral("<a href=\"%1\">%2</a>").arg(link->toUrl(), picture) : picture;
}

std::optional<TranscriptItem> TranscriptItem::fromPicture(const QString &picture)
{
    const QStringList parts = picture.split(QLatin1Char(':'));
    if (parts.size() != 6 || parts[0] != QLatin1String(Prefix))
        return {};
    const auto decoded = [&parts](int i) { return QUrl::fromPercentEncoding(parts[i].toLatin1()); };
    const int kind = parts[1].toInt();
    if (kind < 0 || kind > int(Kind::Chip))
        return {};
    return TranscriptItem { Kind(kind), decoded(3), decoded(4), decoded(5), parts[2].contains(QLatin1Char('o')),
        parts[2].contains(QLatin1Char('s')) };
}

QString TranscriptItem::text() const
{
    if (kind == Kind::Flow)
        return QCoreApplication::translate("Heddle::Ui", "How long it took: %1").arg(title);
    if (kind == Kind::Card)
        return QStringLiteral("[%1] %2").arg(name, detail.isEmpty() ? title : title + QStringLiteral(" · ") + detail);
    return kind == Kind::Icon && !detail.isEmpty() ? QStringLiteral("%1 (%2)").arg(title, detail) : title;
}

bool TranscriptItems::State::operator==(const State &other) const
{
    return palette.cacheKey() == other.palette.cacheKey() && hovered == other.hovered && done == other.done && focused == other.focused
        && exchange == other.exchange && chosen == other.chosen;
}

TranscriptItems::TranscriptItems(QTextDocument *document) : QObject(document)
{
    document->documentLayout()->registerHandler(QTextFormat::ImageObject, this);
}

QSizeF TranscriptItems::intrinsicSize(QTextDocument *document, int, const QTextFormat &format)
{
    const auto item = TranscriptItem::fromPicture(format.toImageFormat().name());
    if (!item)
        return { 0, 0 };
    switch (item->kind) {
    case TranscriptItem::Kind::Icon: {
        const bool drawn = !Style::icon(item->name).isNull();
        const double text = QFontMetricsF(Style::font(TextRole::Small)).horizontalAdvance(item->title) + ChipPadding;
        const double height = questionOfAction(format.toCharFormat().anchorHref()) ? QuestionButton : IconButton;
        return { drawn ? height : text, height };
    }
    case TranscriptItem::Kind::Sign: return { Sign, Sign };
    case TranscriptItem::Kind::Card: {
        const double column = columnOf(*document);
        const double lines = QFontMetricsF(cardTitleFont()).height() + QFontMetricsF(Style::font(TextRole::Small)).height();
        return { document->textWidth() < Metrics::NarrowChat ? std::floor(column) : std::floor((column - 1) / 2),
            std::ceil(lines + 2 * CardPadding - 2 + Metrics::Gap) };
    }
    case TranscriptItem::Kind::Flow: return { columnOf(*document) - 1, FlowHeight };
    case TranscriptItem::Kind::Chip: break;
    }
    const double text = QFontMetricsF(Style::font(TextRole::Interface)).horizontalAdvance(item->title);
    return { std::min(columnOf(*document), std::ceil(text + 2 * ChipPadding + ChipIcon + 6 + Metrics::Gap + 1)),
        ChipHeight + Metrics::Gap };
}

void TranscriptItems::drawObject(QPainter *painter, const QRectF &rect, QTextDocument *document, int position, const QTextFormat &format)
{
    const auto item = TranscriptItem::fromPicture(format.toImageFormat().name());
    if (!item)
        return;
    const QString href = format.toCharFormat().anchorHref();
    const bool focused = position == m_state.focused;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    switch (item->kind) {
    case TranscriptItem::Kind::Icon: drawIcon(*painter, rect, *item, href, focused); break;
    case TranscriptItem::Kind::Sign: Style::icon(item->name).paint(painter, rect.toRect()); break;
    case TranscriptItem::Kind::Card: {
        // Two in a row share the gap between them.
        const double gap = Metrics::Gap;
        QRectF card = rect.adjusted(0, 0, 0, -gap);
        if (document->textWidth() >= Metrics::NarrowChat)
            card = card.center().x() < document->textWidth() / 2 ? card.adjusted(0, 0, -gap / 2, 0) : card.adjusted(gap / 2, 0, 0, 0);
        drawCard(*painter, card, *item, href, focused);
        break;
    }
    case TranscriptItem::Kind::Flow: drawFlow(*painter, rect, *item, href, focused); break;
    case TranscriptItem::Kind::Chip:
        drawChip(*painter, inside(rect.adjusted(0, 0, 0, -Metrics::Gap), 0, Metrics::Gap), *item, href, focused);
        break;
    }
    painter->restore();
}

void TranscriptItems::drawIcon(QPainter &painter, const QRectF &rect, const TranscriptItem &item, const QString &href, bool focused) const
{
    const Style::Tokens &tokens = Style::tokensOf(m_state.palette);
    const bool hovered = href == m_state.hovered, done = href == m_state.done;
    // The actions of a question come with the pointer and with the focus.
    if (const auto exchange = questionOfAction(href); exchange && *exchange != m_state.exchange && !focused && !done)
        return;
    if (hovered || item.on)
        drawFrame(painter, rect, Metrics::ControlRadius, Qt::NoPen, item.on ? tokens.selected : tokens.hover);
    if (focused)
        drawFrame(painter, rect, Metrics::ControlRadius, QPen(tokens.accent, Metrics::FocusRing), Qt::NoBrush);
    const QIcon icon = done ? Style::icon(QStringLiteral("check"), Style::IconTint::Good)
                            : Style::icon(item.name, item.on ? Style::IconTint::Accent : Style::IconTint::Second);
    if (icon.isNull()) {
        painter.setFont(Style::font(TextRole::Small));
        painter.setPen(tokens.secondText);
        painter.drawText(rect, Qt::AlignCenter, item.title);
        return;
    }
    QRect drawing(0, 0, Metrics::SmallIconSize, Metrics::SmallIconSize);
    drawing.moveCenter(rect.center().toPoint());
    icon.paint(&painter, drawing);
}

void TranscriptItems::drawCard(QPainter &painter, const QRectF &rect, const TranscriptItem &item, const QString &href, bool focused) const
{
    const Style::Tokens &tokens = Style::tokensOf(m_state.palette);
    const auto link = TranscriptLink::fromUrl(href);
    const auto *citation = link ? std::get_if<TranscriptLink::Citation>(&link->target) : nullptr;
    const bool chosen = citation && m_state.chosen && citation->exchange == m_state.chosen->exchange && citation->n == m_state.chosen->n;
    const bool hovered = href == m_state.hovered;
    const QPen edge = chosen || focused ? QPen(tokens.accent, Metrics::FocusRing) : QPen(hovered ? tokens.strongBorder : tokens.border, 1);
    drawFrame(painter, rect, Metrics::CardRadius - 1, edge, hovered ? tokens.subtle : tokens.raised);

    const QFont numberFont = [] {
        QFont font = Style::font(TextRole::Caption);
        font.setWeight(QFont::DemiBold);
        return font;
    }();
    const double width = std::max(PillHeight, QFontMetricsF(numberFont).horizontalAdvance(item.name) + 10);
    const QFont title = cardTitleFont(), small = Style::font(TextRole::Small);
    const double titleHeight = QFontMetricsF(title).height(), smallHeight = QFontMetricsF(small).height();
    const double top = item.detail.isEmpty() ? rect.center().y() - titleHeight / 2 : rect.top() + CardPadding - 1; // of the title
    QRectF pill(rect.left() + CardPadding + 2, top + (titleHeight - PillHeight) / 2, width, PillHeight);
    if (isMirrored())
        pill.moveRight(rect.right() - CardPadding - 2);
    const QColor ink = item.signal ? tokens.signal : tokens.accent;
    drawFrame(painter, pill, PillHeight / 2, item.signal && !chosen ? QPen(ink, 1, Qt::DashLine) : QPen(Qt::NoPen),
        chosen            ? ink
            : item.signal ? tokens.signalGround
                          : tokens.selected);
    painter.setFont(numberFont);
    painter.setPen(chosen ? tokens.onAccent : ink);
    painter.drawText(pill, Qt::AlignCenter, item.name);

    QRectF line = inside(rect, CardPadding + 2 + width + CardPadding, CardPadding);
    line.setTop(top);
    line.setHeight(titleHeight);
    drawLine(painter, line, title, tokens.text, item.title);
    line.setTop(line.bottom());
    line.setHeight(smallHeight);
    if (!item.detail.isEmpty())
        drawLine(painter, line, small, tokens.thirdText, item.detail);
}

void TranscriptItems::drawFlow(QPainter &painter, const QRectF &rect, const TranscriptItem &item, const QString &href, bool focused) const
{
    const Style::Tokens &tokens = Style::tokensOf(m_state.palette);
    if (href == m_state.hovered)
        drawFrame(painter, rect, Metrics::ControlRadius, Qt::NoPen, tokens.hover);
    if (focused)
        drawFrame(painter, rect, Metrics::ControlRadius, QPen(tokens.accent, Metrics::FocusRing), Qt::NoBrush);
    FlowStages::Stretches stretches;
    for (const QString &stretch : item.name.split(QLatin1Char(';'), Qt::SkipEmptyParts)) {
        const int stage = stretch.section(QLatin1Char('='), 0, 0).toInt();
        if (stage >= 0 && size_t(stage) < tokens.stages.size())
            stretches += std::pair(stage, stretch.section(QLatin1Char('='), 1).toDouble());
    }
    double before = 2;
    if (!stretches.isEmpty()) {
        const double width = rect.width() < Metrics::NarrowChat ? NarrowFlowBar : FlowBar;
        QRectF bar(rect.left() + before, rect.center().y() - FlowBarHeight / 2, width, FlowBarHeight);
        if (isMirrored())
            bar.moveRight(rect.right() - before);
        FlowStages::paint(painter, bar, stretches, m_state.palette);
        before += width + CardPadding;
    }
    const QIcon arrow = Style::icon(isMirrored() ? QStringLiteral("chevron-left") : QStringLiteral("chevron-right"));
    const double room = arrow.isNull() ? 2 : Metrics::PillIconSize + Metrics::Gap;
    const QRectF line = inside(rect, before, room);
    const QFont font = Style::font(TextRole::Small);
    drawLine(painter, line, font, tokens.thirdText, item.title);
    if (arrow.isNull())
        return;
    const double used = std::min(line.width(), QFontMetricsF(font).horizontalAdvance(item.title)) + Metrics::Gap / 2.0;
    QRect drawing(0, 0, Metrics::PillIconSize, Metrics::PillIconSize);
    drawing.moveCenter(rect.center().toPoint());
    isMirrored() ? drawing.moveRight(int(line.right() - used)) : drawing.moveLeft(int(line.left() + used));
    arrow.paint(&painter, drawing);
}

void TranscriptItems::drawChip(QPainter &painter, const QRectF &rect, const TranscriptItem &item, const QString &href, bool focused) const
{
    const Style::Tokens &tokens = Style::tokensOf(m_state.palette);
    const bool hovered = href == m_state.hovered;
    drawFrame(painter, rect, rect.height() / 2, focused ? QPen(tokens.accent, Metrics::FocusRing) : QPen(tokens.border, 1),
        hovered ? tokens.hover : tokens.raised);
    const QIcon icon = Style::icon(item.name);
    double before = ChipPadding;
    if (!icon.isNull()) {
        QRect drawing(0, 0, int(ChipIcon), int(ChipIcon));
        drawing.moveCenter(rect.center().toPoint());
        isMirrored() ? drawing.moveRight(int(rect.right() - ChipPadding)) : drawing.moveLeft(int(rect.left() + ChipPadding));
        icon.paint(&painter, drawing);
        before += ChipIcon + 6;
    }
    drawLine(painter, inside(rect, before, ChipPadding), Style::font(TextRole::Interface), tokens.secondText, item.title);
}

} // namespace Heddle::Ui
