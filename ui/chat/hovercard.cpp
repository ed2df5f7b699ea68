// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/hovercard.h"
#include "ui/common/elide.h"
#include "ui/common/plaintext.h"
#include "ui/common/sources.h"
#include "ui/common/textview.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QTextDocument>
#include <QVBoxLayout>
#include <cmath>
#include <memory>

namespace Heddle::Ui {
namespace {

constexpr std::chrono::milliseconds Rest { 250 }, Grace { 250 }, CopiedTime { 2000 };
constexpr int Width = 420, TallestText = 190; // pixels

bool hasSentence(const Dialog::Source &source)
{
    return source.sentenceStart >= 0 && source.sentenceEnd <= source.text.size() && source.sentenceStart < source.sentenceEnd;
}

} // namespace

HoverCard::HoverCard(QWidget *parent)
    : Popover(parent), m_number(plainLabel({}, this)), m_title(plainLabel({}, this)), m_place(plainLabel({}, this)),
      m_why(plainLabel({}, this)), m_rank(plainLabel({}, this)), m_whyBox(makeWhy()), m_text(new TextView(this)),
      m_open(new QPushButton(Style::icon(QStringLiteral("panel-right")), tr("Open"), this)),
      m_copy(new QPushButton(Style::icon(QStringLiteral("quote")), tr("Copy quote"), this))
{
    setObjectName(QStringLiteral("hoverCard"));
    setAccessibleName(tr("Passage behind the citation"));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setAccessibleName(tr("Passage"));
    m_text->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->document()->setDocumentMargin(0);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Metrics::WideGap, Metrics::CardGap, Metrics::WideGap, Metrics::CardGap);
    column->setSpacing(Metrics::Gap);
    column->addLayout(makeHead());
    column->addWidget(m_whyBox);
    column->addWidget(m_text);
    column->addLayout(makeButtons());
    for (QTimer *timer : { &m_opening, &m_closing, &m_copied })
        timer->setSingleShot(true);
    m_closing.setParent(this);
    m_closing.setObjectName(QStringLiteral("cardClosing"));
    connect(&m_opening, &QTimer::timeout, this, &HoverCard::open);
    connect(&m_closing, &QTimer::timeout, this, &Popover::close);
    connect(&m_copied, &QTimer::timeout, this, [this] { m_copy->setIcon(Style::icon(QStringLiteral("quote"))); });
    connect(m_copy, &QPushButton::clicked, this, &HoverCard::copyQuote);
    connect(m_open, &QPushButton::clicked, this, [this] {
        close();
        Q_EMIT openRequested();
    });
}

QLayout *HoverCard::makeHead()
{
    m_number->setObjectName(QStringLiteral("cardNumber"));
    Style::setTextRole(m_number, Style::TextRole::Caption);
    m_number->setAlignment(Qt::AlignCenter);
    QFont bold; // its size is that of the application
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_title->setObjectName(QStringLiteral("cardTitle"));
    m_place->setObjectName(QStringLiteral("cardPlace"));
    m_place->setProperty("quiet", true);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_title);
    texts->addWidget(m_place);
    auto *row = new QHBoxLayout;
    row->setSpacing(Metrics::Gap);
    row->addWidget(m_number, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    return row;
}

//! What was found against the sentence that cites this.
QWidget *HoverCard::makeWhy()
{
    auto *box = new QFrame(this);
    box->setObjectName(QStringLiteral("cardWhyBox"));
    QLabel *sign = plainLabel({}, box);
    sign->setPixmap(Style::icon(QStringLiteral("triangle-alert"), Style::IconTint::Signal)
                        .pixmap(QSize(Metrics::PillIconSize, Metrics::PillIconSize), devicePixelRatioF()));
    m_why->setObjectName(QStringLiteral("cardWhy"));
    m_why->setWordWrap(true);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(Metrics::Gap, Metrics::Gap / 2, Metrics::Gap, Metrics::Gap / 2);
    row->setSpacing(Metrics::Gap);
    row->addWidget(sign, 0, Qt::AlignTop);
    row->addWidget(m_why, 1);
    return box;
}

QLayout *HoverCard::makeButtons()
{
    m_open->setObjectName(QStringLiteral("cardOpen"));
    m_copy->setObjectName(QStringLiteral("cardCopy"));
    m_copy->setFlat(true);
    m_rank->setProperty("quiet", true);
    auto *row = new QHBoxLayout;
    row->setSpacing(Metrics::Gap);
    row->addWidget(m_open);
    row->addWidget(m_copy);
    row->addWidget(m_rank, 1);
    return row;
}

void HoverCard::aim(const Dialog::Source &source, const Dialog::CitationUse &use, const QPoint &at)
{
    m_closing.stop();
    m_source = source;
    m_use = use;
    m_at = at;
    m_opening.start(Rest);
}

void HoverCard::leave()
{
    m_opening.stop();
    if (isVisible())
        m_closing.start(Grace);
}

void HoverCard::fill()
{
    const bool contradicted = m_use.outcome == Dialog::Outcome::Contradicted;
    m_number->setText(QString::number(m_source.n));
    m_number->setProperty("signal", contradicted);
    m_number->setStyle(style()); // by its property
    setElidedText(m_title, m_source.title.isEmpty() ? fileOf(m_source) : m_source.title);
    setElidedText(m_place, placeOf(m_source));
    const QString why = Dialog::checkedText(m_use);
    m_why->setText(why);
    m_whyBox->setVisible(!why.isEmpty());
    m_text->setHtml(passageHtml(m_source, QGuiApplication::palette()));
    setElidedText(m_rank, rankText(m_source));
    m_copy->setIcon(Style::icon(QStringLiteral("quote")));
}

void HoverCard::open()
{
    fill();
    const QMargins inside = layout()->contentsMargins();
    const int width = std::min(Width, parentWidget()->width() - 2 * Metrics::Gap);
    const int textWidth = width - inside.left() - inside.right();
    const std::unique_ptr<QTextDocument> measured(m_text->document()->clone()); // the view lays its own out for the width that it has now
    measured->setTextWidth(textWidth);
    const int needed = int(std::ceil(measured->size().height())) + 1;
    m_text->setVerticalScrollBarPolicy(needed > TallestText ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
    m_text->setFixedHeight(std::min(TallestText, needed));
    layout()->invalidate();
    layout()->activate();
    const int height = layout()->hasHeightForWidth() ? layout()->heightForWidth(width) : layout()->sizeHint().height();
    const bool below = m_at.y() + Metrics::WideGap + height + Metrics::Gap <= parentWidget()->height();
    openAt(QRect(m_at.x() - width / 3, below ? m_at.y() + Metrics::WideGap : m_at.y() - height - Metrics::WideGap, width, height));
    // A long passage begins at what supports the sentence.
    QTextCursor sentence(m_text->document());
    sentence.setPosition(
        hasSentence(m_source) ? int(std::min<qint64>(m_source.sentenceStart, m_text->document()->characterCount() - 1)) : 0);
    m_text->setTextCursor(sentence);
    m_text->verticalScrollBar()->setValue(m_text->verticalScrollBar()->value() + m_text->cursorRect().top() - Metrics::WideGap);
}

void HoverCard::copyQuote()
{
    const QString quote =
        hasSentence(m_source) ? m_source.text.mid(m_source.sentenceStart, m_source.sentenceEnd - m_source.sentenceStart) : m_source.text;
    QApplication::clipboard()->setText(quotation(quote, m_source));
    m_copy->setIcon(Style::icon(QStringLiteral("check"), Style::IconTint::Good));
    m_copied.start(CopiedTime);
}

void HoverCard::enterEvent(QEnterEvent *event)
{
    m_closing.stop();
    Popover::enterEvent(event);
}

void HoverCard::leaveEvent(QEvent *event)
{
    m_closing.start(Grace);
    Popover::leaveEvent(event);
}

} // namespace Heddle::Ui
