// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/citation.h"
#include "ui/widgets/popover.h"
#include <QTimer>

class QLabel;
class QPushButton;

namespace Heddle::Ui {

class TextView;

//! \brief The card over a citation: title, place, the passage with the supporting sentence bold, and what was found against it. It is as
//! large as that needs, stays while the pointer is in it, and Esc closes it.
class HoverCard : public Popover {
    Q_OBJECT
public:
    explicit HoverCard(QWidget *parent);

    //! \brief Opens after a moment's rest, at a point of the parent. `use`: the citation that it is the card of.
    void aim(const Dialog::Source &source, const Dialog::CitationUse &use, const QPoint &at);
    //! \brief The pointer has left the citation: closes unless it goes into the card.
    void leave();
    const Dialog::Source &source() const { return m_source; }

Q_SIGNALS:
    void openRequested();

protected:
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    QLayout *makeHead();
    QWidget *makeWhy();
    QLayout *makeButtons();
    void open();
    void fill();
    void copyQuote();

    Dialog::Source m_source;
    Dialog::CitationUse m_use;
    QPoint m_at;
    QLabel *m_number, *m_title, *m_place, *m_why, *m_rank;
    QWidget *m_whyBox;
    TextView *m_text;
    QPushButton *m_open, *m_copy;
    QTimer m_opening, m_closing, m_copied;
};

} // namespace Heddle::Ui
