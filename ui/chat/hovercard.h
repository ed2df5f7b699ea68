// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/citation.h"
#include <QFrame>
#include <QTimer>

namespace Heddle::Ui {

class TextView;

//! \brief The card over a citation: title, place, the whole passage with the supporting sentence bold, scores. Stays
//! while the pointer is in it; Esc closes it.
class HoverCard : public QFrame {
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
    void open();
    Dialog::Source m_source;
    Dialog::CitationUse m_use;
    QPoint m_at;
    TextView *m_text;
    QTimer m_opening, m_closing;
};

} // namespace Heddle::Ui
