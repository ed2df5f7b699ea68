// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/key.h"
#include <QCoreApplication>
#include <QStringList>
#include <cmath>

namespace Heddle::Settings {
namespace {

using std::chrono::milliseconds;

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Settings", text);
}

QString number(double value)
{
    constexpr int Digits = 6;
    return QString::number(value, 'g', Digits);
}

std::optional<double> toDouble(const QString &text)
{
    bool fine = false;
    const double value = text.toDouble(&fine);
    return fine && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

QString oneOf(const QList<Choice> &choices)
{
    QStringList ids;
    for (const Choice &choice : choices)
        ids += choice.id;
    return tr("one of these: %1").arg(ids.join(QLatin1String(", ")));
}

} // namespace

QString Definition::translated(const char *text)
{
    return *text ? tr(text) : QString();
}

Result<Value> Definition::parse(const QString &text) const
{
    const auto value = read(text);
    if (value && accepts(*value))
        return *value;
    return Error::input(
        mayRepeat() ? tr("%1 can't be \"%2\"; it must be %3.").arg(name(), text, allowed()) : tr("%1 must be %2.").arg(name(), allowed()));
}

Value Definition::convert(const QString &text) const
{
    return read(text).value_or(fallback());
}

QString Key<int>::format(const Value &value) const
{
    return QString::number(std::get<int>(value));
}

QString Key<int>::allowed() const
{
    return tr("a whole number from %1 to %2").arg(min).arg(max);
}

std::optional<Value> Key<int>::read(const QString &text) const
{
    bool fine = false;
    const int value = text.toInt(&fine);
    return fine ? std::optional<Value>(value) : std::nullopt;
}

bool Key<int>::accepts(const Value &value) const
{
    return std::get<int>(value) >= min && std::get<int>(value) <= max;
}

QString Key<milliseconds>::format(const Value &value) const
{
    return QString::number(std::get<milliseconds>(value).count());
}

QString Key<milliseconds>::allowed() const
{
    return tr("a whole number of milliseconds from %1 to %2").arg(min.count()).arg(max.count());
}

std::optional<Value> Key<milliseconds>::read(const QString &text) const
{
    bool fine = false;
    const int value = text.toInt(&fine);
    return fine ? std::optional<Value>(milliseconds(value)) : std::nullopt;
}

bool Key<milliseconds>::accepts(const Value &value) const
{
    return std::get<milliseconds>(value) >= min && std::get<milliseconds>(value) <= max;
}

QString Key<double>::format(const Value &value) const
{
    return number(std::get<double>(value));
}

QString Key<double>::allowed() const
{
    return tr("a number from %1 to %2, or empty for the default").arg(min).arg(max);
}

std::optional<Value> Key<double>::read(const QString &text) const
{
    const auto value = text.isEmpty() ? m_fallback : toDouble(text);
    return value ? std::optional<Value>(*value) : std::nullopt;
}

bool Key<double>::accepts(const Value &value) const
{
    return std::get<double>(value) >= min && std::get<double>(value) <= max;
}

QString Key<std::optional<double>>::format(const Value &value) const
{
    const auto set = std::get<std::optional<double>>(value);
    return set ? number(*set) : QString();
}

QString Key<std::optional<double>>::allowed() const
{
    return tr("a number from %1 to %2, or empty for the model's default").arg(min).arg(max);
}

std::optional<Value> Key<std::optional<double>>::read(const QString &text) const
{
    const auto value = toDouble(text);
    return value || text.isEmpty() ? std::optional<Value>(value) : std::nullopt;
}

bool Key<std::optional<double>>::accepts(const Value &value) const
{
    const auto set = std::get<std::optional<double>>(value);
    return !set || (*set >= min && *set <= max);
}

Value Key<QString>::fallback() const
{
    return m_choices ? m_choices().first().id : QString();
}

QString Key<QString>::allowed() const
{
    return m_choices ? oneOf(choices()) : m_rule ? tr("%1, or empty").arg(tr(m_rule->allowed)) : tr("a text, or empty");
}

bool Key<QString>::accepts(const Value &value) const
{
    const QString text = std::get<QString>(value);
    if (!m_choices)
        return text.isEmpty() || !m_rule || m_rule->accepts(text);
    const QList<Choice> words = m_choices();
    return std::any_of(words.begin(), words.end(), [&text](const Choice &word) { return word.id == text; });
}

QString WordDefinition::format(const Value &value) const
{
    return choices().at(std::get<int>(value)).id;
}

QString WordDefinition::allowed() const
{
    return oneOf(choices());
}

std::optional<Value> WordDefinition::read(const QString &text) const
{
    const QList<Choice> words = choices();
    for (int i = 0; i < words.size(); ++i) {
        if (words[i].id == text)
            return i;
    }
    return {};
}

} // namespace Heddle::Settings
