// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/app.h"
#include "ui/window/services.h"

namespace Heddle::App {

//! \brief The application's objects for a window that keeps its shape in the data folder.
inline Ui::Services windowServices(App &app, const QString &sampleFolder, Ui::Style::Appearance *appearance = nullptr)
{
    return { &app.conversations(), &app.maps(), &app.savedQuestions(), &app.absences(), &app.retriever(), &app.catalog(), &app.upkeep(),
        &app.setup(), &app.settings(), &app.secrets(), &app.http(), &app.blockingHttp(), &app.pools(), &app.tasks(), appearance,
        sampleFolder, app.dataFolder() + QLatin1String("/window.ini"), &app.sealKeeper(), &app.ledger(), &app.rerankComparer() };
}

} // namespace Heddle::App
