// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/form.h"
#include "ui/common/plaintext.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QApplication>
#include <QFormLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int FormWidth = 640; //!< pixels, at most

} // namespace

QFormLayout *formLayout()
{
    auto *form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(Metrics::Gap);
    return form;
}

QWidget *formPage(const QString &title, const QString &purpose, QFormLayout *form, QLayout *buttons, QWidget *result)
{
    QLabel *heading = plainLabel(title);
    heading->setFont(Style::font(Style::TextRole::PageTitle));
    auto *content = new QWidget;
    content->setMaximumWidth(FormWidth);
    auto *column = new QVBoxLayout(content);
    column->setSpacing(Metrics::WideGap);
    column->addWidget(heading);
    column->addWidget(wrappedLabel(purpose));
    column->addLayout(form);
    column->addLayout(buttons);
    column->addWidget(result);
    column->addStretch(1);
    auto *page = new QWidget;
    auto *centred = new QHBoxLayout(page);
    centred->setContentsMargins(Metrics::SectionGap, Metrics::WideGap, Metrics::SectionGap, Metrics::WideGap);
    centred->addWidget(content, 100);
    centred->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(page);
    return scroll;
}

void colorLabel(QLabel *label, bool trouble, bool quiet)
{
    QPalette base = QApplication::palette(label); // not the parent's: while a theme changes, that one still has the old colours
    base.setCurrentColorGroup(QPalette::Active); // the page may be at work, and disabled, just now
    QPalette colors = base;
    colors.setColor(QPalette::WindowText,
        trouble     ? Style::tokensOf(base).signal
            : quiet ? Style::tokensOf(base).thirdText
                    : base.color(QPalette::WindowText));
    label->setPalette(colors);
}

} // namespace Heddle::Ui
