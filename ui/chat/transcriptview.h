// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/chat/transcript.h"
#include "ui/common/textview.h"
#include <QElapsedTimer>
#include <QTimer>

namespace Heddle::Ui {

//! \brief Shows the exchanges of a conversation in one text that can be selected and searched. An answer that is being
//! written is drawn at most 30 times a second, less often when drawing takes long; only what is not settled yet is laid out
//! again, so that nothing above it moves.
class TranscriptView : public TextView {
    Q_OBJECT
public:
    explicit TranscriptView(QWidget *parent = nullptr);

    //! \brief Draws what has changed; `keepPlace`: the reader stays where he was, else the end is shown. Of a long
    //! conversation the last part is drawn; the rest when the reader comes to its beginning.
    void setExchanges(const QList<Exchange> &exchanges, bool keepPlace = false);
    //! \brief Draws another part of what came before; `all`: the whole conversation.
    void showEarlier(bool all = false);
    //! \brief The last exchange has changed; it is drawn soon.
    void updateLast(const Exchange &exchange);
    //! \brief The exchange that is shown at a point of the viewport; -1: none.
    int exchangeAt(const QPoint &point) const;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void draw();
    void drawFrom(qsizetype first);
    void drawLast();
    //! Replaces everything from a position on.
    void replaceFrom(int position, const QString &html);
    int append(const QString &html);
    void underlineDoubted(int from);
    //! What the check of a citation came to, by its address.
    Dialog::Outcome outcomeOf(const QString &address) const;
    void fitColumn();

    QList<Exchange> m_exchanges;
    qsizetype m_first = 0; //!< the first exchange that is drawn
    QStringList m_drawn; //!< what each exchange was drawn from, from m_first on
    QList<int> m_starts; //!< where each of them begins
    int m_tailStart = 0; //!< where what may still change begins
    qsizetype m_settled = 0; //!< characters of the answer before it
    bool m_streaming = false; //!< the last exchange is drawn in part
    bool m_due = false;
    double m_cost = 0; //!< of the last drawing, ms
    QTimer m_timer;
};

} // namespace Heddle::Ui
