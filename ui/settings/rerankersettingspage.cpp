// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/rerankersettingspage.h"
#include "core/settings/rerankersettings.h"
#include "ui/common/form.h"
#include "ui/settings/keyfield.h"
#include <QComboBox>
#include <QElapsedTimer>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace Heddle::Ui {

RerankerSettingsPage::RerankerSettingsPage(Services services, QWidget *parent)
    : ModelSettingsPage(std::move(services), QStringLiteral("rerank."), parent), m_provider(new QComboBox), m_url(new QLineEdit),
      m_model(new QLineEdit), m_endpoint(wrappedLabel()), m_wait(numberField(0, 30'000, tr(" ms"), tr("Wait for scores"), "rerankWait")),
      m_deadline(numberField(100, 600'000, tr(" ms"), tr("Give up after"), "rerankDeadline")),
      m_window(numberField(1, 1000, tr(" passages"), tr("Passages to sort"), "rerankWindow")),
      m_tokens(numberField(0, 1'000'000, tr(" tokens"), tr("Longest passage"), "rerankTokens")),
      m_documents(numberField(0, 100'000, tr(" passages"), tr("Passages in a request"), "rerankDocuments")),
      m_test(new QPushButton(tr("&Test"))), m_save(new QPushButton(tr("&Save")))
{
    m_provider->addItem(tr("None: passages stay in the order of the search"), QStringLiteral("none"));
    for (const Rerank::Provider &provider : Rerank::providers())
        m_provider->addItem(provider.name, provider.id);
    m_provider->setObjectName(QStringLiteral("rerankProvider"));
    m_provider->setAccessibleName(tr("Service"));
    m_provider->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_url->setObjectName(QStringLiteral("rerankUrl"));
    m_url->setAccessibleName(tr("Address"));
    m_model->setObjectName(QStringLiteral("rerankModel"));
    m_model->setAccessibleName(tr("Model"));
    m_key->setObjectName(QStringLiteral("rerankKey"));
    m_endpoint->setObjectName(QStringLiteral("rerankEndpoint"));
    m_key->place()->setObjectName(QStringLiteral("rerankKeyPlace"));
    m_result->setObjectName(QStringLiteral("rerankResult"));
    m_test->setObjectName(QStringLiteral("rerankTest"));
    m_save->setObjectName(QStringLiteral("rerankSave"));
    m_tokens->setSpecialValueText(tr("as the model has it"));
    m_documents->setSpecialValueText(tr("as the service has it"));

    QFormLayout *form = formLayout();
    form->addRow(tr("S&ervice"), m_provider);
    form->addRow(tr("&Address"), m_url);
    form->addRow(QString(), m_endpoint);
    form->addRow(tr("&Model"), m_model);
    form->addRow(tr("&Key"), m_key);
    form->addRow(QString(), m_key->place());
    form->addRow(tr("An answer &waits"), m_wait);
    form->addRow(tr("&Give up after"), m_deadline);
    form->addRow(tr("&Passages to sort"), m_window);
    form->addRow(tr("&Longest passage"), m_tokens);
    form->addRow(tr("In a &request"), m_documents);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_test);
    buttons->addWidget(m_save);
    buttons->addStretch(1);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(formPage(tr("Reranking"),
        tr("A model that reads question and passage together sorts what the search has found. Answers work without one; "
           "one that fails or is slow changes nothing."),
        form, buttons, m_result));

    connect(m_provider, &QComboBox::currentIndexChanged, this, &RerankerSettingsPage::updateFields);
    connect(m_url, &QLineEdit::textChanged, this, &RerankerSettingsPage::updateFields);
    connect(m_model, &QLineEdit::textChanged, this, &RerankerSettingsPage::updateFields);
    connect(m_test, &QPushButton::clicked, this, qOverload<>(&RerankerSettingsPage::test));
    connect(m_save, &QPushButton::clicked, this, [this] { save(); });
    updateFields();
}

RerankerSettingsPage::Values RerankerSettingsPage::values() const
{
    return { { QStringLiteral("provider"), m_provider->currentData().toString() }, { QStringLiteral("url"), m_url->text().trimmed() },
        { QStringLiteral("model"), m_model->text().trimmed() }, { QStringLiteral("wait_ms"), QString::number(m_wait->value()) },
        { QStringLiteral("deadline_ms"), QString::number(m_deadline->value()) },
        { QStringLiteral("window"), QString::number(m_window->value()) }, { QStringLiteral("tokens"), QString::number(m_tokens->value()) },
        { QStringLiteral("documents"), QString::number(m_documents->value()) } };
}

Rerank::Configuration RerankerSettingsPage::configuration() const
{
    Rerank::Configuration made;
    made.endpoint.id = m_provider->currentData().toString();
    made.endpoint.url = m_url->text().trimmed();
    made.endpoint.model = m_model->text().trimmed();
    made.tokens = m_tokens->value();
    made.documents = m_documents->value();
    made.deadline = std::chrono::milliseconds(m_deadline->value());
    return made;
}

//! The address as it will be used, while it is typed; what this service has no use for is out of reach.
void RerankerSettingsPage::updateFields()
{
    const Rerank::Configuration typed = configuration();
    const Rerank::Provider *provider = Rerank::providerById(typed.endpoint.id);
    const bool remote = provider && provider->asynchronous;
    for (QWidget *field : QWidgetList { m_url, m_model, m_key, m_deadline, m_tokens, m_documents })
        field->setEnabled(remote);
    m_wait->setEnabled(provider);
    m_window->setEnabled(provider);
    m_url->setPlaceholderText(
        remote ? provider->endpoint.defaultUrl.isEmpty() ? tr("http://127.0.0.1:8080") : provider->endpoint.defaultUrl : QString());
    bool usable = true;
    if (remote) {
        const auto url = Rerank::resolvedUrl(typed);
        usable = url.ok();
        m_endpoint->setText(url ? tr("Questions and passages go to %1").arg(Net::redacted(*url)) : url.error().message);
    } else {
        m_endpoint->setText(provider ? tr("Works on this computer; nothing is sent.") : QString());
    }
    colorLabel(m_endpoint, !usable, true);
    m_test->setEnabled(provider && usable);
    m_save->setEnabled(usable);
    m_result->clear();
    m_key->setBinding(remote ? Settings::keyBinding(typed) : QString());
}

void RerankerSettingsPage::showValues(const Values &values)
{
    m_provider->setCurrentIndex(std::max(0, m_provider->findData(values[QStringLiteral("provider")])));
    m_url->setText(values[QStringLiteral("url")]);
    m_model->setText(values[QStringLiteral("model")]);
    m_wait->setValue(values[QStringLiteral("wait_ms")].toInt());
    m_deadline->setValue(values[QStringLiteral("deadline_ms")].toInt());
    m_window->setValue(values[QStringLiteral("window")].toInt());
    m_tokens->setValue(values[QStringLiteral("tokens")].toInt());
    m_documents->setValue(values[QStringLiteral("documents")].toInt());
    updateFields();
}

QString RerankerSettingsPage::keyBinding() const
{
    return Settings::keyBinding(configuration());
}

void RerankerSettingsPage::setBusy(bool busy)
{
    m_test->setEnabled(!busy);
    m_save->setEnabled(!busy);
}

void RerankerSettingsPage::test()
{
    const Rerank::Configuration typed = configuration();
    const Rerank::Provider *provider = Rerank::providerById(typed.endpoint.id);
    if (!provider)
        return;
    setBusy(true);
    say(provider->asynchronous ? tr("Asking %1 about two made-up sentences…").arg(provider->name) : tr("Trying it…"), false);
    m_services.tasks->add(test(this, m_services, typed, m_key->typed(), m_services.tasks->token()));
}

QCoro::Task<void> RerankerSettingsPage::test(QPointer<RerankerSettingsPage> page, Services services, Rerank::Configuration configuration,
    std::optional<QByteArray> key, std::stop_token stop)
{
    auto keyTask = KeyField::key(services, QStringLiteral("rerank.key"), Settings::keyBinding(configuration), key, stop);
    configuration.endpoint.key = co_await std::move(keyTask);
    Rerank::Transports transports = services.rerankWays;
    transports.cache.reset(); // the server is asked, not memory
    const auto reranker = Rerank::makeReranker(configuration, transports);
    QElapsedTimer clock;
    clock.start();
    Result<Rerank::Trial> trial = Error::cancelled();
    if (reranker) {
        auto trialTask = Rerank::tryReranker(*reranker, &services.pools->inference, stop);
        trial = co_await std::move(trialTask);
    } else {
        trial = reranker.error();
    }
    if (!page)
        co_return;
    page->setBusy(false);
    if (!trial) {
        page->say(page->tr("It does not work. %1").arg(trial.error().message), true);
        co_return;
    }
    const QString server = trial->scores.server.isEmpty() ? (*reranker)->name() : trial->scores.server;
    const QString facts = page->tr("%1 answered in %2 ms, scale: %3.")
                              .arg(server, QLocale().toString(clock.elapsed()), Rerank::scaleName(trial->scores.scale));
    if (trial->sensible)
        page->say(page->tr("It works. %1").arg(facts), false);
    else
        page->say(page->tr("%1 But it puts a sentence that answers below one that does not: is the model a reranker? Choose another model.")
                      .arg(facts),
            true);
}

} // namespace Heddle::Ui
