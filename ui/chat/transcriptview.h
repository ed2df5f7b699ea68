// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/chat/transcript.h"
#include <QElapsedTimer>
#include <QTextBrowser>
#include <QTimer>

namespace Heddle::Ui {

//! \brief Shows the exchanges of a conversation in one text that can be selected and searched. An answer that is being
//! written is drawn at most 30 times a second, less often when drawing takes long; only what is not settled yet is laid out
//! again, so that nothing above it moves.
class TranscriptView : public QTextBrowser {
    Q_OBJECT
public:
    explicit TranscriptView(QWidget *parent = nullptr);

    //! \brief Draws everything anew; `keepPlace`: where the reader was, else the end is shown.
    void setExchanges(const QList<Exchange> &exchanges, bool keepPlace = false);
    //! \brief The last exchange has changed; it is drawn soon.
    void updateLast(const Exchange &exchange);
    //! \brief The exchange that is shown at a point of the viewport; -1: none.
    int exchangeAt(const QPoint &point) const;
    //! \brief Whether what was given to updateLast() is drawn.
    bool isDrawn() const { return !m_due; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    QVariant loadResource(int type, const QUrl &name) override;

private:
    void draw();
    void drawLast();
    //! Replaces everything from a position on.
    void replaceFrom(int position, const QString &html);
    int append(const QString &html);
    void dashUnsupported(int from);
    void fitColumn();

    QList<Exchange> m_exchanges;
    QList<int> m_starts; //!< where each exchange begins
    int m_tailStart = 0; //!< where what may still change begins
    qsizetype m_settled = 0; //!< characters of the answer before it
    bool m_streaming = false; //!< the last exchange is drawn in part
    bool m_due = false;
    double m_cost = 0; //!< of the last drawing, ms
    QTimer m_timer;
};

} // namespace Heddle::Ui
