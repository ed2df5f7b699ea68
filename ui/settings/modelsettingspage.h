// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/common/services.h"
#include <QPointer>
#include <QWidget>

class QLabel;

namespace Heddle::Ui {

class KeyField;

//! \brief What the pages that set up a model have in common: they show what is saved once, keep what is typed, and save
//! settings and key together.
class ModelSettingsPage : public QWidget {
    Q_OBJECT
public:
    //! \brief Shows what is saved, the first time; later the page keeps what was typed.
    void load();

Q_SIGNALS:
    void saved();

protected:
    //! What a page can set, by settings key without the prefix.
    using Values = QMap<QString, QString>;
    //! \brief `prefix`: of the page's settings, "chat."; its key is the secret "chat.key", or "chat." and `secret`.
    ModelSettingsPage(Services services, const QString &prefix, QWidget *parent, const char *secret = "key");

    virtual Values values() const = 0;
    virtual void showValues(const Values &values) = 0;
    //! \brief What the key is for, as the secret store binds it.
    virtual QString keyBinding() const = 0;
    //! \brief The address as it will be used, while it is typed; what has no use is out of reach.
    virtual void updateFields() = 0;
    virtual void setBusy(bool busy) = 0;
    void say(const QString &text, bool trouble);
    void save();
    void changeEvent(QEvent *event) override;

    const Services m_services;
    const QString m_secret;
    KeyField *const m_key;
    QLabel *const m_result;

private:
    static QCoro::Task<void> load(QPointer<ModelSettingsPage> page, Services services, QString prefix, std::stop_token stop);
    static QCoro::Task<void> save(QPointer<ModelSettingsPage> page, Services services, QString prefix, Values values, QString secret,
        QString binding, std::optional<QByteArray> key, std::stop_token stop);

    const QString m_prefix;
    bool m_loaded = false;
};

} // namespace Heddle::Ui
