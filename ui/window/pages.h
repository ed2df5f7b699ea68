// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/window/services.h"

namespace Heddle::Ui {

class ActivityPanel;
class ChatPage;
class ConversationList;
class LibraryPage;
class MapPanel;
class PassagesPage;
class SettingsPage;

//! \brief The window's pages; whoever puts them into a layout owns them.
struct Pages {
    ChatPage *chat;
    ConversationList *conversations;
    LibraryPage *library;
    PassagesPage *passages;
    MapPanel *map;
    SettingsPage *settings;
    ActivityPanel *activity;
};

//! \brief Builds each page from the few things that it takes. A new page has its line here.
Pages makePages(const Services &services);

} // namespace Heddle::Ui
