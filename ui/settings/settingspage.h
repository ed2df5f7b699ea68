// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/common/services.h"
#include <QTabWidget>

namespace Heddle::Ui {

class ChatSettingsPage;
class EmbeddingSettingsPage;
class EvaluationPage;
class RerankerSettingsPage;
class SearchSettingsPage;

//! \brief The settings, a tab each for what they are about.
class SettingsPage : public QTabWidget {
    Q_OBJECT
public:
    explicit SettingsPage(const Services &services, QWidget *parent = nullptr);

    //! \brief Shows what is saved: settings the first time, questions as they are now.
    void load();

Q_SIGNALS:
    void saved();

private:
    ChatSettingsPage *m_chat;
    EmbeddingSettingsPage *m_embedding;
    SearchSettingsPage *m_search;
    RerankerSettingsPage *m_reranker;
    EvaluationPage *m_evaluation;
};

} // namespace Heddle::Ui
