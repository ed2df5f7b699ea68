// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPlainTextEdit>

namespace Heddle::Ui {

//! \brief Where a question is typed: Enter sends it, Shift+Enter starts a line; it grows with its lines, up to eight. Files that are
//! pasted or dropped are handed on.
class QuestionField : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit QuestionField(QWidget *parent = nullptr);

    QSize sizeHint() const override;

Q_SIGNALS:
    void sent();
    void focusChanged(bool focused);
    //! \brief Files and folders were pasted.
    void pathsGiven(const QStringList &paths);

protected:
    bool canInsertFromMimeData(const QMimeData *data) const override;
    void insertFromMimeData(const QMimeData *data) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void fitHeight();
};

} // namespace Heddle::Ui
