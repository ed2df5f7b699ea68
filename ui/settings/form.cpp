// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/form.h"
#include "ui/common/plaintext.h"
#include "ui/style/metrics.h"
#include "ui/widgets/card.h"
#include "ui/widgets/settingsrow.h"
#include "ui/widgets/switch.h"
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QDoubleValidator>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QSpinBox>

namespace Heddle::Ui {
namespace {

using std::chrono::milliseconds;

QString withoutMnemonic(QString label)
{
    return label.remove(QLatin1Char('&'));
}

QComboBox *comboBox()
{
    auto *box = new QComboBox;
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    return box;
}

} // namespace

QWidget *settingsContent(const QString &title, const QString &purpose, QWidget *cards, QLayout *buttons, QWidget *result)
{
    QLabel *heading = plainLabel(title), *lead = plainLabel(purpose);
    heading->setProperty("textRole", QStringLiteral("title"));
    lead->setWordWrap(true);
    lead->setProperty("second", true);
    auto *content = new QWidget;
    content->setMaximumWidth(Metrics::SettingsWidth);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Metrics::Gap / 2);
    column->addWidget(heading);
    column->addWidget(lead);
    column->addSpacing(Metrics::WideGap);
    column->addWidget(cards);
    column->addSpacing(Metrics::Gap);
    column->addLayout(buttons);
    column->addSpacing(Metrics::Gap);
    column->addWidget(result);
    column->addStretch(1);
    auto *page = new QWidget;
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(Metrics::SectionGap, Metrics::SectionGap, Metrics::SectionGap, Metrics::SectionGap);
    row->addWidget(content, 100);
    row->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(page);
    return scroll;
}

SettingsForm::SettingsForm(QWidget *page) : QObject(page), m_page(page), m_content(new QWidget), m_column(new QVBoxLayout(m_content))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(Metrics::Gap);
}

void SettingsForm::beginGroup(const QString &title)
{
    if (!title.isEmpty()) {
        QLabel *heading = plainLabel(title);
        heading->setProperty("textRole", QStringLiteral("section"));
        heading->setContentsMargins(0, m_card ? Metrics::WideGap : 0, 0, 0);
        m_column->addWidget(heading);
        m_card = new Card;
        m_headings.insert(m_card, heading);
    } else {
        m_card = new Card;
    }
    m_column->addWidget(m_card);
}

SettingsRow *SettingsForm::addRow(const QString &title, const QString &description, QWidget *control)
{
    if (!m_card)
        beginGroup({});
    m_last = new SettingsRow(title, description, control);
    m_card->addRow(m_last);
    return m_last;
}

void SettingsForm::addNote(QWidget *note)
{
    note->setProperty("textRole", QStringLiteral("small"));
    m_last->addBelow(note);
}

void SettingsForm::addRow(const Settings::Definition &key, QWidget *field, const char *objectName, Read read, Write write, QWidget *beside)
{
    field->setObjectName(QLatin1String(objectName));
    field->setAccessibleName(withoutMnemonic(key.label()));
    setPlainToolTip(field, key.help());
    QWidget *whole = field;
    if (beside) {
        whole = new QWidget;
        auto *row = new QHBoxLayout(whole);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(field, 1);
        row->addWidget(beside);
        whole->setFocusProxy(field);
    }
    addRow(key.label(), key.help(), whole);
    m_rows += Row { &key, field, whole, std::move(read), std::move(write), {} };
}

void SettingsForm::bind(const Settings::Definition &key, QWidget *field, Read read, Write write)
{
    m_rows += Row { &key, field, field, std::move(read), std::move(write), {} };
}

QSpinBox *SettingsForm::add(const Settings::Key<int> &key, const char *objectName)
{
    auto *box = new QSpinBox;
    box->setFixedWidth(Metrics::NumberWidth);
    box->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    box->setRange(key.min, key.max);
    box->setSuffix(key.suffix());
    box->setSpecialValueText(key.unset());
    addRow(
        key, box, objectName, [box, &key] { return key.format(box->value()); },
        [box, &key](const Settings::Values &values) { box->setValue(values.get(key)); });
    connect(box, &QSpinBox::valueChanged, this, &SettingsForm::report);
    return box;
}

QSpinBox *SettingsForm::add(const Settings::Key<milliseconds> &key, const char *objectName)
{
    auto *box = new QSpinBox;
    box->setFixedWidth(Metrics::NumberWidth);
    box->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    box->setRange(int((key.min + key.unit - milliseconds(1)) / key.unit), int(key.max / key.unit));
    box->setSuffix(key.suffix());
    addRow(
        key, box, objectName, [box, &key] { return key.format(box->value() * key.unit); },
        [box, &key](const Settings::Values &values) { box->setValue(int(values.get(key) / key.unit)); });
    connect(box, &QSpinBox::valueChanged, this, &SettingsForm::report);
    return box;
}

QDoubleSpinBox *SettingsForm::add(const Settings::Key<double> &key, const char *objectName)
{
    auto *box = new QDoubleSpinBox;
    box->setFixedWidth(Metrics::NumberWidth);
    box->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    box->setRange(key.min, key.max);
    box->setSingleStep(0.1);
    box->setDecimals(2);
    addRow(
        key, box, objectName, [box, &key] { return key.format(box->value()); },
        [box, &key](const Settings::Values &values) { box->setValue(values.get(key)); });
    connect(box, &QDoubleSpinBox::valueChanged, this, &SettingsForm::report);
    return box;
}

QLineEdit *SettingsForm::add(const Settings::Key<std::optional<double>> &key, const char *objectName)
{
    auto *field = new QLineEdit;
    auto *validator = new QDoubleValidator(key.min, key.max, 2, field);
    validator->setLocale(QLocale::c()); // as it is stored
    field->setValidator(validator);
    field->setPlaceholderText(key.unset());
    addRow(
        key, field, objectName, [field] { return field->text(); },
        [field, &key](const Settings::Values &values) { field->setText(key.format(values.value(key))); });
    connect(field, &QLineEdit::textChanged, this, &SettingsForm::report);
    return field;
}

QLineEdit *SettingsForm::add(const Settings::Key<QString> &key, const char *objectName, QWidget *beside)
{
    auto *field = new QLineEdit;
    field->setPlaceholderText(key.unset());
    addRow(
        key, field, objectName, [field] { return field->text().trimmed(); },
        [field, &key](const Settings::Values &values) { field->setText(values.get(key)); }, beside);
    connect(field, &QLineEdit::textChanged, this, &SettingsForm::report);
    return field;
}

QPlainTextEdit *SettingsForm::addLines(const Settings::Key<QString> &key, const char *objectName)
{
    constexpr int Lines = 4;
    auto *field = new QPlainTextEdit;
    field->setProperty("field", true);
    field->setPlaceholderText(key.unset());
    field->setTabChangesFocus(true);
    field->setFixedHeight(Lines * field->fontMetrics().lineSpacing() + 2 * Metrics::Gap);
    addRow(
        key, field, objectName, [field] { return field->toPlainText(); },
        [field, &key](const Settings::Values &values) { field->setPlainText(values.get(key)); });
    m_last->setStacked(true);
    connect(field, &QPlainTextEdit::textChanged, this, &SettingsForm::report);
    return field;
}

QComboBox *SettingsForm::addChoice(const Settings::Definition &key, const char *objectName)
{
    QComboBox *box = comboBox();
    for (const Settings::Choice &choice : key.choices())
        box->addItem(choice.label, choice.id);
    addRow(
        key, box, objectName, [box] { return box->currentData().toString(); },
        [box, &key](const Settings::Values &values) { box->setCurrentIndex(box->findData(key.format(values.value(key)))); });
    connect(box, &QComboBox::currentIndexChanged, this, &SettingsForm::report);
    return box;
}

QComboBox *SettingsForm::addSuggestions(const Settings::Key<QString> &key, const char *objectName, QWidget *beside)
{
    QComboBox *box = comboBox();
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    addRow(
        key, box, objectName, [box] { return box->currentText().trimmed(); },
        [box, &key](const Settings::Values &values) { box->setEditText(values.get(key)); }, beside);
    connect(box, &QComboBox::editTextChanged, this, &SettingsForm::report);
    return box;
}

QCheckBox *SettingsForm::addSwitch(const Settings::Definition &key, const char *objectName)
{
    const QString off = key.choices().at(0).id, on = key.choices().at(1).id;
    auto *box = new Switch(QString(key.label()).remove(QLatin1Char('&'))); // the label of its row has the mnemonic
    addRow(
        key, box, objectName, [box, on, off] { return box->isChecked() ? on : off; },
        [box, on, &key](const Settings::Values &values) { box->setChecked(key.format(values.value(key)) == on); });
    connect(box, &QCheckBox::toggled, this, &SettingsForm::report);
    return box;
}

const SettingsForm::Row *SettingsForm::find(const Settings::Definition &key) const
{
    for (const Row &row : m_rows) {
        if (row.key == &key)
            return &row;
    }
    return nullptr;
}

void SettingsForm::setRowVisible(const Settings::Definition &key, bool visible)
{
    setRowVisible(find(key)->whole, visible);
}

SettingsRow *SettingsForm::rowOf(const QWidget *field)
{
    for (QWidget *widget = field->parentWidget(); widget; widget = widget->parentWidget()) {
        if (auto *row = qobject_cast<SettingsRow *>(widget))
            return row;
    }
    return nullptr;
}

void SettingsForm::setRowVisible(QWidget *field, bool visible)
{
    SettingsRow *row = rowOf(field);
    auto *card = static_cast<Card *>(row->parentWidget());
    card->setRowVisible(row, visible);
    if (QLabel *heading = m_headings.value(card))
        heading->setVisible(!card->isHidden());
}

void SettingsForm::reset(const Settings::Definition &key)
{
    find(key)->write(Settings::Values());
}

void SettingsForm::show(const Settings::Values &values)
{
    m_stored = values;
    {
        const QScopedValueRollback<bool> filling(m_filling, true);
        for (const Row &row : std::as_const(m_rows))
            row.write(values);
        for (Row &row : m_rows)
            row.shown = row.read().value_or(QString());
    }
    report();
}

Settings::Values SettingsForm::typed() const
{
    Settings::Changes all;
    for (const Row &row : m_rows) {
        if (const auto text = row.read())
            all.set(row.key->name(), *text);
    }
    return m_stored.with(all);
}

Settings::Changes SettingsForm::changes() const
{
    Settings::Changes changes;
    for (const Row &row : m_rows) {
        const auto text = row.read();
        if (!text || !row.field->isEnabledTo(m_page) || !Card::isRowShown(rowOf(row.field)))
            continue;
        if (*text != row.shown || !m_stored.notice(*row.key).isEmpty())
            changes.set(row.key->name(), *text);
    }
    return changes;
}

void SettingsForm::markSaved(const Settings::Changes &changes, const Settings::Values &values)
{
    m_stored = values;
    for (Row &row : m_rows) {
        if (changes.contains(*row.key))
            row.shown = changes.texts().value(row.key->name());
    }
}

QStringList SettingsForm::notices() const
{
    QStringList notices;
    for (const Row &row : m_rows) {
        if (const QString notice = m_stored.notice(*row.key); !notice.isEmpty())
            notices += notice;
    }
    return notices;
}

void SettingsForm::report()
{
    if (!m_filling)
        Q_EMIT changed();
}

} // namespace Heddle::Ui
