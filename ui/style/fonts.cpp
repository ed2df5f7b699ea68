// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/fonts.h"
#include <QApplication>
#include <QWidget>

namespace Heddle::Ui::Style {
namespace {

struct Type {
    double pixels;
    QFont::Weight weight;
};

Type typeOf(TextRole role)
{
    switch (role) {
    case TextRole::Caption: return { 11, QFont::Normal };
    case TextRole::Small: return { 12, QFont::Normal };
    case TextRole::Interface: return { 13, QFont::Normal };
    case TextRole::Answer: return { 15, QFont::Normal };
    case TextRole::Section: return { 15, QFont::DemiBold };
    case TextRole::PageTitle: return { 20, QFont::DemiBold };
    case TextRole::Welcome: return { 24, QFont::DemiBold };
    case TextRole::BigNumber: return { 23, QFont::DemiBold };
    }
    return { 13, QFont::Normal };
}

//! Which role the text of its widget has.
class FontKeeper : public QObject {
public:
    FontKeeper(QWidget *widget, TextRole role) : QObject(widget), m_widget(widget), m_role(role)
    {
        setObjectName(QStringLiteral("fontKeeper"));
    }
    void setRole(TextRole role) { m_role = role; }
    void set() { m_widget->setFont(font(m_role)); }

private:
    QWidget *m_widget;
    TextRole m_role;
};

FontKeeper *keeperOf(const QWidget *widget)
{
    return static_cast<FontKeeper *>(widget->findChild<QObject *>(QStringLiteral("fontKeeper"), Qt::FindDirectChildrenOnly));
}

} // namespace

QFont font(TextRole role)
{
    constexpr double InterfacePixels = 13;
    const Type type = typeOf(role);
    QFont font = QGuiApplication::font();
    const double scale = type.pixels / InterfacePixels;
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * scale);
    else
        font.setPixelSize(int(font.pixelSize() * scale + 0.5));
    font.setWeight(type.weight);
    return font;
}

void setTextRole(QWidget *widget, TextRole role)
{
    FontKeeper *keeper = keeperOf(widget);
    if (!keeper)
        keeper = new FontKeeper(widget, role);
    keeper->setRole(role);
    keeper->set();
}

void renewTextRoles()
{
    const QWidgetList widgets = QApplication::allWidgets();
    for (const QWidget *widget : widgets) {
        if (FontKeeper *keeper = keeperOf(widget))
            keeper->set();
    }
}

} // namespace Heddle::Ui::Style
