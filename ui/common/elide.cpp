// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/elide.h"
#include "ui/common/plaintext.h"
#include <QEvent>
#include <QLabel>

namespace Heddle::Ui {
namespace {

//! Cuts the text anew whenever the label gets another size or font.
class Elider : public QObject {
public:
    explicit Elider(QLabel *label) : QObject(label), m_label(label)
    {
        setObjectName(QStringLiteral("elider"));
        label->setWordWrap(false);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        label->installEventFilter(this);
    }
    void setText(const QString &text)
    {
        m_text = text;
        setPlainToolTip(m_label, text);
        m_label->setAccessibleName(text);
        fit();
    }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Resize || event->type() == QEvent::FontChange || event->type() == QEvent::Show)
            fit();
        return false;
    }

private:
    void fit()
    {
        m_label->setText(m_label->fontMetrics().elidedText(
            m_text, Qt::ElideRight, m_label->isVisible() ? m_label->contentsRect().width() : QWIDGETSIZE_MAX));
    }

    QLabel *m_label;
    QString m_text;
};

} // namespace

void setElidedText(QLabel *label, const QString &text)
{
    auto *elider = static_cast<Elider *>(label->findChild<QObject *>(QStringLiteral("elider"), Qt::FindDirectChildrenOnly));
    (elider ? elider : new Elider(label))->setText(text);
}

} // namespace Heddle::Ui
