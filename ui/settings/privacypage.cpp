// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/privacypage.h"
#include "ui/common/deliver.h"
#include "ui/common/form.h"
#include "ui/common/plaintext.h"
#include "ui/settings/form.h"
#include "ui/style/metrics.h"
#include "ui/widgets/card.h"
#include "ui/widgets/settingsrow.h"
#include "ui/widgets/switch.h"
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int ShownDays = 7; //!< of a host

QLabel *sectionLabel(const QString &text)
{
    QLabel *label = plainLabel(text);
    label->setProperty("textRole", QStringLiteral("section"));
    return label;
}

//! "12 requests · 40 passages · 1.2 MB"
QString amountOf(const Privacy::Departures &one)
{
    const QLocale locale;
    return PrivacyPage::tr("%1 · %2 · %3")
        .arg(PrivacyPage::tr("%n request(s)", nullptr, int(one.requests)), PrivacyPage::tr("%n passage(s)", nullptr, int(one.passages)),
            locale.formattedDataSize(one.bytes, 1));
}

//! A card in place of the one before it.
Card *replaced(QVBoxLayout *place, Card *before)
{
    if (before) {
        place->removeWidget(before);
        before->hide();
        before->deleteLater(); // a switch of it may be what calls
    }
    auto *card = new Card;
    place->addWidget(card);
    return card;
}

} // namespace

PrivacyPage::PrivacyPage(Privacy::SealKeeper *seals, Privacy::Ledger *ledger, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QWidget(parent), m_seals(seals), m_ledger(ledger), m_tasks(tasks), m_sealsPlace(new QVBoxLayout), m_ledgerPlace(new QVBoxLayout),
      m_clear(new QPushButton(tr("&Clear the record"))), m_trouble(wrappedLabel())
{
    setObjectName(QStringLiteral("privacy"));
    m_clear->setObjectName(QStringLiteral("ledgerClear"));
    m_trouble->setObjectName(QStringLiteral("privacyTrouble"));
    m_trouble->setProperty("result", QStringLiteral("trouble"));
    m_trouble->hide();
    auto *cards = new QWidget;
    auto *column = new QVBoxLayout(cards);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Metrics::Gap);
    column->addWidget(m_trouble);
    column->addWidget(sectionLabel(tr("Never send")));
    column->addLayout(m_sealsPlace);
    column->addSpacing(Metrics::WideGap);
    column->addWidget(sectionLabel(tr("What was sent")));
    column->addLayout(m_ledgerPlace);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_clear);
    buttons->addStretch(1);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(settingsContent(tr("Privacy"),
        tr("Text of your documents is sent only to servers that you have set up. What is marked “never send” goes to none of them, but to "
           "programs on this computer."),
        cards, buttons, new QWidget));
    connect(m_clear, &QPushButton::clicked, this, &PrivacyPage::clearLedger);
    connect(m_seals, &Privacy::SealKeeper::changed, this, &PrivacyPage::refresh);
    connect(m_ledger, &Privacy::Ledger::changed, this, [this] {
        if (isVisible())
            refresh();
    });
}

void PrivacyPage::refresh()
{
    deliver(m_tasks, this, m_seals->list(m_tasks->token()), &PrivacyPage::showSeals);
    deliver(m_tasks, this, m_ledger->list(m_tasks->token()), &PrivacyPage::showLedger);
}

void PrivacyPage::showTrouble(const QString &text)
{
    m_trouble->setText(text);
    m_trouble->setVisible(!text.isEmpty());
}

void PrivacyPage::showSeals(const Result<QList<Privacy::Seals::Entry>> &entries)
{
    if (!entries) {
        if (!entries.error().isCancelled())
            showTrouble(entries.error().message);
        return;
    }
    const QWidget *focused = m_sealsCard && m_sealsCard->isAncestorOf(focusWidget()) ? focusWidget() : nullptr;
    const QString focus = focused ? focused->accessibleName() : QString();
    m_sealsCard = replaced(m_sealsPlace, m_sealsCard);
    if (entries->isEmpty())
        m_sealsCard->addRow(new SettingsRow(tr("No collection yet"), tr("Add a folder in the library first."), nullptr));
    for (const Privacy::Seals::Entry &entry : *entries) {
        auto *box = new Switch(tr("Never send “%1”").arg(entry.name));
        box->setAccessibleName(box->text());
        box->setObjectName(QStringLiteral("seal"));
        box->setChecked(entry.sealed);
        QString title = entry.name;
        title.replace(QLatin1Char('&'), QLatin1String("&&"));
        m_sealsCard->addRow(new SettingsRow(title,
            entry.removed      ? tr("Removed; conversations may still have text of it, which is never sent")
                : entry.sealed ? tr("Its text stays on this computer")
                               : tr("May be sent to the servers that you have set up"),
            box));
        connect(box, &QCheckBox::clicked, this, [this, name = entry.name](bool sealed) { mark(name, sealed); });
        if (box->accessibleName() == focus) // once it is shown
            QTimer::singleShot(0, box, [box] { box->setFocus(Qt::OtherFocusReason); });
    }
}

void PrivacyPage::showLedger(const Result<QList<Privacy::Departures>> &departures)
{
    if (!departures) {
        if (!departures.error().isCancelled())
            showTrouble(departures.error().message);
        return;
    }
    m_ledgerCard = replaced(m_ledgerPlace, m_ledgerCard);
    m_clear->setEnabled(!departures->isEmpty());
    if (departures->isEmpty())
        m_ledgerCard->addRow(new SettingsRow(
            tr("Nothing was sent to another computer"), tr("What is sent is recorded here by host and day, for a year."), nullptr));
    const QLocale locale;
    for (const Privacy::Departures &total : Privacy::totalsOf(*departures)) {
        auto *row = new SettingsRow(total.host, amountOf(total), nullptr);
        row->setObjectName(QStringLiteral("ledgerHost"));
        int shown = 0, all = 0;
        QStringList days;
        for (const Privacy::Departures &one : *departures) {
            if (one.host != total.host)
                continue;
            ++all;
            if (shown < ShownDays) {
                ++shown;
                days += tr("%1: %2").arg(locale.toString(one.day, QLocale::ShortFormat), amountOf(one));
            }
        }
        if (all > shown)
            days += tr("and %n day(s) before", nullptr, all - shown);
        QLabel *list = plainLabel(days.join(QLatin1Char('\n')));
        list->setWordWrap(true);
        list->setProperty("textRole", QStringLiteral("small"));
        list->setProperty("second", true);
        row->addBelow(list);
        m_ledgerCard->addRow(row);
    }
}

void PrivacyPage::mark(const QString &collection, bool sealed)
{
    deliver(m_tasks, this, m_seals->set(collection, sealed, m_tasks->token()), [this](const Status &done) {
        showTrouble(done ? QString() : done.error().message);
        if (!done)
            refresh(); // the switch goes back
    });
}

void PrivacyPage::clearLedger()
{
    deliver(m_tasks, this, m_ledger->clear(m_tasks->token()), [this](const Status &done) {
        showTrouble(done ? QString() : done.error().message);
        refresh();
    });
}

} // namespace Heddle::Ui
