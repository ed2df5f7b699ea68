// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settingspage.h"
#include "ui/evaluation/evaluationpage.h"
#include "ui/settings/chatsettingspage.h"
#include "ui/settings/embeddingsettingspage.h"
#include "ui/settings/rerankersettingspage.h"
#include "ui/settings/searchsettingspage.h"

namespace Heddle::Ui {

SettingsPage::SettingsPage(const Services &services, QWidget *parent)
    : QTabWidget(parent), m_chat(new ChatSettingsPage(services)), m_embedding(new EmbeddingSettingsPage(services)),
      m_search(new SearchSettingsPage(services)), m_reranker(new RerankerSettingsPage(services)),
      m_evaluation(new EvaluationPage(services.savedQuestions, services.tasks))
{
    setObjectName(QStringLiteral("settings"));
    setDocumentMode(true);
    addTab(m_chat, tr("&Written answers"));
    addTab(m_embedding, tr("Search by &meaning"));
    addTab(m_search, tr("&Search"));
    addTab(m_reranker, tr("&Reranking"));
    addTab(m_evaluation, tr("Saved &questions"));
    connect(m_chat, &ChatSettingsPage::saved, this, &SettingsPage::saved);
    connect(m_embedding, &EmbeddingSettingsPage::saved, this, &SettingsPage::saved);
    connect(m_search, &SearchSettingsPage::saved, this, &SettingsPage::saved);
    connect(m_reranker, &RerankerSettingsPage::saved, this, &SettingsPage::saved);
}

void SettingsPage::load()
{
    m_chat->load();
    m_embedding->load();
    m_search->load();
    m_reranker->load();
    m_evaluation->refresh();
}

} // namespace Heddle::Ui
