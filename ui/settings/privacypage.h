// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/privacy/ledger.h"
#include "core/privacy/sealkeeper.h"
#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace Heddle::Ui {

class Card;

//! \brief What leaves this computer: collections that are never sent, and a record of what was sent where. A mark is set at once; what
//! could not be done is said until the next thing is.
class PrivacyPage : public QWidget {
    Q_OBJECT
public:
    //! \brief Keeper, ledger and task group outlive the page.
    PrivacyPage(Privacy::SealKeeper *seals, Privacy::Ledger *ledger, Concurrency::TaskGroup *tasks, QWidget *parent = nullptr);

    //! \brief Shows collections and record as they are now.
    void refresh();

private:
    void mark(const QString &collection, bool sealed);
    void clearLedger();
    void showSeals(const Result<QList<Privacy::Seals::Entry>> &entries);
    void showLedger(const Result<QList<Privacy::Departures>> &departures);
    void showTrouble(const QString &text);

    Privacy::SealKeeper *const m_seals;
    Privacy::Ledger *const m_ledger;
    Concurrency::TaskGroup *const m_tasks;
    QVBoxLayout *m_sealsPlace, *m_ledgerPlace;
    Card *m_sealsCard = nullptr, *m_ledgerCard = nullptr;
    QPushButton *m_clear;
    QLabel *m_trouble;
};

} // namespace Heddle::Ui
