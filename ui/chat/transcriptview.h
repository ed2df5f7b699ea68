// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/chat/transcript.h"
#include "ui/chat/transcriptlink.h"
#include "ui/common/textview.h"
#include <QElapsedTimer>
#include <QTimer>

class QToolButton;

namespace Heddle::Ui {

class TranscriptItems;
struct TranscriptItem;

//! \brief Shows the exchanges of a conversation in one text that can be selected and searched. An answer that is being
//! written is drawn at most 30 times a second, less often when drawing takes long; only what is not settled yet is laid out
//! again, so that nothing above it moves.
class TranscriptView : public TextView {
    Q_OBJECT
public:
    explicit TranscriptView(QWidget *parent = nullptr);

    //! \brief Draws what has changed; `keepPlace`: the reader stays where he was, else the last question is shown. Of a long
    //! conversation the last part is drawn; the rest when the reader comes to its beginning.
    void setExchanges(const QList<Exchange> &exchanges, bool keepPlace = false);
    //! \brief Draws another part of what came before; `all`: the whole conversation.
    void showEarlier(bool all = false);
    //! \brief The last exchange has changed; it is drawn soon.
    void updateLast(const Exchange &exchange);
    //! \brief The exchange that is shown at a point of the viewport; -1: none.
    int exchangeAt(const QPoint &point) const;
    //! \brief The source whose document is shown beside; nothing: none is.
    void setChosen(const std::optional<TranscriptLink::Citation> &source);
    //! \brief Shows a tick at a link for two seconds: it has done what it is for.
    void showDone(const TranscriptLink &link);
    //! \brief What a link is, in words; empty for one whose text says it all.
    QString nameOf(const QString &href) const;
    //! \brief Shows an occurrence of a text, the next or the one before, once around. \return How many there are.
    int find(const QString &text, bool backward);
    //! \brief Shows the first of these words in an exchange, or where it begins.
    void showFound(int exchange, const QString &words);
    //! \brief Which of the occurrences that find() counted is shown, from 1; 0: none.
    int foundIndex() const { return m_foundIndex; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    QMimeData *createMimeDataFromSelection() const override;

private:
    void draw();
    void drawFrom(qsizetype first);
    void drawLast();
    //! Replaces everything from a position on.
    void replaceFrom(int position, const QString &html);
    int append(const QString &html);
    void placeQuestions(int from);
    void fitColumn();
    //! Where the last question begins, as a place of the scroll bar.
    int questionPlace() const;
    //! What is kept in sight while an answer grows and the room changes: nothing once the reader has gone elsewhere.
    enum class Kept { Nothing, Question, End };
    void noteScrolling();
    void placeKept();
    // What follows the pointer and the focus: transcriptpointer.cpp
    void setUpItems();
    void pointAt(const QPoint &point);
    void updateItems();
    //! Tells a screen reader what a link stands for, as what is drawn is no text.
    void describe(const QString &href);
    void copyCode();
    QPointF inDocument(const QPoint &point) const;

    QList<Exchange> m_exchanges;
    qsizetype m_first = 0; //!< the first exchange that is drawn
    QStringList m_drawn; //!< what each exchange was drawn from, from m_first on
    QList<int> m_starts; //!< where each of them begins
    int m_tailStart = 0; //!< where what may still change begins
    qsizetype m_settled = 0; //!< characters of the answer before it
    bool m_streaming = false; //!< the last exchange is drawn in part
    bool m_due = false;
    Kept m_kept = Kept::Question;
    bool m_placing = false; //!< the bar moves, and nobody has scrolled
    double m_cost = 0; //!< of the last drawing, ms
    QTimer m_timer;
    TranscriptItems *m_items;
    QToolButton *m_copyCode; //!< at the code that the pointer is over
    QString m_code;
    QTimer m_doneTimer;
    QString m_hovered, m_done;
    int m_hoveredExchange = -1;
    std::optional<TranscriptLink::Citation> m_chosen;
    int m_foundIndex = 0;
};

} // namespace Heddle::Ui
