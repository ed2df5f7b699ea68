// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QSet>
#include <QString>
#include <QStringList>
#include <memory>

namespace Heddle::Dialog {

//! \brief What "at least", "no more than" and their like make of the number behind them.
enum class Bound { None, AtLeast, AtMost, MoreThan, LessThan };

//! \brief How much of something a word speaks of.
enum class Share { None, Few, Some, Most, All };

//! \brief How binding a word makes what it stands with.
enum class Modality { Must, Should, May };

//! \brief The words of one language by which sentences contradict each other: resources/checking/CODE.txt, whose head explains its form.
//! Immutable and shared between threads.
class Lexicon {
public:
    //! \brief That of a language (ISO 639-1); empty where there is none.
    static std::shared_ptr<const Lexicon> of(const QString &language);

    explicit Lexicon(const QString &language);

    //! \brief Where a word stands in the lists of opposites: a number of the list and the side of it.
    struct Side {
        int list = 0, side = 0;
    };

    bool isEmpty() const { return m_sides.isEmpty(); }
    bool has(const char *section, const QString &folded) const { return m_words.value(QLatin1String(section)).contains(folded); }
    const QSet<QString> &words(const char *section) const;
    //! \brief True for a word of any section but the opposites: no name begins a sentence with it.
    bool isFunctionWord(const QString &folded) const;
    //! \brief By stem, or by folded form where that is listed.
    QList<Side> sides(const QString &folded, const QString &stem) const;
    //! \brief Of words joined by blanks: "no less than".
    Bound bound(const QString &phrase) const { return m_bounds.value(phrase, Bound::None); }
    //! \brief The same behind the number: "or more".
    Bound boundBehind(const QString &phrase) const { return m_boundsBehind.value(phrase, Bound::None); }
    int longestBound() const { return m_longestBound; }
    //! \brief For languages written without blanks: the words of each side of each list, and the bounds as they are written.
    const QList<QList<QStringList>> &lists() const { return m_lists; }
    const QHash<QString, Bound> &bounds() const { return m_bounds; }
    const QHash<QString, Bound> &boundsBehind() const { return m_boundsBehind; }
    const QString &language() const { return m_language; }

private:
    void read(const QString &line, QString &section);
    void addList(const QString &line);

    QString m_language;
    QHash<QString, QSet<QString>> m_words; //!< by section
    QHash<QString, QList<Side>> m_sides; //!< by stem and by folded word
    QList<QList<QStringList>> m_lists;
    QHash<QString, Bound> m_bounds, m_boundsBehind;
    int m_longestBound = 0;
};

} // namespace Heddle::Dialog
