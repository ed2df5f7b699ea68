// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace Heddle {
namespace Concurrency {
class TaskGroup;
}
namespace Conversation {
class AnswerMaps;
class ConversationService;
} // namespace Conversation
namespace Evaluation {
class RerankComparer;
class SavedQuestions;
} // namespace Evaluation
namespace Flow {
struct Pools;
}
namespace Library {
class Catalog;
class LibraryUpkeep;
} // namespace Library
namespace Net {
class BlockingHttp;
class HttpClient;
} // namespace Net
namespace Privacy {
class Ledger;
class SealKeeper;
} // namespace Privacy
namespace Retrieval {
class AbsenceExplainer;
class Retriever;
} // namespace Retrieval
namespace Settings {
class SecretStore;
class Store;
} // namespace Settings
namespace Setup {
class SetupService;
}
namespace Ui::Style {
class Appearance;
}
} // namespace Heddle

namespace Heddle::Ui {

//! \brief What the window and its pages are built from: objects of the composition root, which outlive the window. A page
//! gets the few that it uses (pages.cpp), never all of them.
struct Services {
    Conversation::ConversationService *conversations;
    Conversation::AnswerMaps *maps;
    Evaluation::SavedQuestions *savedQuestions;
    Retrieval::AbsenceExplainer *absences;
    Retrieval::Retriever *retriever;
    Library::Catalog *catalog;
    Library::LibraryUpkeep *upkeep;
    Setup::SetupService *setup;
    const Settings::Store *settings;
    Settings::SecretStore *secrets;
    Net::HttpClient *http;
    Net::BlockingHttp *blockingHttp; //!< for jobs in pools
    Flow::Pools *pools;
    Concurrency::TaskGroup *tasks;
    Style::Appearance *appearance; //!< null: the window looks as its application does
    QString sampleFolder; //!< the sample library; empty: not installed
    QString stateFile; //!< where the window keeps its shape and place; empty: nowhere
    Privacy::SealKeeper *seals; //!< collections that are never sent
    Privacy::Ledger *ledger; //!< what was sent
    Evaluation::RerankComparer *comparer; //!< asks several rerankers one question
};

} // namespace Heddle::Ui
