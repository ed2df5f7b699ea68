// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/searchsettingspage.h"
#include "core/settings/searchsettings.h"
#include "ui/common/deliver.h"
#include "ui/common/form.h"
#include "ui/common/plaintext.h"
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

namespace Heddle::Ui {

using namespace Settings;

SearchSettingsPage::SearchSettingsPage(
    AsyncStore settings, SecretStore &secrets, Concurrency::TaskGroup &tasks, SearchServerAccess access, QWidget *parent)
    : ModelSettingsPage(std::move(settings), secrets, tasks, QStringLiteral("search.password"), parent), m_access(std::move(access)),
      m_server(wrappedLabel()), m_defaults(new QPushButton(tr("&Defaults")))
{
    m_server->setObjectName(QStringLiteral("searchServer"));
    m_defaults->setObjectName(QStringLiteral("searchDefaults"));
    addFields();
    build(tr("Search"),
        tr("Passages are found by their words and, where an embedding model is set up, by their meaning; both orders are joined by "
           "rank. A weight of 2 lets one of them count twice, 0 lets it only add what the other has not found. What a change is worth "
           "for your own questions is measured in Saved questions."),
        { m_defaults });
    connect(m_test, &QPushButton::clicked, this, &SearchSettingsPage::test);
    connect(m_defaults, &QPushButton::clicked, this, &SearchSettingsPage::showDefaults);
}

void SearchSettingsPage::addFields()
{
    auto *choose = new QToolButton;
    choose->setText(tr("…"));
    choose->setObjectName(QStringLiteral("searchChooseCa"));
    choose->setAccessibleName(tr("Choose a file of certificates"));
    connect(choose, &QToolButton::clicked, this, &SearchSettingsPage::chooseCertificates);
    m_form->addChoice(Keys::SearchEngine, "searchEngine");
    m_form->addNote(m_server);
    m_form->add(Keys::SearchUrl, "searchUrl");
    m_form->add(Keys::SearchIndex, "searchIndex");
    m_form->add(Keys::SearchUser, "searchUser");
    addKeyRows(tr("&Password or API key"));
    m_ca = m_form->add(Keys::SearchCa, "searchCa", choose);
    m_form->beginGroup(tr("Order"));
    m_form->add(Keys::SearchTextWeight, "searchTextWeight");
    m_form->add(Keys::SearchVectorWeight, "searchVectorWeight");
    m_form->add(Keys::SearchDepth, "searchDepth");
    m_form->addSwitch(Keys::SearchForeignLanguages, "searchForeign");
}

bool SearchSettingsPage::isRemote() const
{
    return m_form->typed().get(Keys::SearchEngine) == SearchPlace::Remote;
}

Result<SearchSettingsPage::Server> SearchSettingsPage::typedServer() const
{
    Changes withoutFile;
    withoutFile.set(Keys::SearchCa, QString());
    return searchServerFrom(m_form->typed().with(withoutFile));
}

QString SearchSettingsPage::keyBinding() const
{
    const auto typed = typedServer();
    return typed && *typed ? Settings::keyBinding(**typed) : QString();
}

void SearchSettingsPage::updateFields()
{
    const bool remote = isRemote();
    for (const Definition *key : QList<const Definition *> { &Keys::SearchUrl, &Keys::SearchIndex, &Keys::SearchUser, &Keys::SearchCa })
        m_form->setRowVisible(*key, remote);
    m_form->setRowVisible(m_key, remote);
    const auto typed = typedServer();
    QString trouble, missing; // missing: nothing is wrong yet
    QString note = tr("The index is kept on this computer; nothing is sent.");
    if (!typed) {
        (m_form->typed().get(Keys::SearchUrl).isEmpty() ? missing : trouble) = typed.error().message;
    } else if (*typed) {
        const QStringList invalid = invalidNodes((*typed)->nodes);
        if (!invalid.isEmpty())
            trouble = tr("\"%1\" is no address; write http:// or https://, the host and the port.").arg(invalid.first());
        else
            note =
                tr("Your passages and questions go to %1, where everyone who uses the same index can find them. While it can't be reached, "
                   "the index on this computer is searched.")
                    .arg(Net::originOf(QUrl((*typed)->nodes.first())));
    }
    m_server->setText(!trouble.isEmpty() ? trouble : !missing.isEmpty() ? tr("Enter the address of the search server.") : note);
    colorLabel(m_server, !trouble.isEmpty(), true);
    m_test->setEnabled(remote && trouble.isEmpty() && missing.isEmpty());
    m_save->setEnabled(trouble.isEmpty() && missing.isEmpty());
    m_key->setBinding(keyBinding());
}

//! Where passages are searched is no matter of measured defaults; it stays as it is typed.
void SearchSettingsPage::showDefaults()
{
    for (const Definition *key :
        QList<const Definition *> { &Keys::SearchTextWeight, &Keys::SearchVectorWeight, &Keys::SearchDepth, &Keys::SearchForeignLanguages })
        m_form->reset(*key);
    showMessage(tr("These are the measured defaults; save them to use them."), false);
}

void SearchSettingsPage::chooseCertificates()
{
    auto *dialog = new QFileDialog(this, tr("File of certificates"), m_ca->text(), tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_ca, &QLineEdit::setText);
    dialog->open();
}

void SearchSettingsPage::test()
{
    setBusy(true);
    showMessage(tr("Asking the server…"), false);
    deliver(&m_tasks, this, tryServer(m_form->typed(), m_access, m_key->source(), m_tasks.token()), &SearchSettingsPage::showTrial);
}

QCoro::Task<Result<Search::Elastic::Trial>> SearchSettingsPage::tryServer(
    Values typed, SearchServerAccess access, KeySource key, std::stop_token stop)
{
    auto reading = access.pool->submit(
        [typed](std::stop_token) -> Result<Server> { return searchServerFrom(typed); }, stop, QStringLiteral("read certificates"));
    HEDDLE_CO_TRY_VALUE(auto server, co_await std::move(reading));
    if (!server)
        co_return Error::cancelled();
    auto keyTask = resolveKey(key, stop);
    server->secret = co_await std::move(keyTask);
    auto trial = access.pool->submit(
        [server = *server, access](
            std::stop_token token) { return Search::Elastic::tryServer(server, access.http, access.catalog->repository(), token); },
        stop, QStringLiteral("try the search server"));
    co_return co_await std::move(trial);
}

void SearchSettingsPage::showTrial(const Result<Search::Elastic::Trial> &trial)
{
    setBusy(false);
    if (!trial) {
        showMessage(tr("It does not work. %1").arg(trial.error().message), true);
        return;
    }
    const QString found = !trial->hasIndex
        ? tr("%1 answers. It has no index of this name yet: it is made and filled when you save.").arg(trial->server)
        : tr("%1 answers in %2 ms. Its index holds %3 passages%4.")
              .arg(trial->server, QLocale().toString(trial->ms), QLocale().toString(trial->passages),
                  trial->model.isEmpty() ? QString() : tr(", embedded with %1").arg(trial->model));
    showMessage((QStringList(found) + trial->nodeTroubles).join(QLatin1Char(' ')), !trial->nodeTroubles.isEmpty());
}

} // namespace Heddle::Ui
