// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/questionfield.h"
#include "ui/chat/givenfiles.h"
#include "ui/style/fonts.h"
#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <QTextDocument>
#include <cmath>

namespace Heddle::Ui {
namespace {

constexpr int MostLines = 8;

} // namespace

QuestionField::QuestionField(QWidget *parent) : QPlainTextEdit(parent)
{
    setTabChangesFocus(true);
    setFrameShape(QFrame::NoFrame);
    Style::setTextRole(this, Style::TextRole::Answer);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    // The document's size counts lines, wrapped ones too.
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, &QuestionField::fitHeight);
    fitHeight();
}

QSize QuestionField::sizeHint() const
{
    return { QPlainTextEdit::sizeHint().width(), maximumHeight() };
}

void QuestionField::fitHeight()
{
    const int lines = std::clamp(int(std::ceil(document()->size().height())), 1, MostLines);
    const int around = int(std::ceil(2 * document()->documentMargin())) + 2 * frameWidth();
    setFixedHeight(lines * fontMetrics().lineSpacing() + around);
    setVerticalScrollBarPolicy(lines < MostLines ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
}

bool QuestionField::canInsertFromMimeData(const QMimeData *given) const
{
    return !pathsIn(given).isEmpty() || QPlainTextEdit::canInsertFromMimeData(given);
}

void QuestionField::insertFromMimeData(const QMimeData *given)
{
    const QStringList paths = pathsIn(given);
    if (paths.isEmpty())
        return QPlainTextEdit::insertFromMimeData(given);
    Q_EMIT pathsGiven(paths);
}

void QuestionField::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && !(event->modifiers() & Qt::ShiftModifier))
        Q_EMIT sent();
    else
        QPlainTextEdit::keyPressEvent(event);
}

void QuestionField::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void QuestionField::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitHeight();
}

void QuestionField::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    Q_EMIT focusChanged(true);
}

void QuestionField::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    Q_EMIT focusChanged(false);
}

} // namespace Heddle::Ui
