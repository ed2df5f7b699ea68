// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <array>
#include <memory>
#include <vector>

namespace Heddle::Text {

//! \brief Tells how well a text reads in a language: the bits that its letters cost where each is predicted from the one before.
//! Bytes that were decoded with a wrong character set cost far more than the right text.
//!
//! The predictions come from resources/charsets/letters.txt, which tools/make-letter-models writes. Thread-safe.
class LetterModels {
public:
    //! \brief Loads the models on first use.
    static const LetterModels &instance();

    //! \brief A text as the models see it: in lower case, with letters and symbols only, and what it costs in any language.
    struct Sample {
        std::vector<quint16> symbols; //!< lower-case letters and symbols; '_' for a run of anything else
        double cost = 0; //!< bits, whatever the language
    };
    static Sample sampleOf(const QString &text);

    //! \brief The bits that `sample` costs in a language (by its index), without Sample::cost.
    double cost(int language, const Sample &sample) const;
    //! \brief The index of a language such as "de" or "zh-CN"; -1 where there is no model of it.
    int indexOf(const QByteArray &language) const { return m_indexes.value(language, -1); }
    int count() const { return int(m_models.size()); }
    //! \brief Whether the language is written in Latin letters.
    bool isLatin(int language) const { return m_models[std::size_t(language)].latin; }

private:
    static constexpr std::size_t Symbols = 1 << 14; //!< all that alphabets and their punctuation lie below
    struct Model {
        bool ideographic = false;
        bool latin = false;
        std::array<quint8, Symbols> local {}; //!< character to its number in this model; 0: not in it
        std::size_t size = 0;
        std::vector<quint8> pairs; //!< bits of a character after another, size × size; 0: not known
        QHash<quint16, quint8> characters; //!< bits of an ideographic character
    };
    LetterModels();
    Model pairModel(const QList<QString> &groups) const;
    static Model characterModel(const QByteArray &language, QStringView group);
    double pairCost(const Model &model, quint16 before, quint16 letter) const;
    double characterCost(const Model &model, quint16 before, quint16 letter) const;

    std::vector<Model> m_models;
    QHash<QByteArray, int> m_indexes;
    int m_english = 0;
};

} // namespace Heddle::Text
