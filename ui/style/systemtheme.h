// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
class QDBusVariant;

namespace Heddle::Ui::Style {

//! \brief What the desktop asks of every window: a dark theme, high contrast. Follows it while the program runs.
class SystemTheme : public QObject {
    Q_OBJECT
public:
    //! \brief Asks the desktop's settings portal, where there is one, without waiting; until it answers, the palette that the
    //! application started with decides.
    explicit SystemTheme(QObject *parent = nullptr);

    bool isDark() const { return m_dark; }
    bool hasHighContrast() const { return m_contrast; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void settingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void ask(const QString &key);
    void take(const QString &key, uint value);
    bool m_dark, m_contrast = false;
};

} // namespace Heddle::Ui::Style
