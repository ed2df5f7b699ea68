// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/attachments.h"
#include <QFrame>

namespace Heddle::Ui {

//! \brief A file that belongs to a conversation: its name, with a button that takes it away.
class AttachmentChip : public QFrame {
    Q_OBJECT
public:
    //! \brief A file that was read.
    explicit AttachmentChip(const Conversation::Attachment &file, QWidget *parent = nullptr);
    //! \brief A file that is being read.
    explicit AttachmentChip(const QString &path, QWidget *parent = nullptr);

    const QString &id() const { return m_id; }
    //! \brief Whether it is still being read.
    bool isReading() const { return m_id.isEmpty(); }
    //! \brief What Tab comes to.
    QWidget *button() const { return m_remove; }

Q_SIGNALS:
    void removeRequested(const QString &id);
    //! \brief It need not be read any more.
    void cancelRequested(const QString &path);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void layOut(const QString &icon, const QString &name, const QString &about);
    void addButton(const QString &name);
    void request();

    QString m_id, m_path;
    QWidget *m_remove = nullptr;
};

//! \brief The files of a conversation above the field for its question, in as many rows as they need. Del and Backspace take the file
//! away whose button has the focus, which goes on to the next.
class AttachmentChips : public QWidget {
    Q_OBJECT
public:
    explicit AttachmentChips(QWidget *parent = nullptr);

    //! \param reading the paths of those that are being read
    void setFiles(const QList<Conversation::Attachment> &files, const QStringList &reading);
    //! \brief What Tab comes to, in order.
    QWidgetList buttons() const;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return place(width, false); }
    QSize sizeHint() const override;

Q_SIGNALS:
    void removeRequested(const QString &id);
    void cancelRequested(const QString &path);
    //! \brief The last one was taken away by the keyboard, or the one before it: the focus needs another place.
    void left();

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    //! Puts the chips into rows. \return The height of all.
    int place(int width, bool move) const;
    void focusAt(qsizetype index);

    QList<AttachmentChip *> m_chips;
};

} // namespace Heddle::Ui
