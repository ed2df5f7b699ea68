// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/modelrows.h"
#include "core/llm/chatprovider.h"
#include "core/net/sendguard.h"
#include "core/settings/chatsettings.h"
#include "core/settings/embeddingsettings.h"
#include "core/settings/rerankersettings.h"
#include "ui/widgets/card.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/settingsrow.h"
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

QString hostOf(const QUrl &url)
{
    return url.port() < 0 ? url.host() : QStringLiteral("%1:%2").arg(url.host()).arg(url.port());
}

//! Where a server is, and what that means for what it is told.
QString placeOf(const QUrl &url, const QString &model)
{
    if (!Net::SendGuard::leaves(url, model))
        return ModelRows::tr("%1 · on this computer").arg(hostOf(url));
    return Net::isLoopback(url) ? ModelRows::tr("%1 · it has %2 computed elsewhere: passages are sent there").arg(hostOf(url), model)
                                : ModelRows::tr("%1 · passages are sent there").arg(hostOf(url));
}

QPushButton *button(const QString &text, const QString &accessible)
{
    auto *made = new QPushButton(text);
    made->setAccessibleName(accessible);
    return made;
}

} // namespace

ModelRows::ModelRows(Embedding::LocalRuntime runtime, QWidget *parent)
    : QWidget(parent), m_runtime(std::move(runtime)), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    setObjectName(QStringLiteral("models"));
    rebuild();
}

void ModelRows::showStored(const Settings::Values &values)
{
    m_values = values;
    rebuild();
}

void ModelRows::showServers(const QList<FoundServer> &servers)
{
    m_servers = servers;
    rebuild();
}

void ModelRows::addModel(const QString &title, const QString &description, const QString &use, QWidget *control, const char *objectName)
{
    auto *beside = new QWidget;
    auto *row = new QHBoxLayout(beside);
    row->setContentsMargins(0, 0, 0, 0);
    if (!use.isEmpty()) {
        auto *pill = new Pill(use, Tone::Good, {});
        row->addWidget(pill);
    }
    if (control) {
        row->addWidget(control);
        beside->setFocusProxy(control);
    }
    auto *made = new SettingsRow(title, description, beside);
    made->setObjectName(QLatin1String(objectName));
    m_card->addRow(made);
}

void ModelRows::addLocalModel()
{
    const auto embedder = Settings::embedderFrom(m_values, m_runtime);
    const bool local = embedder && embedder->kind == Embedding::Configuration::Kind::Local;
    const Embedding::LocalModelCard &card = Embedding::localModels().first();
    const QString id = local ? embedder->endpoint.model : card.id;
    const auto installed = Embedding::LocalModel::find(id, m_runtime);
    addModel(installed ? (*installed)->card().name : card.name,
        installed ? tr("On this computer · finds passages by meaning") : installed.error().message,
        installed && local ? tr("used for meaning") : QString(), nullptr, "modelLocal");
}

void ModelRows::addChatServers()
{
    const auto chat = Settings::chatModelFrom(m_values);
    const auto url = chat ? Llm::resolvedUrl(*chat) : Result<QUrl>(Error::cancelled());
    bool shown = false;
    for (const FoundServer &server : std::as_const(m_servers)) {
        const Llm::Provider *provider = Llm::chatProviderById(server.provider);
        const bool used = chat && chat->endpoint.id == server.provider && url && Net::isLoopback(*url);
        shown = shown || used;
        QPushButton *use = used ? nullptr : button(tr("Use"), tr("Use %1 for answers").arg(provider->name));
        addModel(provider->name, tr("Found at %1 · %2").arg(server.address, tr("%n model(s)", nullptr, int(server.models.size()))),
            used ? tr("used for answers") : QString(), use, "modelFound");
        if (use)
            connect(use, &QPushButton::clicked, this,
                [this, id = server.provider, model = server.models.value(0)] { Q_EMIT useRequested(id, model); });
    }
    if (chat && !shown) {
        const QString model = chat->endpoint.model, name = Llm::chatProviderById(chat->endpoint.id)->name;
        addModel(model.isEmpty() ? name : tr("%1 · %2").arg(name, model), url ? placeOf(*url, model) : url.error().message,
            tr("used for answers"), nullptr, "modelService");
    }
    QPushButton *none = chat ? button(tr("Use"), tr("Use no model for answers")) : nullptr;
    addModel(tr("No model"), tr("Answers are quoted word for word"), chat ? QString() : tr("used for answers"), none, "modelNone");
    if (none)
        connect(none, &QPushButton::clicked, this, &ModelRows::noneRequested);
}

void ModelRows::addOthers()
{
    const auto embedder = Settings::embedderFrom(m_values, m_runtime);
    if (embedder && embedder->kind == Embedding::Configuration::Kind::Http) {
        const auto url = Embedding::resolvedUrl(*embedder);
        const QString model = embedder->endpoint.model;
        addModel(model.isEmpty() ? tr("Embedding server") : model, url ? placeOf(*url, model) : url.error().message, tr("used for meaning"),
            nullptr, "modelMeaning");
    }
    if (const auto reranker = Settings::rerankerFrom(m_values)) {
        const Rerank::Provider *provider = Rerank::providerById(reranker->endpoint.id);
        const auto url = provider->asynchronous ? Rerank::resolvedUrl(*reranker) : Result<QUrl>(QUrl());
        const QString model = reranker->endpoint.model;
        addModel(model.isEmpty() ? provider->name : tr("%1 · %2").arg(provider->name, model),
            !provider->asynchronous ? tr("On this computer")
                : url               ? placeOf(*url, model)
                                    : url.error().message,
            tr("used for reranking"), nullptr, "modelReranker");
    }
    auto *add = new QPushButton(tr("Set up"));
    add->setObjectName(QStringLiteral("modelAdd"));
    add->setAccessibleName(tr("Set up another model or service"));
    connect(add, &QPushButton::clicked, this, &ModelRows::addRequested);
    addModel(tr("Another model or service"), tr("A server of your own, or a service with a key"), {}, add, "modelOther");
}

void ModelRows::rebuild()
{
    if (m_card) {
        m_column->removeWidget(m_card);
        m_card->hide();
        m_card->deleteLater(); // a button of it may be what calls
    }
    m_card = new Card;
    m_column->addWidget(m_card);
    addLocalModel();
    addChatServers();
    addOthers();
}

} // namespace Heddle::Ui
