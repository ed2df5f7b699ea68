// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/common/services.h"
#include <QLineEdit>
#include <QPointer>
#include <optional>

class QLabel;

namespace Heddle::Ui {

//! \brief Where the key of a service is entered. It belongs to one server: what is said below the field is about that
//! server's key, and a stored key is never shown.
class KeyField : public QLineEdit {
    Q_OBJECT
public:
    //! \brief `secret`: a name of secretVariables().
    KeyField(Services services, const QString &secret, QWidget *parent = nullptr);

    //! \brief Says where the key is kept; stands below the field.
    QLabel *place() const { return m_place; }
    //! \brief What the key is for, as the secret store binds it; empty: nothing that takes one.
    void setBinding(const QString &binding);
    //! \brief What was typed since the last save; nothing: the stored key stays.
    std::optional<QByteArray> typed() const;
    //! \brief The key to be used now: what was typed, else what is stored.
    static QCoro::Task<QByteArray> key(
        Services services, QString secret, QString binding, std::optional<QByteArray> typed, std::stop_token stop);
    //! \brief Stores what was typed, and says where.
    static QCoro::Task<void> keep(QPointer<KeyField> field, Services services, QString secret, QString binding,
        std::optional<QByteArray> typed, std::stop_token stop);

private:
    static QCoro::Task<void> showPlace(QPointer<KeyField> field, Services services, QString secret, QString binding);
    void say(Settings::SecretStore::Place place);

    Services m_services;
    QString m_secret, m_binding;
    QLabel *m_place;
    bool m_edited = false;
};

} // namespace Heddle::Ui
