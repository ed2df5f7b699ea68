// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QLabel;

namespace Heddle::Ui {

class IconButton;

//! \brief What stands above a conversation: its title, what is searched, and what can be done with the page.
class ChatHeader : public QWidget {
    Q_OBJECT
public:
    explicit ChatHeader(QWidget *parent = nullptr);

    void setTitle(const QString &title);
    //! \brief What questions are asked of, like "Contracts, 412 documents".
    void setScope(const QString &scope);
    //! \brief Whether a document is shown beside the conversation, and whether there is one to show.
    void setDocument(bool shown, bool available);
    //! \brief Without a conversation there is nothing to find and no document.
    void setEmpty(bool empty);
    //! \brief In a narrow window there is no room for the list of conversations, but for a button that opens it.
    void setNarrow(bool narrow);

Q_SIGNALS:
    void listRequested();
    void findRequested();
    void documentToggled(bool shown);

private:
    QLabel *m_title, *m_scope;
    IconButton *m_list, *m_find, *m_document;
};

} // namespace Heddle::Ui
