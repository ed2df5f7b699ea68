// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/plaintext.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/richtext.h"
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QResizeEvent>

namespace Heddle::Ui {
namespace {

constexpr Qt::TextInteractionFlags Selectable = Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard;

//! As high as its text needs at the width that it has: a form would give it the height for the least width.
class WrappedLabel : public QLabel {
public:
    using QLabel::QLabel;
    QSize sizeHint() const override { return { QLabel::sizeHint().width(), heightForWidth(width()) }; }
    QSize minimumSizeHint() const override
    {
        constexpr int Least = 80;
        return { Least, heightForWidth(width()) };
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QLabel::resizeEvent(event);
        if (event->size().width() != event->oldSize().width())
            updateGeometry();
    }
};

} // namespace

QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    return label;
}

QLabel *wrappedLabel(const QString &text)
{
    auto *label = new WrappedLabel;
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Selectable);
    label->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    label->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    return label;
}

QLabel *markupLabel(const QString &html, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::RichText);
    label->setText(html);
    label->setTextInteractionFlags(Selectable);
    return label;
}

QString plainToolTip(const QString &text)
{
    constexpr qsizetype Longest = 4'000;
    if (text.isEmpty())
        return {};
    QString shown = text;
    if (shown.size() > Longest) {
        shown.truncate(shown[Longest - 1].isHighSurrogate() ? Longest - 1 : Longest);
        shown += QChar(0x2026);
    }
    return QStringLiteral("<p style=\"white-space:pre-wrap\">%1</p>").arg(RichText::withBreaks(Text::withVisibleControls(shown)));
}

void setPlainToolTip(QWidget *widget, const QString &text)
{
    widget->setToolTip(plainToolTip(text));
    widget->setAccessibleDescription(text);
}

namespace {

QMessageBox *messageBox(QWidget *parent, const QString &title, const QString &text)
{
    auto *box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(title);
    box->setTextFormat(Qt::PlainText);
    box->setTextInteractionFlags(Selectable);
    box->setText(Text::withVisibleControls(text));
    return box;
}

} // namespace

void showMessage(QWidget *parent, const QString &title, const QString &text)
{
    QMessageBox *box = messageBox(parent, title, text);
    box->setDefaultButton(box->addButton(QMessageBox::Close));
    box->open();
}

void showChoice(QWidget *parent, const QString &title, const QString &text, const QString &button, const std::function<void()> &action)
{
    QMessageBox *box = messageBox(parent, title, text);
    box->setObjectName(QStringLiteral("choice"));
    QPushButton *act = box->addButton(button, QMessageBox::ActionRole);
    act->setObjectName(QStringLiteral("choiceAction"));
    box->setDefaultButton(box->addButton(QMessageBox::Close));
    QObject::connect(act, &QPushButton::clicked, parent, action);
    box->open();
}

} // namespace Heddle::Ui
