// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;

namespace Heddle::Ui {

//! \brief The field that Ctrl+F opens over a text: Enter finds the next place, Shift+Enter the one before.
class FindBar : public QWidget {
    Q_OBJECT
public:
    //! \brief `what` says what is searched, for the placeholder and for screen readers.
    explicit FindBar(const QString &what, QWidget *parent = nullptr);

    void open();
    //! \brief Hides it and emits closed().
    void close();
    //! \brief Has a pause of typing find the text as well, with the first place from where the reader is.
    void setFindsAsTyped(bool typed) { m_asTyped = typed; }
    QString text() const;
    //! \brief Shows beside the field how the search went.
    void showResult(const QString &result);
    void clearResult() { showResult({}); }

Q_SIGNALS:
    void find(const QString &text, bool backward);
    void closed();

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    QLineEdit *m_field;
    QLabel *m_result;
    QTimer m_typing;
    bool m_asTyped = false;
};

} // namespace Heddle::Ui
