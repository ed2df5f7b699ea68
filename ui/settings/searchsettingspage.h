// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/workpool.h"
#include "core/library/catalog.h"
#include "core/search/elastic/trial.h"
#include "ui/settings/modelsettingspage.h"

class QLineEdit;

namespace Heddle::Ui {

//! \brief What a search server is tried with.
struct SearchServerAccess {
    Concurrency::WorkPool *pool; //!< for jobs that wait for the server
    Net::BlockingHttp *http;
    const Library::Catalog *catalog;
};

//! \brief Where passages are searched, on this computer or a server; how words and meaning are weighed, and how deep both are
//! searched.
class SearchSettingsPage : public ModelSettingsPage {
    Q_OBJECT
public:
    SearchSettingsPage(Settings::AsyncStore settings, Settings::SecretStore &secrets, Concurrency::TaskGroup &tasks,
        SearchServerAccess access, QWidget *parent = nullptr);

private:
    using Server = std::optional<Search::Elastic::Configuration>;

    QString keyBinding() const override;
    void updateFields() override;
    void addFields();
    void chooseCertificates();
    void showDefaults();
    void test();
    void showTrial(const Result<Search::Elastic::Trial> &trial);
    bool isRemote() const;
    //! The server as it is typed, without its certificates: files are not read while somebody types.
    Result<Server> typedServer() const;
    static QCoro::Task<Result<Search::Elastic::Trial>> tryServer(
        Settings::Values typed, SearchServerAccess access, KeySource key, std::stop_token stop);

    const SearchServerAccess m_access;
    QLineEdit *m_ca = nullptr;
    QLabel *const m_server; //!< what will be sent where, or what is missing
    QPushButton *const m_defaults;
};

} // namespace Heddle::Ui
