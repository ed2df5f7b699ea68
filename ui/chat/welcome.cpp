// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/welcome.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/plaintext.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/widgets/chip.h"
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int TextWidth = 460; //!< of the promise, in pixels

} // namespace

Welcome::Welcome(QWidget *parent)
    : QWidget(parent), m_title(plainLabel()), m_text(plainLabel()),
      m_choose(new QPushButton(Style::icon(QStringLiteral("folder-plus"), Style::IconTint::OnAccent), tr("Add a &folder"))),
      m_sample(new QPushButton(Style::icon(QStringLiteral("book-open")), tr("Try the &sample library"))), m_facts(new QWidget),
      m_starters(new QVBoxLayout)
{
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_choose->setObjectName(QStringLiteral("chooseFolder"));
    m_sample->setObjectName(QStringLiteral("trySample"));
    m_text->setObjectName(QStringLiteral("welcome"));
    m_choose->setProperty("primary", true);
    m_title->setText(tr("Ask your own documents"));
    for (QLabel *label : { m_title, m_text }) {
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignHCenter);
        label->setForegroundRole(QPalette::Text);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Metrics::Gap);
    buttons->addStretch(1);
    buttons->addWidget(m_choose);
    buttons->addWidget(m_sample);
    buttons->addStretch(1);
    auto *text = new QHBoxLayout;
    text->addStretch(1);
    text->addWidget(m_text, 1000);
    text->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Metrics::WideGap, Metrics::WideGap, Metrics::WideGap, Metrics::WideGap);
    column->setSpacing(Metrics::WideGap);
    column->addStretch(2);
    column->addWidget(makeMark(), 0, Qt::AlignHCenter);
    column->addWidget(m_title);
    column->addLayout(text);
    column->addLayout(buttons);
    column->addLayout(m_starters);
    column->addWidget(m_facts);
    column->addStretch(3);
    m_text->setMaximumWidth(TextWidth);
    m_starters->setSpacing(Metrics::Gap);
    fillFacts();
    setFonts();
    connect(m_choose, &QPushButton::clicked, this, &Welcome::chooseFolder);
    connect(m_sample, &QPushButton::clicked, this, &Welcome::trySample);
    setLibrary(0, false);
}

QLabel *Welcome::makeMark()
{
    constexpr int Side = 56, Drawing = 30;
    QLabel *mark = plainLabel();
    mark->setObjectName(QStringLiteral("welcomeMark"));
    mark->setFixedSize(Side, Side);
    mark->setAlignment(Qt::AlignCenter);
    mark->setPixmap(Style::programIcon().pixmap(QSize(Drawing, Drawing), devicePixelRatioF()));
    return mark;
}

//! What a newcomer wants to know before a folder is added.
void Welcome::fillFacts()
{
    auto *row = new QHBoxLayout(m_facts);
    row->setContentsMargins(0, Metrics::Gap, 0, 0);
    row->setSpacing(Metrics::Gap);
    row->addStretch(1);
    const std::pair<QString, QString> facts[] = { { QStringLiteral("file-text"), tr("PDF, HTML, Markdown and text") },
        { QStringLiteral("wifi-off"), tr("works offline") }, { QStringLiteral("lock"), tr("files are only read") } };
    for (const auto &[icon, text] : facts) {
        QLabel *drawing = plainLabel();
        drawing->setPixmap(Style::icon(icon).pixmap(QSize(Metrics::SmallIconSize, Metrics::SmallIconSize), devicePixelRatioF()));
        QLabel *fact = plainLabel(text);
        fact->setForegroundRole(QPalette::PlaceholderText);
        row->addWidget(drawing);
        row->addWidget(fact);
        row->addSpacing(Metrics::Gap);
    }
    row->addStretch(1);
}

void Welcome::setFonts()
{
    Style::setTextRole(m_title, Style::TextRole::Welcome);
    Style::setTextRole(m_text, Style::TextRole::Answer);
    for (QLabel *label : m_facts->findChildren<QLabel *>())
        Style::setTextRole(label, Style::TextRole::Small);
}

void Welcome::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    constexpr int LeastForFacts = 480;
    m_facts->setVisible(width() >= LeastForFacts);
}

void Welcome::setStarters(const QStringList &questions)
{
    while (QLayoutItem *old = m_starters->takeAt(0)) {
        old->widget()->deleteLater();
        delete old;
    }
    for (const QString &question : questions) {
        auto *chip = new Chip(Text::withVisibleControls(question, Text::LineBreaks::Show));
        chip->setObjectName(QStringLiteral("starter"));
        chip->setIcon(Style::icon(QStringLiteral("corner-down-right")));
        chip->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
        setPlainToolTip(chip, chip->text());
        connect(chip, &QAbstractButton::clicked, this, [this, question] { Q_EMIT asked(question); });
        m_starters->addWidget(chip, 0, Qt::AlignHCenter);
    }
}

void Welcome::setLibrary(int documents, bool sampleOffered)
{
    const QString promise = tr("Every sentence of the answer is quoted from your files, with the place it comes from. Nothing leaves this "
                               "computer unless you set up a server.");
    m_text->setText(documents == 0 ? promise
            : documents == 1       ? tr("One document is ready. Type a question below (Ctrl+L).")
                                   : tr("%1 documents are ready. Type a question below (Ctrl+L).").arg(QLocale().toString(documents)));
    m_choose->setVisible(documents == 0);
    m_sample->setVisible(sampleOffered);
}

} // namespace Heddle::Ui
