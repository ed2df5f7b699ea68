// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/chatsettingspage.h"
#include "core/llm/httpchatmodel.h"
#include "core/llm/modellist.h"
#include "core/llm/trial.h"
#include "core/settings/chatsettings.h"
#include "ui/common/form.h"
#include "ui/common/theme.h"
#include "ui/settings/keyfield.h"
#include <QComboBox>
#include <QDoubleValidator>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>

namespace Heddle::Ui {
namespace {

QLineEdit *decimalField(double to, const QString &name, const char *objectName)
{
    auto *field = new QLineEdit;
    auto *validator = new QDoubleValidator(0, to, 2, field);
    validator->setLocale(QLocale::c());
    field->setValidator(validator);
    field->setPlaceholderText(ChatSettingsPage::tr("as the model has it"));
    field->setAccessibleName(name);
    field->setObjectName(QLatin1String(objectName));
    return field;
}

} // namespace

ChatSettingsPage::ChatSettingsPage(Services services, QWidget *parent)
    : ModelSettingsPage(std::move(services), QStringLiteral("chat."), parent), m_provider(new QComboBox), m_model(new QComboBox),
      m_url(new QLineEdit), m_temperature(decimalField(2, tr("Temperature"), "chatTemperature")),
      m_topP(decimalField(1, tr("Top-p"), "chatTopP")), m_endpoint(wrappedLabel()),
      m_maxTokens(numberField(0, 1'000'000, tr(" tokens"), tr("Longest answer"), "chatMaxTokens")),
      m_context(numberField(0, 10'000'000, tr(" tokens"), tr("Context"), "chatContext")),
      m_wait(numberField(1, 3600, tr(" s"), tr("Wait for a word"), "chatWait")), m_system(new QPlainTextEdit),
      m_list(new QPushButton(tr("&List"))), m_look(new QPushButton(tr("&Look on this computer"))), m_test(new QPushButton(tr("&Test"))),
      m_save(new QPushButton(tr("&Save")))
{
    m_provider->addItem(tr("None: answers are quoted from your documents"), QStringLiteral("none"));
    for (const Llm::Provider &provider : Llm::chatProviders())
        m_provider->addItem(provider.name, provider.id);
    m_provider->setAccessibleName(tr("Service"));
    m_provider->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_model->setEditable(true);
    m_model->setInsertPolicy(QComboBox::NoInsert);
    m_model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_model->setAccessibleName(tr("Model"));
    m_url->setAccessibleName(tr("Address"));
    m_maxTokens->setSpecialValueText(tr("as the model has it"));
    m_context->setSpecialValueText(tr("as the server says"));
    m_system->setAccessibleName(tr("Your own instructions"));
    m_system->setPlaceholderText(tr("For example: answer in British English, for a lawyer."));
    m_system->setTabChangesFocus(true);
    constexpr int SystemLines = 4;
    m_system->setFixedHeight(SystemLines * m_system->fontMetrics().lineSpacing() + 2 * Theme::Gap);
    const std::pair<QWidget *, const char *> names[] = { { m_provider, "chatProvider" }, { m_model, "chatModel" }, { m_url, "chatUrl" },
        { m_key, "chatKey" }, { m_endpoint, "chatEndpoint" }, { m_key->place(), "chatKeyPlace" }, { m_result, "chatResult" },
        { m_system, "chatSystem" }, { m_list, "chatList" }, { m_look, "chatLook" }, { m_test, "chatTest" }, { m_save, "chatSave" } };
    for (const auto &[widget, name] : names)
        widget->setObjectName(QLatin1String(name));

    auto *model = new QHBoxLayout;
    model->addWidget(m_model, 1);
    model->addWidget(m_list);
    QFormLayout *form = formLayout();
    form->addRow(tr("S&ervice"), m_provider);
    form->addRow(tr("&Address"), m_url);
    form->addRow(QString(), m_endpoint);
    form->addRow(tr("&Key"), m_key);
    form->addRow(QString(), m_key->place());
    auto *modelLabel = new QLabel(tr("&Model"));
    modelLabel->setBuddy(m_model);
    form->addRow(modelLabel, model);
    form->addRow(tr("Your own &instructions"), m_system);
    form->addRow(tr("Tem&perature"), m_temperature);
    form->addRow(tr("T&op-p"), m_topP);
    form->addRow(tr("Longest a&nswer"), m_maxTokens);
    form->addRow(tr("&Context"), m_context);
    form->addRow(tr("&Wait for a word"), m_wait);
    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : { m_test, m_save, m_look })
        buttons->addWidget(button);
    buttons->addStretch(1);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(formPage(tr("Written answers"),
        tr("A model writes the answer from the passages that were found, and Heddle checks what it cites. Answers work without one: they "
           "are quoted. One that fails leaves the quoted answer."),
        form, buttons, m_result));

    connect(m_provider, &QComboBox::currentIndexChanged, this, &ChatSettingsPage::updateFields);
    connect(m_url, &QLineEdit::textChanged, this, &ChatSettingsPage::updateFields);
    connect(m_model, &QComboBox::editTextChanged, this, &ChatSettingsPage::updateFields);
    const auto run = [this](auto start) {
        return [this, start] {
            setBusy(true);
            start();
        };
    };
    connect(m_test, &QPushButton::clicked, this, run([this] {
        say(tr("Asking for one word…"), false);
        m_services.tasks->add(test(this, m_services, *configuration(), m_key->typed(), m_services.tasks->token()));
    }));
    connect(m_list, &QPushButton::clicked, this, run([this] {
        say(tr("Asking for the list of models…"), false);
        m_services.tasks->add(listModels(this, m_services, *configuration(), m_key->typed(), m_services.tasks->token()));
    }));
    connect(m_look, &QPushButton::clicked, this, run([this] {
        say(tr("Looking for Ollama, LM Studio, llama.cpp and vLLM on this computer, nowhere else…"), false);
        m_services.tasks->add(lookHere(this, m_services, m_services.tasks->token()));
    }));
    connect(m_save, &QPushButton::clicked, this, [this] { save(); });
    m_wait->setValue(300);
    updateFields();
}

ChatSettingsPage::Values ChatSettingsPage::values() const
{
    return { { QStringLiteral("provider"), m_provider->currentData().toString() }, { QStringLiteral("url"), m_url->text().trimmed() },
        { QStringLiteral("model"), m_model->currentText().trimmed() }, { QStringLiteral("system"), m_system->toPlainText() },
        { QStringLiteral("temperature"), m_temperature->text() }, { QStringLiteral("top_p"), m_topP->text() },
        { QStringLiteral("max_tokens"), QString::number(m_maxTokens->value()) },
        { QStringLiteral("context"), QString::number(m_context->value()) },
        { QStringLiteral("wait_ms"), QString::number(m_wait->value() * 1000) } };
}

std::optional<Llm::Configuration> ChatSettingsPage::configuration() const
{
    return Settings::chatModelFrom(values());
}

//! The address as it will be used, while it is typed; what has no use is out of reach.
void ChatSettingsPage::updateFields()
{
    const auto typed = configuration();
    const Llm::Provider *provider = typed ? Llm::chatProviderById(typed->endpoint.id) : nullptr;
    for (QWidget *field : QWidgetList { m_url, m_model, m_key, m_system, m_temperature, m_topP, m_maxTokens, m_context, m_wait })
        field->setEnabled(provider);
    m_url->setPlaceholderText(!provider      ? QString()
            : provider->defaultUrl.isEmpty() ? tr("http://127.0.0.1:8080/v1")
                                             : provider->defaultUrl);
    m_model->lineEdit()->setPlaceholderText(provider && !provider->needsModel ? tr("the one that is loaded") : QString());
    bool usable = true, complete = true;
    if (provider) {
        const auto url = Llm::resolvedUrl(*typed);
        usable = url.ok();
        complete = !provider->needsModel || !typed->endpoint.model.isEmpty();
        m_endpoint->setText(url ? tr("Questions and passages go to %1").arg(Net::redacted(*url)) : url.error().message);
    } else {
        m_endpoint->setText(QString());
    }
    colorLabel(m_endpoint, !usable, true);
    m_list->setEnabled(provider && usable);
    m_test->setEnabled(provider && usable && complete);
    m_save->setEnabled(usable && complete);
    m_look->setEnabled(true);
    m_result->clear();
    m_key->setBinding(keyBinding());
}

void ChatSettingsPage::showValues(const Values &values)
{
    const auto value = [&values](const char *key) { return values.value(QLatin1String(key)); };
    m_provider->setCurrentIndex(std::max(0, m_provider->findData(value("provider"))));
    m_url->setText(value("url"));
    m_model->setEditText(value("model"));
    m_system->setPlainText(value("system"));
    m_temperature->setText(value("temperature"));
    m_topP->setText(value("top_p"));
    m_maxTokens->setValue(value("max_tokens").toInt());
    m_context->setValue(value("context").toInt());
    m_wait->setValue(std::max(1, value("wait_ms").toInt() / 1000));
    updateFields();
}

QString ChatSettingsPage::keyBinding() const
{
    const auto typed = configuration();
    return typed ? Settings::keyBinding(*typed) : QString();
}

void ChatSettingsPage::setBusy(bool busy)
{
    if (!busy)
        updateFields(); // what may be done now
    for (QPushButton *button : { m_test, m_save, m_list, m_look })
        button->setEnabled(!busy && button->isEnabled());
}

QCoro::Task<void> ChatSettingsPage::test(QPointer<ChatSettingsPage> page, Services services, Llm::Configuration configuration,
    std::optional<QByteArray> key, std::stop_token stop)
{
    auto keyTask = KeyField::key(services, QStringLiteral("chat.key"), Settings::keyBinding(configuration), key, stop);
    configuration.endpoint.key = co_await std::move(keyTask);
    const auto model = Llm::HttpChatModel::make(configuration, services.http);
    Result<Llm::Trial> trial = Error::cancelled();
    if (model) {
        auto task = Llm::tryChatModel(*model, stop);
        trial = co_await std::move(task);
    } else {
        trial = model.error();
    }
    if (!page)
        co_return;
    page->setBusy(false);
    if (!trial) {
        page->say(page->tr("It does not work. %1").arg(trial.error().message), true);
        co_return;
    }
    const QLocale locale;
    QString facts =
        page->tr("It works. %1 said the first word after %2 ms").arg(trial->model, locale.toString(trial->firstTokenMs, 'f', 0));
    if (trial->tokensPerSecond > 0)
        facts += page->tr(", %1 tokens/s").arg(locale.toString(trial->tokensPerSecond, 'f', 1));
    page->say(facts + page->tr("; its context is used up to %1 tokens.").arg(locale.toString(trial->context)), false);
}

QCoro::Task<void> ChatSettingsPage::listModels(QPointer<ChatSettingsPage> page, Services services, Llm::Configuration configuration,
    std::optional<QByteArray> key, std::stop_token stop)
{
    auto keyTask = KeyField::key(services, QStringLiteral("chat.key"), Settings::keyBinding(configuration), key, stop);
    configuration.endpoint.key = co_await std::move(keyTask);
    auto task = Llm::fetchModels(services.http, configuration, Concurrency::Context(stop));
    const auto models = co_await std::move(task);
    if (!page)
        co_return;
    page->setBusy(false);
    if (!models || models->isEmpty()) {
        page->say(models ? page->tr("The server has no models; load one there first.")
                         : page->tr("The list can't be had. %1").arg(models.error().message),
            true);
        co_return;
    }
    const QString typed = page->m_model->currentText();
    page->m_model->clear();
    for (const Llm::ChatModelInfo &model : *models)
        page->m_model->addItem(model.id);
    page->m_model->setEditText(typed.isEmpty() ? models->first().id : typed);
    page->say(page->tr("%1 models; choose one.").arg(models->size()), false);
}

QCoro::Task<void> ChatSettingsPage::lookHere(QPointer<ChatSettingsPage> page, Services services, std::stop_token stop)
{
    QStringList found;
    QString provider, model;
    for (const char *id : { "ollama", "lmstudio", "llamacpp", "vllm" }) {
        Llm::Configuration here;
        here.endpoint.id = QLatin1String(id);
        auto task = Llm::fetchModels(services.http, here, Concurrency::Context(stop));
        const auto models = co_await std::move(task);
        if (!models || models->isEmpty())
            continue;
        found += Llm::chatProviderById(here.endpoint.id)->name;
        if (provider.isEmpty()) {
            provider = here.endpoint.id;
            model = models->first().id;
        }
    }
    if (!page)
        co_return;
    page->setBusy(false);
    if (found.isEmpty()) {
        page->say(page->tr("No chat model answers on this computer. Start Ollama, LM Studio, llama.cpp or vLLM, or enter the address of "
                           "another server."),
            true);
        co_return;
    }
    page->m_provider->setCurrentIndex(page->m_provider->findData(provider));
    page->m_url->clear();
    page->m_model->setEditText(model);
    page->say(page->tr("Found: %1. Test it, then save.").arg(found.join(QLatin1String(", "))), false);
}

} // namespace Heddle::Ui
