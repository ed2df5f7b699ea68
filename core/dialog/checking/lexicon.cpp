// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/lexicon.h"
#include "core/dialog/checking/pieces.h"
#include "core/text/analyzer.h"
#include <QFile>
#include <QMutex>

namespace Heddle::Dialog {
namespace {

//! "no_longer" is the phrase "no longer".
QString folded(const QString &entry)
{
    QString phrase;
    for (const QString &word : entry.split(QLatin1Char('_'), Qt::SkipEmptyParts))
        phrase += (phrase.isEmpty() ? QString() : QStringLiteral(" ")) + foldedWord(word);
    return phrase;
}

} // namespace

Lexicon::Lexicon(const QString &language) : m_language(language)
{
    QFile file(QStringLiteral(":/checking/%1.txt").arg(language));
    if (!file.open(QIODevice::ReadOnly))
        return;
    QString section;
    for (const QString &line : QString::fromUtf8(file.readAll()).split(QLatin1Char('\n')))
        read(line.trimmed(), section);
}

void Lexicon::read(const QString &line, QString &section)
{
    if (line.isEmpty() || line.startsWith(QLatin1Char('#')))
        return;
    if (line.startsWith(QLatin1Char('['))) {
        section = line.mid(1, line.size() - 2);
        return;
    }
    if (section == QLatin1String("opposites")) {
        addList(line);
        return;
    }
    static const QHash<QString, Bound> bounds { { QStringLiteral("at least"), Bound::AtLeast },
        { QStringLiteral("at most"), Bound::AtMost }, { QStringLiteral("more than"), Bound::MoreThan },
        { QStringLiteral("less than"), Bound::LessThan } };
    const QString before = section.section(QLatin1String(" behind"), 0, 0);
    for (const QString &entry : line.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const QString phrase = folded(entry);
        if (const auto bound = bounds.constFind(before); bound != bounds.cend()) {
            (section == before ? m_bounds : m_boundsBehind).insert(phrase, *bound);
            m_longestBound = std::max(m_longestBound, int(phrase.count(QLatin1Char(' '))) + 1);
        } else {
            m_words[section].insert(phrase);
        }
    }
}

void Lexicon::addList(const QString &line)
{
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    const std::string language = m_language.toStdString();
    QList<QStringList> sides;
    for (const QString &side : line.split(QLatin1Char('|'))) {
        QStringList words;
        for (const QString &entry : side.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
            const QString word = folded(entry);
            const QString stem = QString::fromStdString(analyzer.stem(word.toStdString(), language));
            const Side place { int(m_lists.size()), int(sides.size()) };
            m_sides[word] += place;
            if (stem != word)
                m_sides[stem] += place;
            words += word;
        }
        sides += words;
    }
    m_lists += sides;
}

QList<Lexicon::Side> Lexicon::sides(const QString &folded, const QString &stem) const
{
    const auto exact = m_sides.constFind(folded);
    return exact != m_sides.cend() ? *exact : m_sides.value(stem);
}

const QSet<QString> &Lexicon::words(const char *section) const
{
    static const QSet<QString> none;
    const auto it = m_words.constFind(QLatin1String(section));
    return it == m_words.cend() ? none : *it;
}

bool Lexicon::isFunctionWord(const QString &folded) const
{
    return std::any_of(m_words.cbegin(), m_words.cend(), [&folded](const QSet<QString> &words) { return words.contains(folded); })
        || m_bounds.contains(folded);
}

std::shared_ptr<const Lexicon> Lexicon::of(const QString &language)
{
    static QMutex mutex;
    static QHash<QString, std::shared_ptr<const Lexicon>> known;
    const QMutexLocker lock(&mutex);
    auto &one = known[language];
    if (!one)
        one = std::make_shared<const Lexicon>(language);
    return one;
}

} // namespace Heddle::Dialog
