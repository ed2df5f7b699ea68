// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/findbar.h"
#include "ui/common/plaintext.h"
#include "ui/style/metrics.h"
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace Heddle::Ui {

FindBar::FindBar(const QString &what, QWidget *parent) : QWidget(parent), m_field(new QLineEdit), m_result(plainLabel())
{
    m_field->setPlaceholderText(what);
    m_field->setAccessibleName(what);
    m_field->setClearButtonEnabled(true);
    m_field->setObjectName(QStringLiteral("findText"));
    m_field->installEventFilter(this);
    m_result->setObjectName(QStringLiteral("findResult"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Metrics::Gap, Metrics::Gap / 2, Metrics::Gap, Metrics::Gap / 2);
    row->addWidget(m_field, 1);
    row->addWidget(m_result);
    const auto add = [this, row](const QString &sign, const QString &name, auto action) {
        auto *button = new QToolButton;
        button->setText(sign);
        setPlainToolTip(button, name);
        button->setAccessibleName(name);
        button->setAutoRaise(true);
        row->addWidget(button);
        connect(button, &QToolButton::clicked, this, action);
    };
    add(QStringLiteral("‹"), tr("Find the one before (Shift+Enter)"), [this] { Q_EMIT find(text(), true); });
    add(QStringLiteral("›"), tr("Find the next (Enter)"), [this] { Q_EMIT find(text(), false); });
    add(QStringLiteral("✕"), tr("Close the search (Esc)"), [this] { close(); });
    constexpr int TypingMs = 200; // after the last letter
    m_typing.setSingleShot(true);
    m_typing.setInterval(TypingMs);
    connect(&m_typing, &QTimer::timeout, this, [this] {
        if (!text().isEmpty())
            Q_EMIT find(text(), false);
    });
    connect(m_field, &QLineEdit::textEdited, this, [this] {
        m_result->clear();
        if (m_asTyped)
            m_typing.start();
    });
    hide();
}

void FindBar::open()
{
    show();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void FindBar::close()
{
    m_typing.stop();
    hide();
    Q_EMIT closed();
}

QString FindBar::text() const
{
    return m_field->text();
}

void FindBar::showResult(const QString &result)
{
    m_result->setText(result);
}

bool FindBar::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_field && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            m_typing.stop();
            if (!text().isEmpty())
                Q_EMIT find(text(), key->modifiers() & Qt::ShiftModifier);
            return true;
        }
    }
    return QWidget::eventFilter(object, event);
}

} // namespace Heddle::Ui
