// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/label.h"
#include <QStyledItemDelegate>

namespace Heddle::Ui {

//! \brief Draws the rows of ConversationsModel: the dot of its label, the title, when it was used, and below it the words that were looked for, bold. The row
//! under the pointer has a button for its menu; a title is edited in its place.
class ConversationDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    //! \brief The words that are bold in the line below a title.
    void setWords(const QStringList &words) { m_words = words; }
    //! \brief Where the button for the menu of a row is, that is drawn in `rect`.
    static QRect menuButton(const QRect &rect, Qt::LayoutDirection direction);
    //! \brief The dot of a label in the middle of `room`; nothing for None.
    static void paintLabel(QPainter *painter, const QRect &room, Conversation::Label label);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index) override;

Q_SIGNALS:
    void menuRequested(const QPersistentModelIndex &index, const QPoint &at);

private:
    void paintHeading(QPainter *painter, const QStyleOptionViewItem &option, const QString &text) const;
    void paintExcerpt(QPainter *painter, const QRect &room, const QString &text, Qt::LayoutDirection direction) const;

    QStringList m_words;
};

} // namespace Heddle::Ui
