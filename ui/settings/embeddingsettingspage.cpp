// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/embeddingsettingspage.h"
#include "core/embedding/trial.h"
#include "core/settings/embeddingsettings.h"
#include "ui/common/form.h"
#include "ui/settings/keyfield.h"
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

// What an entry of the list stands for: "none", "local ID" or "http SERVICE".
constexpr char None[] = "none", Local[] = "local ", Http[] = "http ";

} // namespace

EmbeddingSettingsPage::EmbeddingSettingsPage(Services services, QWidget *parent)
    : ModelSettingsPage(std::move(services), QStringLiteral("embedding."), parent), m_model(new QComboBox), m_url(new QLineEdit),
      m_name(new QLineEdit), m_endpoint(wrappedLabel()), m_test(new QPushButton(tr("&Test"))), m_save(new QPushButton(tr("&Save")))
{
    m_model->addItem(tr("None: passages are found by their words"), QLatin1String(None));
    for (const Embedding::LocalModelCard &card : Embedding::localModels())
        m_model->addItem(tr("%1, on this computer").arg(card.name), QLatin1String(Local) + card.id);
    for (const Embedding::Service &service : Embedding::services())
        m_model->addItem(tr("%1 server").arg(service.name), QLatin1String(Http) + service.id);
    m_model->setObjectName(QStringLiteral("embeddingKind"));
    m_model->setAccessibleName(tr("Model"));
    m_model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_url->setObjectName(QStringLiteral("embeddingUrl"));
    m_url->setAccessibleName(tr("Address"));
    m_name->setObjectName(QStringLiteral("embeddingModel"));
    m_name->setAccessibleName(tr("Name of the model"));
    m_key->setObjectName(QStringLiteral("embeddingKey"));
    m_endpoint->setObjectName(QStringLiteral("embeddingEndpoint"));
    m_key->place()->setObjectName(QStringLiteral("embeddingKeyPlace"));
    m_result->setObjectName(QStringLiteral("embeddingResult"));
    m_test->setObjectName(QStringLiteral("embeddingTest"));
    m_save->setObjectName(QStringLiteral("embeddingSave"));

    QFormLayout *form = formLayout();
    form->addRow(tr("&Model"), m_model);
    form->addRow(QString(), m_endpoint);
    form->addRow(tr("&Address"), m_url);
    form->addRow(tr("&Name of the model"), m_name);
    form->addRow(tr("&Key"), m_key);
    form->addRow(QString(), m_key->place());
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_test);
    buttons->addWidget(m_save);
    buttons->addStretch(1);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(formPage(tr("Search by meaning"),
        tr("An embedding model finds passages that say it in other words. Words are searched all the same. All passages are embedded "
           "once, in the background; until that is done the search works as before. The models on this computer know English."),
        form, buttons, m_result));

    connect(m_model, &QComboBox::currentIndexChanged, this, &EmbeddingSettingsPage::updateFields);
    connect(m_url, &QLineEdit::textChanged, this, &EmbeddingSettingsPage::updateFields);
    connect(m_name, &QLineEdit::textChanged, this, &EmbeddingSettingsPage::updateFields);
    connect(m_test, &QPushButton::clicked, this, [this] {
        const auto typed = configuration();
        if (!typed)
            return;
        setBusy(true);
        say(tr("Trying it on made-up sentences…"), false);
        m_services.tasks->add(test(this, m_services, *typed, m_key->typed(), m_services.tasks->token()));
    });
    connect(m_save, &QPushButton::clicked, this, [this] { save(); });
    updateFields();
}

EmbeddingSettingsPage::Values EmbeddingSettingsPage::values() const
{
    const QString entry = m_model->currentData().toString();
    Values values { { QStringLiteral("kind"), entry.section(QLatin1Char(' '), 0, 0) } };
    if (entry.startsWith(QLatin1String(Local))) {
        values[QStringLiteral("model")] = entry.section(QLatin1Char(' '), 1);
    } else if (entry.startsWith(QLatin1String(Http))) {
        values[QStringLiteral("provider")] = entry.section(QLatin1Char(' '), 1);
        values[QStringLiteral("url")] = m_url->text().trimmed();
        values[QStringLiteral("model")] = m_name->text().trimmed();
    }
    return values;
}

std::optional<Embedding::Configuration> EmbeddingSettingsPage::configuration() const
{
    return Settings::embedderFrom(values());
}

void EmbeddingSettingsPage::showValues(const Values &values)
{
    const QString kind = values[QStringLiteral("kind")], model = values[QStringLiteral("model")];
    QString entry = QLatin1String(None);
    if (kind == QLatin1String("local"))
        entry = QLatin1String(Local) + (model.isEmpty() ? Embedding::localModels().first().id : model);
    else if (kind == QLatin1String("http"))
        entry = QLatin1String(Http) + values[QStringLiteral("provider")];
    m_model->setCurrentIndex(std::max(0, m_model->findData(entry)));
    m_url->setText(values[QStringLiteral("url")]);
    m_name->setText(kind == QLatin1String("http") ? model : QString());
    updateFields();
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
    for (QWidget *field : QWidgetList { m_url, m_name, m_key })
        field->setEnabled(remote);
    const Embedding::Service *service = remote ? Embedding::serviceById(typed->endpoint.id) : nullptr;
    m_url->setPlaceholderText(!service               ? QString()
            : service->endpoint.defaultUrl.isEmpty() ? tr("http://127.0.0.1:8080/v1")
                                                     : service->endpoint.defaultUrl);
    QString trouble, note;
    if (remote) {
        const auto url = Embedding::resolvedUrl(*typed);
        if (!url)
            trouble = url.error().message;
        else if (service->needsModel && typed->endpoint.model.isEmpty())
            trouble = tr("This server needs the name of a model.");
        else
            note = tr("Questions, and once each passage, go to %1").arg(Net::redacted(*url));
    } else if (typed) {
        const auto found = Embedding::LocalModel::find(typed->endpoint.model, m_services.embeddingWays.runtime);
        if (found)
            note = tr("Works on this computer; nothing is sent. On one core it embeds about 10 passages a second.");
        else
            trouble = found.error().message;
    }
    m_endpoint->setText(trouble.isEmpty() ? note : trouble);
    colorLabel(m_endpoint, !trouble.isEmpty(), true);
    m_test->setEnabled(typed && trouble.isEmpty());
    m_save->setEnabled(trouble.isEmpty());
    m_result->clear();
    m_key->setBinding(keyBinding());
}

void EmbeddingSettingsPage::setBusy(bool busy)
{
    m_test->setEnabled(!busy);
    m_save->setEnabled(!busy);
}

QCoro::Task<void> EmbeddingSettingsPage::test(QPointer<EmbeddingSettingsPage> page, Services services,
    Embedding::Configuration configuration, std::optional<QByteArray> key, std::stop_token stop)
{
    if (const QString binding = Settings::keyBinding(configuration); !binding.isEmpty()) {
        auto keyTask = KeyField::key(services, QStringLiteral("embedding.key"), binding, key, stop);
        configuration.endpoint.key = co_await std::move(keyTask);
    }
    auto trialTask = Embedding::tryEmbedder(configuration, services.embeddingWays, Concurrency::Context(stop));
    const auto trial = co_await std::move(trialTask);
    if (!page)
        co_return;
    page->setBusy(false);
    if (!trial)
        page->say(page->tr("It does not work. %1").arg(trial.error().message), true);
    else if (!trial->sensible)
        page->say(page->tr("It answers, but puts a sentence that means the same further away than one that does not: is it an embedding "
                           "model? Choose another one."),
            true);
    else
        page->say(
            page->tr("It works: %1 numbers a passage, a question takes %2 ms.")
                .arg(QLocale().toString(trial->dimension), QLocale().toString(trial->questionMs, 'f', trial->questionMs < 10 ? 1 : 0)),
            false);
}

} // namespace Heddle::Ui
