// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/searchsettingspage.h"
#include "core/search/elastic/trial.h"
#include "core/settings/searchsettings.h"
#include "ui/common/form.h"
#include "ui/settings/keyfield.h"
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

QDoubleSpinBox *weightField(const QString &name, const char *objectName)
{
    auto *box = new QDoubleSpinBox;
    box->setRange(0, 100);
    box->setSingleStep(0.1);
    box->setDecimals(2);
    box->setAccessibleName(name);
    box->setObjectName(QLatin1String(objectName));
    return box;
}

} // namespace

SearchSettingsPage::SearchSettingsPage(Services services, QWidget *parent)
    : ModelSettingsPage(std::move(services), QStringLiteral("search."), parent, "password"), m_engine(new QComboBox), m_url(new QLineEdit),
      m_index(new QLineEdit), m_user(new QLineEdit), m_ca(new QLineEdit), m_chooseCa(new QToolButton), m_form(formLayout()),
      m_certificates(new QWidget), m_server(wrappedLabel()), m_text(weightField(tr("Weight of words"), "searchTextWeight")),
      m_vector(weightField(tr("Weight of meaning"), "searchVectorWeight")),
      m_depth(numberField(10, 10'000, tr(" passages"), tr("Passages of each"), "searchDepth")),
      m_foreign(new QCheckBox(tr("Meaning also in other &languages"))), m_test(new QPushButton(tr("&Test"))),
      m_defaults(new QPushButton(tr("&Defaults"))), m_save(new QPushButton(tr("&Save")))
{
    m_engine->addItem(tr("On this computer"), QStringLiteral("local"));
    m_engine->addItem(tr("On a search server (Elasticsearch, OpenSearch)"), QStringLiteral("remote"));
    m_engine->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_url->setPlaceholderText(QStringLiteral("https://search.example.org:9200"));
    m_index->setPlaceholderText(Search::Elastic::Configuration().index);
    m_user->setPlaceholderText(tr("empty: an API key is entered below"));
    m_ca->setPlaceholderText(tr("empty: the system's certificates are trusted"));
    m_chooseCa->setText(tr("…"));
    const auto name = [](QWidget *widget, const char *objectName, const QString &accessibleName) {
        widget->setObjectName(QLatin1String(objectName));
        widget->setAccessibleName(accessibleName);
    };
    name(m_engine, "searchEngine", tr("Where passages are searched"));
    name(m_url, "searchUrl", tr("Address"));
    name(m_index, "searchIndex", tr("Name of the index"));
    name(m_user, "searchUser", tr("User"));
    name(m_key, "searchPassword", tr("Password or API key"));
    name(m_ca, "searchCa", tr("File of certificates"));
    name(m_chooseCa, "searchChooseCa", tr("Choose a file of certificates"));
    m_server->setObjectName(QStringLiteral("searchServer"));
    m_key->place()->setObjectName(QStringLiteral("searchPasswordPlace"));
    m_foreign->setObjectName(QStringLiteral("searchForeign"));
    m_result->setObjectName(QStringLiteral("searchResult"));
    m_test->setObjectName(QStringLiteral("searchTest"));
    m_defaults->setObjectName(QStringLiteral("searchDefaults"));
    m_save->setObjectName(QStringLiteral("searchSave"));
    m_foreign->setToolTip(tr("Searches meaning also where the embedding model was not made for the question's language; otherwise such "
                             "questions are searched by words alone."));
    auto *certificates = new QHBoxLayout(m_certificates);
    certificates->setContentsMargins(0, 0, 0, 0);
    certificates->addWidget(m_ca);
    certificates->addWidget(m_chooseCa);
    m_certificates->setFocusProxy(m_ca);
    m_form->addRow(tr("Sea&rch"), m_engine);
    m_form->addRow(QString(), m_server);
    m_form->addRow(tr("&Address"), m_url);
    m_form->addRow(tr("&Index"), m_index);
    m_form->addRow(tr("&User"), m_user);
    m_form->addRow(tr("&Password or API key"), m_key);
    m_form->addRow(QString(), m_key->place());
    m_form->addRow(tr("&Certificates"), m_certificates);
    m_form->addRow(tr("Weight of &words"), m_text);
    m_form->addRow(tr("Weight of &meaning"), m_vector);
    m_form->addRow(tr("Passages of &each"), m_depth);
    m_form->addRow(m_foreign);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_test);
    buttons->addWidget(m_save);
    buttons->addWidget(m_defaults);
    buttons->addStretch(1);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(formPage(tr("Search"),
        tr("Passages are found by their words and, where an embedding model is set up, by their meaning; both orders are joined by "
           "rank. A weight of 2 lets one of them count twice, 0 lets it only add what the other has not found. What a change is worth "
           "for your own questions is measured in Saved questions."),
        m_form, buttons, m_result));
    connect(m_engine, &QComboBox::currentIndexChanged, this, &SearchSettingsPage::updateFields);
    for (const QLineEdit *field : { m_url, m_index, m_user, m_ca })
        connect(field, &QLineEdit::textChanged, this, &SearchSettingsPage::updateFields);
    connect(m_chooseCa, &QToolButton::clicked, this, &SearchSettingsPage::chooseCertificates);
    connect(m_test, &QPushButton::clicked, this, [this] {
        setBusy(true);
        say(tr("Asking the server…"), false);
        m_services.tasks->add(test(this, m_services, values(), m_key->typed(), m_services.tasks->token()));
    });
    connect(m_save, &QPushButton::clicked, this, [this] { save(); });
    connect(m_defaults, &QPushButton::clicked, this, [this] {
        Values defaults;
        for (const Settings::Definition &definition : Settings::definitions()) {
            if (definition.key.startsWith(QLatin1String("search.")))
                defaults.insert(definition.key.section(QLatin1Char('.'), 1), definition.fallback);
        }
        const Values typed = values();
        for (const char *kept : { "engine", "url", "index", "user", "ca" }) // where is no matter of measured defaults
            defaults[QLatin1String(kept)] = typed[QLatin1String(kept)];
        showValues(defaults);
        say(tr("These are the measured defaults; save them to use them."), false);
    });
    updateFields();
}

SearchSettingsPage::Values SearchSettingsPage::values() const
{
    const auto weight = [](const QDoubleSpinBox *box) { return QString::number(box->value(), 'g', 6); };
    return { { QStringLiteral("engine"), m_engine->currentData().toString() }, { QStringLiteral("url"), m_url->text().trimmed() },
        { QStringLiteral("index"), m_index->text().trimmed() }, { QStringLiteral("user"), m_user->text().trimmed() },
        { QStringLiteral("ca"), m_ca->text().trimmed() }, { QStringLiteral("text_weight"), weight(m_text) },
        { QStringLiteral("vector_weight"), weight(m_vector) }, { QStringLiteral("depth"), QString::number(m_depth->value()) },
        { QStringLiteral("foreign_languages"), m_foreign->isChecked() ? QStringLiteral("both") : QStringLiteral("words") } };
}

void SearchSettingsPage::showValues(const Values &values)
{
    const auto weight = [&values](const char *key) {
        const QString value = values[QLatin1String(key)];
        return value.isEmpty() ? 1 : value.toDouble();
    };
    m_engine->setCurrentIndex(std::max(0, m_engine->findData(values[QStringLiteral("engine")])));
    m_url->setText(values[QStringLiteral("url")]);
    m_index->setText(values[QStringLiteral("index")]);
    m_user->setText(values[QStringLiteral("user")]);
    m_ca->setText(values[QStringLiteral("ca")]);
    m_text->setValue(weight("text_weight"));
    m_vector->setValue(weight("vector_weight"));
    m_depth->setValue(values[QStringLiteral("depth")].toInt());
    m_foreign->setChecked(values[QStringLiteral("foreign_languages")] == QLatin1String("both"));
    updateFields();
}

Result<std::optional<Search::Elastic::Configuration>> SearchSettingsPage::typedServer() const
{
    Values typed = values();
    typed.remove(QStringLiteral("ca"));
    return Settings::searchServerFrom(typed);
}

QString SearchSettingsPage::keyBinding() const
{
    const auto typed = typedServer();
    return typed && *typed ? Settings::keyBinding(**typed) : QString();
}

void SearchSettingsPage::updateFields()
{
    const bool remote = m_engine->currentData() == QLatin1String("remote");
    for (QWidget *field : QWidgetList { m_url, m_index, m_user, m_key, m_key->place(), m_certificates })
        m_form->setRowVisible(field, remote);
    const auto typed = typedServer();
    QString trouble, note = tr("The index is kept on this computer; nothing is sent.");
    if (!typed) {
        trouble = tr("Not yet: %1.").arg(typed.error().message);
    } else if (*typed) {
        const QStringList wrong = Settings::wrongNodes((*typed)->nodes);
        if (!wrong.isEmpty())
            trouble = tr("\"%1\" is no address; write http:// or https://, the host and the port.").arg(wrong.first());
        else
            note =
                tr("Your passages and questions go to %1, where everyone who uses the same index can find them. While it can't be reached, "
                   "the index on this computer is searched.")
                    .arg(Net::originOf(QUrl((*typed)->nodes.first())));
    }
    m_server->setText(trouble.isEmpty() ? note : trouble);
    colorLabel(m_server, !trouble.isEmpty(), true);
    m_test->setEnabled(remote && trouble.isEmpty());
    m_save->setEnabled(trouble.isEmpty());
    m_result->clear();
    m_key->setBinding(keyBinding());
}

void SearchSettingsPage::chooseCertificates()
{
    auto *dialog = new QFileDialog(this, tr("File of certificates"), m_ca->text(), tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_ca, &QLineEdit::setText);
    dialog->open();
}

void SearchSettingsPage::setBusy(bool busy)
{
    for (QPushButton *button : { m_test, m_defaults, m_save })
        button->setEnabled(!busy && (button != m_test || m_engine->currentData() == QLatin1String("remote")));
}

QCoro::Task<void> SearchSettingsPage::test(
    QPointer<SearchSettingsPage> page, Services services, Values values, std::optional<QByteArray> key, std::stop_token stop)
{
    using Read = std::optional<Search::Elastic::Configuration>;
    auto reading = services.pools->search.submit([values](std::stop_token) -> Result<Read> { return Settings::searchServerFrom(values); },
        stop, QStringLiteral("read certificates"));
    auto read = co_await std::move(reading);
    Result<Search::Elastic::Trial> trial = Error::cancelled();
    if (!read) {
        trial = read.error();
    } else if (*read) {
        Search::Elastic::Configuration configuration = **read;
        auto keyTask = KeyField::key(services, QStringLiteral("search.password"), Settings::keyBinding(configuration), key, stop);
        configuration.secret = co_await std::move(keyTask);
        auto trialTask = services.pools->search.submit(
            [configuration, http = services.blockingHttp, library = services.catalog->repository()](
                std::stop_token token) { return Search::Elastic::tryServer(configuration, http, library, token); },
            stop, QStringLiteral("try the search server"));
        trial = co_await std::move(trialTask);
    }
    if (!page)
        co_return;
    page->setBusy(false);
    if (!trial)
        page->say(page->tr("It does not work: %1").arg(trial.error().message), true);
    else if (!trial->hasIndex)
        page->say(page->tr("%1 answers. It has no index of this name yet: it is made and filled when you save.").arg(trial->server), false);
    else
        page->say(page->tr("%1 answers in %2 ms. Its index holds %3 passages%4.")
                      .arg(trial->server, QLocale().toString(trial->ms), QLocale().toString(trial->passages),
                          trial->model.isEmpty() ? QString() : page->tr(", embedded with %1").arg(trial->model)),
            false);
}

} // namespace Heddle::Ui
