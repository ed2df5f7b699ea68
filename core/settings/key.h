// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QList>
#include <QString>
#include <chrono>
#include <optional>
#include <type_traits>
#include <variant>

namespace Heddle::Settings {

//! \brief A value of any setting. A choice between the words of an enum is kept as the index of the word.
using Value = std::variant<int, double, std::optional<double>, std::chrono::milliseconds, QString>;

//! \brief One of the words that a setting may be.
struct Choice {
    QString id; //!< as it is stored
    QString label; //!< as a form shows it; empty where no form offers it by itself
};
using Choices = QList<Choice> (*)();

//! \brief What a text has to look like. The empty text always passes: it stands for "not set".
struct Rule {
    bool (*accepts)(const QString &text);
    const char *allowed; //!< what passes, in words: "an address that starts with http://"; marked for translation
};

//! \brief What a setting is called and explained with. Marked for translation, in the context Heddle::Settings.
struct Words {
    const char *label = ""; //!< beside the field in a form, with its mnemonic
    const char *help = ""; //!< one sentence
    const char *suffix = ""; //!< behind a number in a form, with its leading space: " tokens"
    const char *unset = ""; //!< what a form shows in place of the least number or an empty text: "Model default"
};

//! \brief A setting without its type: what lists, help and forms know of it. Each one is a Key<T> of keys.h.
class Definition {
public:
    Definition(const Definition &) = delete;
    Definition &operator=(const Definition &) = delete;

    //! \brief As the database, the terminal program and the handbook have it: "rerank.window".
    QString name() const { return QString::fromLatin1(m_name); }
    //! \brief The part of the name before the dot.
    QString group() const { return name().section(QLatin1Char('.'), 0, 0); }
    QString label() const { return translated(m_words.label); }
    QString help() const { return translated(m_words.help); }
    QString suffix() const { return translated(m_words.suffix); }
    QString unset() const { return translated(m_words.unset); }

    virtual Value fallback() const = 0;
    //! \brief The value of a text that passes; else Error Input, which says what passes.
    Result<Value> parse(const QString &text) const;
    //! \brief The value of a text that is still being typed: bounds and rules are not checked, what is no such value at all
    //! counts as the default.
    Value convert(const QString &text) const;
    virtual QString format(const Value &value) const = 0;
    //! \brief What parse() takes, in words that follow "it must be".
    virtual QString allowed() const = 0;
    //! \brief The words that it may be; empty where it is no choice.
    virtual QList<Choice> choices() const { return {}; }

protected:
    constexpr Definition(const char *name, const Words &words) : m_name(name), m_words(words) { }
    ~Definition() = default;

    static QString translated(const char *text);
    //! The value of the text whatever its bounds; nothing where the text is no value of this type.
    virtual std::optional<Value> read(const QString &text) const = 0;
    virtual bool accepts(const Value &value) const = 0;
    //! Whether a refusal may repeat the text. An address may hold a password.
    virtual bool mayRepeat() const { return true; }

private:
    const char *const m_name;
    const Words m_words;
};

//! \brief A setting with the type of its value. The constants in keys.h are the only ones.
template <class T>
class Key;

template <>
class Key<int> final : public Definition {
public:
    constexpr Key(const char *name, int fallback, int from, int to, const Words &words)
        : Definition(name, words), min(from), max(to), m_fallback(fallback)
    { }
    Value fallback() const override { return m_fallback; }
    QString format(const Value &value) const override;
    QString allowed() const override;

    const int min, max;

private:
    std::optional<Value> read(const QString &text) const override;
    bool accepts(const Value &value) const override;
    const int m_fallback;
};

//! \brief A time. It is stored in milliseconds; a form shows it in `unit`.
template <>
class Key<std::chrono::milliseconds> final : public Definition {
    using Time = std::chrono::milliseconds;

public:
    constexpr Key(const char *name, Time fallback, Time from, Time to, const Words &words) : Key(name, fallback, from, to, Time(1), words)
    { }
    constexpr Key(const char *name, Time fallback, Time from, Time to, Time shownIn, const Words &words)
        : Definition(name, words), min(from), max(to), unit(shownIn), m_fallback(fallback)
    { }
    Value fallback() const override { return m_fallback; }
    QString format(const Value &value) const override;
    QString allowed() const override;

    const Time min, max, unit;

private:
    std::optional<Value> read(const QString &text) const override;
    bool accepts(const Value &value) const override;
    const Time m_fallback;
};

//! \brief A number with decimals. The empty text stands for the default.
template <>
class Key<double> final : public Definition {
public:
    constexpr Key(const char *name, double fallback, double from, double to, const Words &words)
        : Definition(name, words), min(from), max(to), m_fallback(fallback)
    { }
    Value fallback() const override { return m_fallback; }
    QString format(const Value &value) const override;
    QString allowed() const override;

    const double min, max;

private:
    std::optional<Value> read(const QString &text) const override;
    bool accepts(const Value &value) const override;
    const double m_fallback;
};

//! \brief A number with decimals, or none.
template <>
class Key<std::optional<double>> final : public Definition {
public:
    constexpr Key(const char *name, double from, double to, const Words &words) : Definition(name, words), min(from), max(to) { }
    Value fallback() const override { return std::optional<double>(); }
    QString format(const Value &value) const override;
    QString allowed() const override;

    const double min, max;

private:
    std::optional<Value> read(const QString &text) const override;
    bool accepts(const Value &value) const override;
};

//! \brief A text, by default empty; or one word out of a list that is known at run time only, by default the first.
template <>
class Key<QString> final : public Definition {
public:
    constexpr Key(const char *name, const Words &words) : Definition(name, words) { }
    constexpr Key(const char *name, const Rule *rule, const Words &words) : Definition(name, words), m_rule(rule) { }
    constexpr Key(const char *name, Choices options, const Words &words) : Definition(name, words), m_choices(options) { }
    Value fallback() const override;
    QString format(const Value &value) const override { return std::get<QString>(value); }
    QString allowed() const override;
    QList<Choice> choices() const override { return m_choices ? m_choices() : QList<Choice>(); }

private:
    std::optional<Value> read(const QString &text) const override { return text; }
    bool accepts(const Value &value) const override;
    bool mayRepeat() const override { return !m_rule; }
    const Rule *const m_rule = nullptr;
    const Choices m_choices = nullptr;
};

//! \brief One of a few words that the code knows too: Key of an enum, whose values are the indexes of the words.
class WordDefinition : public Definition {
public:
    Value fallback() const override { return m_fallback; }
    QString format(const Value &value) const override;
    QString allowed() const override;
    QList<Choice> choices() const override { return m_choices(); }

protected:
    constexpr WordDefinition(const char *name, int fallback, Choices options, const Words &words)
        : Definition(name, words), m_fallback(fallback), m_choices(options)
    { }
    ~WordDefinition() = default;

private:
    std::optional<Value> read(const QString &text) const override;
    bool accepts(const Value &) const override { return true; }
    const int m_fallback;
    const Choices m_choices;
};

template <class E>
requires std::is_enum_v<E>
class Key<E> final : public WordDefinition {
public:
    constexpr Key(const char *name, E fallback, Choices options, const Words &words) : WordDefinition(name, int(fallback), options, words)
    { }
};

} // namespace Heddle::Settings
