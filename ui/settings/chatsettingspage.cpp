// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/chatsettingspage.h"
#include "core/llm/httpchatmodel.h"
#include "core/llm/modellist.h"
#include "core/settings/chatsettings.h"
#include "ui/common/deliver.h"
#include "ui/common/form.h"
#include "ui/common/plaintext.h"
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace Heddle::Ui {

using namespace Settings;

ChatSettingsPage::ChatSettingsPage(AsyncStore settings, SecretStore &secrets, Concurrency::TaskGroup &tasks, Net::HttpClient &http,
    Embedding::LocalRuntime runtime, QWidget *parent)
    : ModelSettingsPage(std::move(settings), secrets, tasks, QStringLiteral("chat.key"), parent), m_http(&http), m_endpoint(wrappedLabel()),
      m_list(new QPushButton(tr("&List"))), m_find(new QPushButton(tr("&Find local servers"))), m_rows(new ModelRows(std::move(runtime)))
{
    m_endpoint->setObjectName(QStringLiteral("chatEndpoint"));
    m_list->setObjectName(QStringLiteral("chatList"));
    m_find->setObjectName(QStringLiteral("chatLook"));
    addFields();
    build(tr("Models"),
        tr("A model writes answers from the passages that were found, and Heddle checks what it cites. Without one, answers are quoted "
           "word for word."),
        { m_list, m_find });
    static_cast<QVBoxLayout *>(m_form->content()->layout())->insertWidget(0, m_rows);
    connect(m_provider, &QComboBox::currentIndexChanged, this, &ChatSettingsPage::keepTyped);
    connect(m_rows, &ModelRows::useRequested, this, &ChatSettingsPage::useService);
    connect(m_rows, &ModelRows::noneRequested, this, [this] {
        m_provider->setCurrentIndex(m_provider->findData(QStringLiteral("none")));
        m_save->setFocus();
    });
    connect(m_rows, &ModelRows::addRequested, this, [this] {
        m_provider->setFocus();
        m_provider->showPopup();
    });
    connect(m_test, &QPushButton::clicked, this, &ChatSettingsPage::test);
    connect(m_list, &QPushButton::clicked, this, &ChatSettingsPage::listModels);
    connect(m_find, &QPushButton::clicked, this, &ChatSettingsPage::findServers);
}

void ChatSettingsPage::addFields()
{
    m_provider = m_form->addChoice(Keys::ChatProvider, "chatProvider");
    m_url = m_form->add(Keys::ChatUrl, "chatUrl");
    m_form->addNote(m_endpoint);
    addKeyRows(tr("&Key"));
    m_model = m_form->addSuggestions(Keys::ChatModel, "chatModel", m_list);
    m_form->beginGroup(tr("Answers"));
    m_forService = { m_url, m_key, m_model, m_form->addLines(Keys::ChatSystem, "chatSystem"),
        m_form->add(Keys::ChatTemperature, "chatTemperature"), m_form->add(Keys::ChatTopP, "chatTopP"),
        m_form->add(Keys::ChatMaxTokens, "chatMaxTokens"), m_form->add(Keys::ChatContext, "chatContext"),
        m_form->add(Keys::ChatWait, "chatWait") };
}

void ChatSettingsPage::showStored(const Values &values)
{
    m_rows->showStored(values);
    if (!std::exchange(m_looked, true))
        deliver(&m_tasks, this, findLocalServers(m_http, m_tasks.token()),
            [this](const QList<FoundServer> &found) { m_rows->showServers(found); });
}

//! Address and model belong to a service: with another one they are what was typed for that. With none they stay.
void ChatSettingsPage::keepTyped()
{
    const auto typed = configuration();
    if (!typed || typed->endpoint.id == m_chosen)
        return;
    if (!m_chosen.isEmpty()) {
        m_typed.insert(m_chosen, { m_url->text(), m_model->currentText() });
        const Typed before = m_typed.value(typed->endpoint.id);
        m_chosen = typed->endpoint.id;
        m_model->clear(); // the list is the other server's
        m_url->setText(before.url);
        m_model->setEditText(before.model);
    }
    m_chosen = typed->endpoint.id;
}

void ChatSettingsPage::useService(const QString &provider, const QString &model)
{
    m_provider->setCurrentIndex(m_provider->findData(provider));
    m_url->clear();
    if (!model.isEmpty())
        m_model->setEditText(model);
    showMessage(tr("Test it, then save."), false);
    m_save->setFocus();
}

std::optional<Llm::Configuration> ChatSettingsPage::configuration() const
{
    return chatModelFrom(m_form->typed());
}

QString ChatSettingsPage::keyBinding() const
{
    const auto typed = configuration();
    return typed ? Settings::keyBinding(*typed) : QString();
}

void ChatSettingsPage::updateFields()
{
    const auto typed = configuration();
    const Llm::Provider *provider = typed ? Llm::chatProviderById(typed->endpoint.id) : nullptr;
    for (QWidget *field : std::as_const(m_forService)) {
        field->setEnabled(provider);
        m_form->setRowVisible(field, provider);
    }
    m_url->setPlaceholderText(!provider      ? QString()
            : provider->defaultUrl.isEmpty() ? tr("http://127.0.0.1:8080/v1")
                                             : provider->defaultUrl);
    m_model->lineEdit()->setPlaceholderText(provider && !provider->needsModel ? tr("The one that is loaded") : QString());
    bool usable = true, complete = true;
    if (provider) {
        const auto url = Llm::resolvedUrl(*typed);
        usable = url.ok();
        complete = !provider->needsModel || !typed->endpoint.model.isEmpty();
        m_endpoint->setText(url                     ? tr("Questions and passages go to %1").arg(Net::redacted(*url))
                : m_url->text().trimmed().isEmpty() ? tr("Enter the address of your server.")
                                                    : url.error().message);
    } else {
        m_endpoint->setText(QString());
    }
    colorLabel(m_endpoint, !usable && !m_url->text().trimmed().isEmpty(), true);
    m_list->setEnabled(provider && usable);
    m_test->setEnabled(provider && usable && complete);
    m_save->setEnabled(usable && complete);
    m_key->setBinding(keyBinding());
}

void ChatSettingsPage::test()
{
    const auto typed = configuration();
    if (!typed)
        return;
    setBusy(true);
    showMessage(tr("Asking for one word…"), false);
    deliver(&m_tasks, this, tryModel(m_http, *typed, m_key->source(), m_tasks.token()), &ChatSettingsPage::showTrial);
}

QCoro::Task<Result<Llm::Trial>> ChatSettingsPage::tryModel(
    QPointer<Net::HttpClient> http, Llm::Configuration configuration, KeySource key, std::stop_token stop)
{
    auto keyTask = resolveKey(key, stop);
    configuration.endpoint.key = co_await std::move(keyTask);
    HEDDLE_CO_TRY_VALUE(const auto model, Llm::HttpChatModel::make(configuration, http));
    auto task = Llm::tryChatModel(model, stop);
    co_return co_await std::move(task);
}

void ChatSettingsPage::showTrial(const Result<Llm::Trial> &trial)
{
    setBusy(false);
    if (!trial) {
        showMessage(tr("It does not work. %1").arg(trial.error().message), true);
        return;
    }
    const QLocale locale;
    QStringList facts { tr("Works: %1 said its first word after %2 ms.").arg(trial->model, locale.toString(trial->firstTokenMs, 'f', 0)) };
    if (trial->tokensPerSecond > 0)
        facts += tr("It writes %1 tokens per second.").arg(locale.toString(trial->tokensPerSecond, 'f', 1));
    facts += tr("Its context is used up to %1 tokens.").arg(locale.toString(trial->context));
    showMessage(facts.join(QLatin1Char(' ')), false);
}

void ChatSettingsPage::listModels()
{
    const auto typed = configuration();
    if (!typed)
        return;
    setBusy(true);
    showMessage(tr("Asking for the list of models…"), false);
    deliver(&m_tasks, this, fetchModels(m_http, *typed, m_key->source(), m_tasks.token()), &ChatSettingsPage::showModels);
}

QCoro::Task<ChatSettingsPage::Models> ChatSettingsPage::fetchModels(
    QPointer<Net::HttpClient> http, Llm::Configuration configuration, KeySource key, std::stop_token stop)
{
    auto keyTask = resolveKey(key, stop);
    configuration.endpoint.key = co_await std::move(keyTask);
    auto task = Llm::fetchModels(http, configuration, Concurrency::Context(stop));
    co_return co_await std::move(task);
}

void ChatSettingsPage::showModels(const Models &models)
{
    if (models && !models->isEmpty()) {
        const QString typed = m_model->currentText();
        m_model->clear();
        for (const Llm::ChatModelInfo &model : *models)
            m_model->addItem(model.id);
        m_model->setEditText(typed.isEmpty() ? models->first().id : typed);
    }
    setBusy(false);
    if (!models)
        showMessage(tr("The list can't be had. %1").arg(models.error().message), true);
    else if (models->isEmpty())
        showMessage(tr("The server has no models; load one there first."), true);
    else
        showMessage(tr("%n models; choose one.", nullptr, int(models->size())), false);
}

void ChatSettingsPage::findServers()
{
    setBusy(true);
    showMessage(tr("Looking for Ollama, LM Studio, llama.cpp and vLLM on this computer, nowhere else…"), false);
    deliver(&m_tasks, this, findLocalServers(m_http, m_tasks.token()), &ChatSettingsPage::showServers);
}

QCoro::Task<QList<FoundServer>> ChatSettingsPage::findLocalServers(QPointer<Net::HttpClient> http, std::stop_token stop)
{
    QList<FoundServer> found;
    for (const char *id : { "ollama", "lmstudio", "llamacpp", "vllm" }) {
        Llm::Configuration here;
        here.endpoint.id = QLatin1String(id);
        auto task = Llm::fetchModels(http, here, Concurrency::Context(stop));
        const auto models = co_await std::move(task);
        if (!models || models->isEmpty())
            continue;
        const QUrl url(Llm::chatProviderById(here.endpoint.id)->defaultUrl);
        FoundServer server { here.endpoint.id, QStringLiteral("%1:%2").arg(url.host()).arg(url.port()), {} };
        for (const Llm::ChatModelInfo &model : *models)
            server.models += model.id;
        found += server;
    }
    co_return found;
}

void ChatSettingsPage::showServers(const QList<FoundServer> &found)
{
    m_rows->showServers(found);
    if (!found.isEmpty()) {
        m_provider->setCurrentIndex(m_provider->findData(found.first().provider));
        m_url->clear();
        m_model->setEditText(found.first().models.value(0));
    }
    setBusy(false);
    QStringList names;
    for (const FoundServer &server : found)
        names += Llm::chatProviderById(server.provider)->name;
    if (found.isEmpty())
        showMessage(tr("No chat model answers on this computer. Start Ollama, LM Studio, llama.cpp or vLLM, or enter the address of "
                       "another server."),
            true);
    else
        showMessage(tr("Found: %1. Test it, then save.").arg(names.join(QLatin1String(", "))), false);
}

} // namespace Heddle::Ui
