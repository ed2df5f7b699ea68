// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/embeddingsettingspage.h"
#include "core/settings/embeddingsettings.h"
#include "ui/common/deliver.h"
#include "ui/common/form.h"
#include "ui/common/plaintext.h"
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>

namespace Heddle::Ui {

using namespace Settings;

namespace {

// What an entry of the list of models stands for: "auto", "none", "local MODEL" or "http SERVICE".
constexpr char Auto[] = "auto", None[] = "none", Local[] = "local ", Http[] = "http ";

} // namespace

EmbeddingSettingsPage::EmbeddingSettingsPage(
    AsyncStore settings, SecretStore &secrets, Concurrency::TaskGroup &tasks, Embedding::Transports transports, QWidget *parent)
    : ModelSettingsPage(std::move(settings), secrets, tasks, QStringLiteral("embedding.key"), parent), m_transports(std::move(transports)),
      m_model(new QComboBox), m_name(new QLineEdit), m_endpoint(wrappedLabel())
{
    m_endpoint->setObjectName(QStringLiteral("embeddingEndpoint"));
    addModels();
    addFields();
    build(tr("Search by meaning"),
        tr("An embedding model finds passages that say it in other words. Words are searched all the same. All passages are embedded "
           "once, in the background; until that is done the search works as before. The models on this computer know English."));
    connect(m_model, &QComboBox::currentIndexChanged, m_form, &SettingsForm::changed);
    connect(m_name, &QLineEdit::textChanged, m_form, &SettingsForm::changed);
    connect(m_test, &QPushButton::clicked, this, &EmbeddingSettingsPage::test);
}

void EmbeddingSettingsPage::addModels()
{
    m_model->addItem(tr("Automatic: %1, where it is installed").arg(Embedding::localModels().first().name), QLatin1String(Auto));
    m_model->addItem(tr("None: passages are found by their words"), QLatin1String(None));
    for (const Embedding::LocalModelCard &card : Embedding::localModels())
        m_model->addItem(tr("%1, on this computer").arg(card.name), QLatin1String(Local) + card.id);
    for (const Embedding::Service &service : Embedding::services())
        m_model->addItem(tr("%1 server").arg(service.name), QLatin1String(Http) + service.id);
    m_model->setObjectName(QStringLiteral("embeddingKind"));
    m_model->setAccessibleName(tr("Model"));
    setPlainToolTip(m_model, Keys::EmbeddingKind.help());
    m_model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_name->setObjectName(QStringLiteral("embeddingModel"));
    m_name->setAccessibleName(tr("Name of the model"));
    setPlainToolTip(m_name, Keys::EmbeddingModel.help());
}

//! One list stands for three settings: an entry is a kind, and with it a model of this program or a server's protocol.
void EmbeddingSettingsPage::addFields()
{
    const auto entry = [this](const char *kind) -> std::optional<QString> {
        const QString chosen = m_model->currentData().toString();
        return chosen.startsWith(QLatin1String(kind)) ? std::optional(chosen.section(QLatin1Char(' '), 1)) : std::nullopt;
    };
    m_form->addRow(Keys::EmbeddingKind.label(), {}, m_model);
    m_form->addNote(m_endpoint);
    m_url = m_form->add(Keys::EmbeddingUrl, "embeddingUrl");
    m_form->addRow(Keys::EmbeddingModel.label(), tr("As the server knows it."), m_name);
    addKeyRows(tr("&Key"));
    m_form->bind(
        Keys::EmbeddingKind, m_model, [this] { return m_model->currentData().toString().section(QLatin1Char(' '), 0, 0); },
        [this](const Values &values) { showModel(values); });
    m_form->bind(
        Keys::EmbeddingProvider, m_model, [entry] { return entry(Http); }, [](const Values &) {});
    m_form->bind(
        Keys::EmbeddingModel, m_model,
        [this, entry]() -> std::optional<QString> {
            if (entry(Http))
                return m_name->text().trimmed();
            return entry(Local);
        },
        [](const Values &) {});
}

void EmbeddingSettingsPage::showModel(const Values &values)
{
    const EmbeddingSource kind = values.get(Keys::EmbeddingKind);
    const QString model = values.get(Keys::EmbeddingModel);
    QString entry = QLatin1String(kind == EmbeddingSource::Auto ? Auto : None);
    if (kind == EmbeddingSource::Local)
        entry = QLatin1String(Local) + (model.isEmpty() ? Embedding::localModels().first().id : model);
    else if (kind == EmbeddingSource::Http)
        entry = QLatin1String(Http) + values.get(Keys::EmbeddingProvider);
    m_model->setCurrentIndex(std::max(0, m_model->findData(entry)));
    m_name->setText(kind == EmbeddingSource::Http ? model : QString());
}

std::optional<Embedding::Configuration> EmbeddingSettingsPage::configuration() const
{
    return embedderFrom(m_form->typed(), m_transports.runtime);
}

QString EmbeddingSettingsPage::keyBinding() const
{
    const auto typed = configuration();
    return typed ? Settings::keyBinding(*typed) : QString();
}

void EmbeddingSettingsPage::updateFields()
{
    const auto typed = configuration();
    const bool remote = typed && typed->kind == Embedding::Configuration::Kind::Http;
    for (QWidget *field : QWidgetList { m_url, m_name, m_key }) {
        field->setEnabled(remote);
        m_form->setRowVisible(field, remote);
    }
    const Embedding::Service *service = remote ? Embedding::serviceById(typed->endpoint.id) : nullptr;
    m_url->setPlaceholderText(!service               ? QString()
            : service->endpoint.defaultUrl.isEmpty() ? tr("http://127.0.0.1:8080/v1")
                                                     : service->endpoint.defaultUrl);
    QString trouble, missing, note; // missing: nothing is wrong yet
    if (remote) {
        const auto url = Embedding::resolvedUrl(*typed);
        if (!url && m_url->text().trimmed().isEmpty())
            missing = tr("Enter the address of your server.");
        else if (!url)
            trouble = url.error().message;
        else if (service->needsModel && typed->endpoint.model.isEmpty())
            missing = tr("Enter the name of the model.");
        else
            note = tr("Questions, and once each passage, go to %1").arg(Net::redacted(*url));
    } else if (typed) {
        const auto found = Embedding::LocalModel::find(typed->endpoint.model, m_transports.runtime);
        if (found)
            note = tr("Works on this computer; nothing is sent. On one core it embeds 10 to 25 passages a second, with up to 300 MB of "
                      "memory, in the background; words are searched from the beginning.");
        else
            trouble = found.error().message;
    } else if (m_model->currentData() == QLatin1String(Auto)) {
        note = tr("No embedding model is installed on this computer, so passages are found by their words.");
    }
    m_endpoint->setText(!trouble.isEmpty() ? trouble : !missing.isEmpty() ? missing : note);
    colorLabel(m_endpoint, !trouble.isEmpty(), true);
    m_test->setEnabled(typed && trouble.isEmpty() && missing.isEmpty());
    m_save->setEnabled(trouble.isEmpty() && missing.isEmpty());
    m_key->setBinding(keyBinding());
}

void EmbeddingSettingsPage::test()
{
    const auto typed = configuration();
    if (!typed)
        return;
    setBusy(true);
    showMessage(tr("Trying it on made-up sentences…"), false);
    deliver(&m_tasks, this, tryModel(*typed, m_transports, m_key->source(), m_tasks.token()), &EmbeddingSettingsPage::showTrial);
}

QCoro::Task<Result<Embedding::Trial>> EmbeddingSettingsPage::tryModel(
    Embedding::Configuration configuration, Embedding::Transports transports, KeySource key, std::stop_token stop)
{
    if (!key.binding.isEmpty()) {
        auto keyTask = resolveKey(key, stop);
        configuration.endpoint.key = co_await std::move(keyTask);
    }
    auto trial = Embedding::tryEmbedder(configuration, transports, Concurrency::Context(stop));
    co_return co_await std::move(trial);
}

void EmbeddingSettingsPage::showTrial(const Result<Embedding::Trial> &trial)
{
    setBusy(false);
    if (!trial)
        showMessage(tr("It does not work. %1").arg(trial.error().message), true);
    else if (!trial->sensible)
        showMessage(tr("It answers, but puts a sentence that means the same further away than one that does not: is it an embedding "
                       "model? Choose another one."),
            true);
    else
        showMessage(
            tr("Works: %1-dimensional vectors, %2 ms per query.")
                .arg(QLocale().toString(trial->dimension), QLocale().toString(trial->questionMs, 'f', trial->questionMs < 10 ? 1 : 0)),
            false);
}

} // namespace Heddle::Ui
