// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/common/services.h"
#include <QPointer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace Heddle::Ui {

class KeyField;

//! \brief Sets up the reranker: which service, its address as it will be used, its key, its limits; tries it with two
//! made-up sentences before it is saved.
class RerankerSettingsPage : public QWidget {
    Q_OBJECT
public:
    explicit RerankerSettingsPage(Services services, QWidget *parent = nullptr);

    //! \brief Shows what is saved, the first time; later the page keeps what was typed.
    void load();

Q_SIGNALS:
    void saved();

protected:
    void changeEvent(QEvent *event) override;

private:
    //! What the page can set, by settings key without "rerank.".
    using Values = QMap<QString, QString>;
    Values values() const;
    Rerank::Configuration configuration() const;
    void show(const Values &values);
    void update();
    void say(const QString &text, bool trouble);
    void setBusy(bool busy);
    void save();
    void test();
    static QCoro::Task<void> load(QPointer<RerankerSettingsPage> page, Services services, std::stop_token stop);
    static QCoro::Task<void> save(QPointer<RerankerSettingsPage> page, Services services, Values values,
        Rerank::Configuration configuration, std::optional<QByteArray> key, std::stop_token stop);
    static QCoro::Task<void> test(QPointer<RerankerSettingsPage> page, Services services, Rerank::Configuration configuration,
        std::optional<QByteArray> key, std::stop_token stop);

    Services m_services;
    QComboBox *m_provider;
    QLineEdit *m_url, *m_model;
    KeyField *m_key;
    QLabel *m_endpoint, *m_result;
    QSpinBox *m_wait, *m_deadline, *m_window, *m_tokens, *m_documents;
    QPushButton *m_test, *m_save;
    bool m_loaded = false;
};

} // namespace Heddle::Ui
