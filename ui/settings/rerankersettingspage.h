// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/rerank/httpreranker.h"
#include "ui/settings/modelsettingspage.h"
#include "ui/settings/rerankcomparison.h"

class QComboBox;
class QLineEdit;

namespace Heddle::Ui {

//! \brief Sets up the reranker: which service, its address as it will be used, its key, its limits. Tries it with eight made-up
//! sentences before it is saved.
class RerankerSettingsPage : public ModelSettingsPage {
    Q_OBJECT
public:
    //! \brief `comparer` asks several rerankers one question; null: the page offers no comparison.
    RerankerSettingsPage(Settings::AsyncStore settings, Settings::SecretStore &secrets, Concurrency::TaskGroup &tasks,
        Rerank::Transports transports, Evaluation::RerankComparer *comparer = nullptr, QWidget *parent = nullptr);

private:
    //! What the reranker made of the sentences, and how long it took.
    struct Tried {
        QString name;
        qint64 ms = 0;
        Rerank::Trial trial;
    };

    const Rerank::Provider *provider() const;
    QString keyBinding() const override;
    void updateFields() override;
    void addFields();
    void test();
    void showTrial(const Result<Tried> &tried);
    void use(const Rerank::Configuration &configuration);
    static QCoro::Task<Result<Tried>> tryReranker(
        Rerank::Configuration configuration, Rerank::Transports transports, KeySource key, std::stop_token stop);

    const Rerank::Transports m_transports;
    QLineEdit *m_url = nullptr;
    QLabel *const m_endpoint;
    QWidgetList m_forServer, m_forReranker; //!< fields that mean nothing without a server, or without a reranker at all
};

} // namespace Heddle::Ui
