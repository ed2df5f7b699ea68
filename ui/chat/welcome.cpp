// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/welcome.h"
#include "ui/common/plaintext.h"
#include "ui/common/theme.h"
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace Heddle::Ui {

Welcome::Welcome(QWidget *parent)
    : QWidget(parent), m_title(plainLabel()), m_text(plainLabel()), m_choose(new QPushButton(tr("Choose a &folder…"))),
      m_sample(new QPushButton(tr("Try the &sample library")))
{
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_choose->setObjectName(QStringLiteral("chooseFolder"));
    m_sample->setObjectName(QStringLiteral("trySample"));
    m_text->setObjectName(QStringLiteral("welcome"));
    m_title->setText(tr("Ask questions of your own documents"));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.6);
    m_title->setFont(large);
    for (QLabel *label : { m_title, m_text }) {
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignHCenter);
        label->setForegroundRole(QPalette::Text);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::Gap);
    buttons->addStretch(1);
    buttons->addWidget(m_choose);
    buttons->addWidget(m_sample);
    buttons->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::WideGap, Theme::WideGap, Theme::WideGap, Theme::WideGap);
    column->setSpacing(Theme::WideGap);
    column->addStretch(2);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addLayout(buttons);
    column->addStretch(3);
    connect(m_choose, &QPushButton::clicked, this, &Welcome::chooseFolder);
    connect(m_sample, &QPushButton::clicked, this, &Welcome::trySample);
    setLibrary(0, false);
}

void Welcome::setLibrary(int documents, bool sampleOffered)
{
    const QString promise = tr("Every sentence of the answer is quoted from your files, with the place it comes from. Nothing leaves this "
                               "computer unless you set up a server.");
    m_text->setText(documents == 0 ? promise
            : documents == 1       ? tr("One document can be asked. Type a question below (Ctrl+L).")
                                   : tr("%1 documents can be asked. Type a question below (Ctrl+L).").arg(QLocale().toString(documents)));
    m_choose->setVisible(documents == 0);
    m_sample->setVisible(sampleOffered);
}

} // namespace Heddle::Ui
