// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/rerankersettingspage.h"
#include "core/settings/rerankersettings.h"
#include "ui/common/deliver.h"
#include "ui/common/form.h"
#include "ui/common/plaintext.h"
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>

namespace Heddle::Ui {

using namespace Settings;

RerankerSettingsPage::RerankerSettingsPage(AsyncStore settings, SecretStore &secrets, Concurrency::TaskGroup &tasks,
    Rerank::Transports transports, Evaluation::RerankComparer *comparer, QWidget *parent)
    : ModelSettingsPage(std::move(settings), secrets, tasks, QStringLiteral("rerank.key"), parent), m_transports(std::move(transports)),
      m_endpoint(wrappedLabel())
{
    m_endpoint->setObjectName(QStringLiteral("rerankEndpoint"));
    addFields();
    RerankComparisonView *comparison = comparer ? new RerankComparisonView(comparer, &m_tasks) : nullptr;
    build(tr("Reranking"),
        tr("A model that reads question and passage together sorts what the search has found. Answers work without one; "
           "one that fails or is slow changes nothing."),
        {}, comparison);
    if (comparison)
        connect(comparison, &RerankComparisonView::chosen, this, &RerankerSettingsPage::use);
    connect(m_test, &QPushButton::clicked, this, &RerankerSettingsPage::test);
}

void RerankerSettingsPage::addFields()
{
    m_form->addChoice(Keys::RerankProvider, "rerankProvider");
    m_url = m_form->add(Keys::RerankUrl, "rerankUrl");
    m_form->addNote(m_endpoint);
    QWidget *const model = m_form->add(Keys::RerankModel, "rerankModel");
    addKeyRows(tr("&Key"));
    m_form->beginGroup(tr("Limits"));
    QWidget *const wait = m_form->add(Keys::RerankWait, "rerankWait");
    QWidget *const deadline = m_form->add(Keys::RerankDeadline, "rerankDeadline");
    QWidget *const window = m_form->add(Keys::RerankWindow, "rerankWindow");
    m_forServer = { m_url, model, m_key, deadline, m_form->add(Keys::RerankTokens, "rerankTokens"),
        m_form->add(Keys::RerankDocuments, "rerankDocuments") };
    m_forReranker = { wait, window };
}

const Rerank::Provider *RerankerSettingsPage::provider() const
{
    return Rerank::providerById(m_form->typed().get(Keys::RerankProvider));
}

QString RerankerSettingsPage::keyBinding() const
{
    const auto typed = rerankerFrom(m_form->typed());
    return typed && provider()->asynchronous ? Settings::keyBinding(*typed) : QString();
}

void RerankerSettingsPage::updateFields()
{
    const auto typed = rerankerFrom(m_form->typed());
    const Rerank::Provider *service = provider();
    const bool remote = service && service->asynchronous;
    const auto showFields = [this](const QWidgetList &fields, bool shown) {
        for (QWidget *field : fields) {
            field->setEnabled(shown);
            m_form->setRowVisible(field, shown);
        }
    };
    showFields(m_forServer, remote);
    showFields(m_forReranker, service);
    m_url->setPlaceholderText(!remote                ? QString()
            : service->endpoint.defaultUrl.isEmpty() ? tr("http://127.0.0.1:8080")
                                                     : service->endpoint.defaultUrl);
    bool usable = true;
    if (remote) {
        const auto url = Rerank::resolvedUrl(*typed);
        usable = url.ok();
        m_endpoint->setText(url                     ? tr("Questions and passages go to %1").arg(Net::redacted(*url))
                : m_url->text().trimmed().isEmpty() ? tr("Enter the address of your server.")
                                                    : url.error().message);
    } else {
        m_endpoint->setText(service ? tr("Works on this computer; nothing is sent.") : QString());
    }
    colorLabel(m_endpoint, !usable && !m_url->text().trimmed().isEmpty(), true);
    m_test->setEnabled(service && usable);
    m_save->setEnabled(usable);
    m_key->setBinding(keyBinding());
}

void RerankerSettingsPage::use(const Rerank::Configuration &configuration)
{
    auto *provider = findChild<QComboBox *>(QStringLiteral("rerankProvider"));
    provider->setCurrentIndex(provider->findData(configuration.endpoint.id));
    m_url->setText(configuration.endpoint.url);
    findChild<QLineEdit *>(QStringLiteral("rerankModel"))->setText(configuration.endpoint.model);
    showMessage(tr("Save it to have it used."), false);
    m_save->setFocus();
}

void RerankerSettingsPage::test()
{
    const auto typed = rerankerFrom(m_form->typed());
    const Rerank::Provider *service = provider();
    if (!typed || !service)
        return;
    setBusy(true);
    showMessage(service->asynchronous ? tr("Asking %1 about eight made-up sentences…").arg(service->name) : tr("Trying it…"), false);
    deliver(&m_tasks, this, tryReranker(*typed, m_transports, m_key->source(), m_tasks.token()), &RerankerSettingsPage::showTrial);
}

QCoro::Task<Result<RerankerSettingsPage::Tried>> RerankerSettingsPage::tryReranker(
    Rerank::Configuration configuration, Rerank::Transports transports, KeySource key, std::stop_token stop)
{
    auto keyTask = resolveKey(key, stop);
    configuration.endpoint.key = co_await std::move(keyTask);
    transports.cache.reset(); // the server is asked, not memory
    HEDDLE_CO_TRY_VALUE(const auto reranker, Rerank::makeReranker(configuration, transports));
    QElapsedTimer clock;
    clock.start();
    auto task = Rerank::tryReranker(reranker, transports.inference, stop);
    HEDDLE_CO_TRY_VALUE(const auto trial, co_await std::move(task));
    co_return Tried { trial.scores.server.isEmpty() ? reranker->name() : trial.scores.server, clock.elapsed(), trial };
}

void RerankerSettingsPage::showTrial(const Result<Tried> &tried)
{
    setBusy(false);
    if (!tried) {
        showMessage(tr("It does not work. %1").arg(tried.error().message), true);
        return;
    }
    const QString facts = tr("%1 answered in %2 ms, scale: %3.")
                              .arg(tried->name, QLocale().toString(tried->ms), Rerank::scaleName(tried->trial.scores.scale));
    if (tried->trial.sensible)
        showMessage(tr("Works: %1").arg(facts), false);
    else
        showMessage(facts + QLatin1Char(' ')
                + tr("It puts a sentence that answers below one that does not. Is the model a reranker? Choose another model."),
            true);
}

} // namespace Heddle::Ui
