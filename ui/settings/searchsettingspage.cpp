// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/searchsettingspage.h"
#include "core/settings/settings.h"
#include "ui/settings/keyfield.h"
#include "ui/settings/settingsform.h"
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
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
    : ModelSettingsPage(std::move(services), QStringLiteral("search."), parent),
      m_text(weightField(tr("Weight of words"), "searchTextWeight")), m_vector(weightField(tr("Weight of meaning"), "searchVectorWeight")),
      m_depth(numberField(10, 10'000, tr(" passages"), tr("Passages of each"), "searchDepth")),
      m_foreign(new QCheckBox(tr("Search meaning also in &languages that the embedding model was not made for"))),
      m_defaults(new QPushButton(tr("&Defaults"))), m_save(new QPushButton(tr("&Save")))
{
    m_foreign->setObjectName(QStringLiteral("searchForeign"));
    m_result->setObjectName(QStringLiteral("searchResult"));
    m_defaults->setObjectName(QStringLiteral("searchDefaults"));
    m_save->setObjectName(QStringLiteral("searchSave"));
    for (QWidget *unused : { static_cast<QWidget *>(m_key), static_cast<QWidget *>(m_key->place()) }) { // no server yet that asks for one
        unused->setParent(this);
        unused->hide();
    }
    QFormLayout *form = settingsForm();
    form->addRow(tr("Weight of &words"), m_text);
    form->addRow(tr("Weight of &meaning"), m_vector);
    form->addRow(tr("&Passages of each"), m_depth);
    form->addRow(m_foreign);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_save);
    buttons->addWidget(m_defaults);
    buttons->addStretch(1);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(settingsColumn(tr("Search"),
        tr("Passages are found by their words and, where an embedding model is set up, by their meaning; both orders are joined by "
           "rank. A weight of 2 lets one of them count twice, 0 lets it only add what the other has not found. heddle-cli eval "
           "measures what a change is worth for your own questions."),
        form, buttons, m_result));
    connect(m_save, &QPushButton::clicked, this, [this] { save(); });
    connect(m_defaults, &QPushButton::clicked, this, [this] {
        Values defaults;
        for (const Settings::Definition &definition : Settings::definitions()) {
            if (definition.key.startsWith(QLatin1String("search.")))
                defaults.insert(definition.key.section(QLatin1Char('.'), 1), definition.fallback);
        }
        showValues(defaults);
        say(tr("These are the measured defaults; save them to use them."), false);
    });
    updateFields();
}

SearchSettingsPage::Values SearchSettingsPage::values() const
{
    const auto weight = [](const QDoubleSpinBox *box) { return QString::number(box->value(), 'g', 6); };
    return { { QStringLiteral("text_weight"), weight(m_text) }, { QStringLiteral("vector_weight"), weight(m_vector) },
        { QStringLiteral("depth"), QString::number(m_depth->value()) },
        { QStringLiteral("foreign_languages"), m_foreign->isChecked() ? QStringLiteral("both") : QStringLiteral("words") } };
}

void SearchSettingsPage::showValues(const Values &values)
{
    const auto weight = [&values](const char *key) {
        const QString value = values[QLatin1String(key)];
        return value.isEmpty() ? 1 : value.toDouble();
    };
    m_text->setValue(weight("text_weight"));
    m_vector->setValue(weight("vector_weight"));
    m_depth->setValue(values[QStringLiteral("depth")].toInt());
    m_foreign->setChecked(values[QStringLiteral("foreign_languages")] == QLatin1String("both"));
}

void SearchSettingsPage::updateFields()
{
    colorLabel(m_result, false, false);
}

void SearchSettingsPage::setBusy(bool busy)
{
    m_defaults->setEnabled(!busy);
    m_save->setEnabled(!busy);
}

} // namespace Heddle::Ui
