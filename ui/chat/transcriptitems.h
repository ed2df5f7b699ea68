// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/chat/transcriptlink.h"
#include <QObject>
#include <QPalette>
#include <QTextObjectInterface>

class QJsonObject;
class QTextCursor;
class QTextImageFormat;

namespace Heddle::Ui {

//! \brief Something in the transcript that is drawn instead of written, and stands in its text as one character: inside of a link it can
//! be pointed at, clicked and reached by Tab like any link.
struct TranscriptItem {
    enum class Kind {
        Icon, //!< a button: `name` is its icon
        Sign, //!< a small icon that nothing happens at
        Card, //!< of a source: `name` is its number, `title` its document, `detail` the place there
        Flow, //!< a bar of what each stage took: `name` has them, see ofFlow(), `title` the same in words
        Chip, //!< a question to ask: `name` is its icon, `title` the question
    };
    Kind kind = Kind::Icon;
    QString name, title;
    QString detail {}; //!< of an icon: its shortcut
    bool on = false; //!< what an icon's button opens is open
    bool signal = false; //!< the source of a card contradicts the answer

    //! \brief The bar of an answer. `timings`: as Dialog::Turn has them.
    static TranscriptItem ofFlow(const QJsonObject &timings);
    //! \brief The item as HTML; a link without a target: no link.
    QString toHtml(const std::optional<TranscriptLink> &link) const;
    //! \brief Reads the name that toHtml() gives the item's picture; nothing for any other.
    static std::optional<TranscriptItem> fromPicture(const QString &picture);
    //! \brief What it is, in words: for its tooltip and for screen readers.
    QString text() const;
};

//! \brief Measures and draws the items of a document. It replaces the document's handler of pictures: a transcript has no others.
class TranscriptItems : public QObject, public QTextObjectInterface {
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)
public:
    explicit TranscriptItems(QTextDocument *document);

    //! \brief What changes the looks of items; links are told by their addresses.
    struct State {
        QPalette palette {};
        QString hovered {}; //!< the pointer is over this link
        QString done {}; //!< this one has just done what it is for
        int focused = -1; //!< the item at this position has the focus
        int exchange = -1; //!< the exchange that the pointer is over: the actions of its question are shown
        std::optional<TranscriptLink::Citation> chosen {}; //!< the source whose document is open
        bool operator==(const State &other) const;
    };
    void setState(const State &state) { m_state = state; }
    const State &state() const { return m_state; }

    QSizeF intrinsicSize(QTextDocument *document, int position, const QTextFormat &format) override;
    void drawObject(QPainter *painter, const QRectF &rect, QTextDocument *document, int position, const QTextFormat &format) override;

private:
    void drawIcon(QPainter &painter, const QRectF &rect, const TranscriptItem &item, const QString &href, bool focused) const;
    void drawCard(QPainter &painter, const QRectF &rect, const TranscriptItem &item, const QString &href, bool focused) const;
    void drawFlow(QPainter &painter, const QRectF &rect, const TranscriptItem &item, const QString &href, bool focused) const;
    void drawChip(QPainter &painter, const QRectF &rect, const TranscriptItem &item, const QString &href, bool focused) const;

    State m_state;
};

} // namespace Heddle::Ui
