// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/store.h"
#include "core/embedding/localmodel.h"
#include <QCoreApplication>

namespace Heddle::Settings {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Settings", text);
}

Error unknown(const QString &name)
{
    QStringList names;
    for (const Definition *one : definitions())
        names += one->name();
    return Error::input(tr("There is no setting \"%1\". There are: %2").arg(name, names.join(QLatin1String(", "))));
}

} // namespace

Result<Values> Store::read() const
{
    HEDDLE_TRY_VALUE(auto rows, m_db.run(QStringLiteral("SELECT key, value FROM setting")));
    QHash<QString, QString> texts;
    while (rows.next())
        texts.insert(rows.value(0).toString(), rows.value(1).toString());
    return Values::fromStored(texts);
}

Result<QString> Store::text(const QString &name) const
{
    const Definition *one = definition(name);
    if (!one)
        return unknown(name);
    HEDDLE_TRY_VALUE(const auto values, read());
    return values.text(*one);
}

Status Store::set(const QString &name, const QString &text) const
{
    Changes changes;
    changes.set(name, text);
    return save(changes);
}

Status Store::save(const Changes &changes) const
{
    for (auto it = changes.texts().cbegin(); it != changes.texts().cend(); ++it) {
        const Definition *one = definition(it.key());
        if (!one)
            return unknown(it.key());
        if (const auto value = one->parse(*it); !value)
            return value.error();
    }
    return m_db.transaction([this, &changes]() -> Status {
        HEDDLE_TRY_VALUE(const auto stored, read());
        HEDDLE_TRY_VALUE(const auto settled, reconcile(stored, changes));
        for (auto it = settled.texts().cbegin(); it != settled.texts().cend(); ++it) {
            auto written =
                m_db.run(QStringLiteral("INSERT INTO setting(key, value) VALUES(?,?) ON CONFLICT(key) DO UPDATE SET value=excluded.value"),
                    { it.key(), it->isNull() ? QStringLiteral("") : *it });
            if (!written)
                return written.error();
        }
        return Done {};
    });
}

Result<Changes> reconcile(const Values &stored, Changes changes)
{
    using namespace Keys;
    const Values after = stored.with(changes);
    const QString model = after.get(EmbeddingModel);
    QStringList local;
    for (const Embedding::LocalModelCard &card : Embedding::localModels())
        local += card.id;
    if (after.get(EmbeddingKind) != EmbeddingSource::Local || model.isEmpty() || local.contains(model))
        return changes;
    if (changes.contains(EmbeddingModel))
        return Error::input(tr("%1 can't be \"%2\" while %3 is local; it must be one of these: %4.")
                                .arg(EmbeddingModel.name(), model, EmbeddingKind.name(), local.join(QLatin1String(", "))));
    if (changes.contains(EmbeddingKind))
        changes.set(EmbeddingModel, QString());
    return changes;
}

} // namespace Heddle::Settings
