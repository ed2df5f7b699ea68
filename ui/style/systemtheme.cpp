// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/systemtheme.h"
#include "ui/style/tokens.h"
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QGuiApplication>

namespace Heddle::Ui::Style {
namespace {

const QString Service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString Path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString Interface = QStringLiteral("org.freedesktop.portal.Settings");
const QString Group = QStringLiteral("org.freedesktop.appearance");
const QString ColorScheme = QStringLiteral("color-scheme"), Contrast = QStringLiteral("contrast");

//! Portals before version 2 wrap the value twice.
QVariant unwrapped(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

} // namespace

SystemTheme::SystemTheme(QObject *parent) : QObject(parent), m_dark(Style::isDark(QGuiApplication::palette()))
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(Service, Path, Interface, QStringLiteral("SettingChanged"), this, SLOT(settingChanged(QString, QString, QDBusVariant)));
    ask(ColorScheme);
    ask(Contrast);
}

void SystemTheme::ask(const QString &key)
{
    QDBusMessage question = QDBusMessage::createMethodCall(Service, Path, Interface, QStringLiteral("Read"));
    question << Group << key;
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(question), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, key](QDBusPendingCallWatcher *call) {
        const QDBusPendingReply<QDBusVariant> reply = *call;
        if (reply.isValid())
            take(key, unwrapped(reply.value().variant()).toUInt());
        call->deleteLater();
    });
}

void SystemTheme::settingChanged(const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group == Group)
        take(key, unwrapped(value.variant()).toUInt());
}

void SystemTheme::take(const QString &key, uint value)
{
    constexpr uint PrefersDark = 1, PrefersLight = 2, High = 1;
    const bool dark = m_dark, contrast = m_contrast;
    if (key == ColorScheme && (value == PrefersDark || value == PrefersLight))
        m_dark = value == PrefersDark;
    if (key == Contrast)
        m_contrast = value == High;
    if (dark != m_dark || contrast != m_contrast)
        Q_EMIT changed();
}

} // namespace Heddle::Ui::Style
