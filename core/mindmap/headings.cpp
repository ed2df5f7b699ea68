// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/headings.h"
#include "core/evidence/sentenceform.h"
#include "core/text/analyzer.h"
#include <array>

namespace Heddle::MindMap {

double questionShare(const Evidence::AskedQuestion &question, const QString &heading, const std::string &language)
{
    constexpr double Kinship = 0.7; // of a word, that one of its family counts for
    std::array<double, Evidence::AskedQuestion::MaxTerms> found {};
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    analyzer.words(heading, [&](const Text::Token &token) {
        const QString word = QString::fromStdString(token.term);
        auto it = question.termOf.constFind(word);
        if (it == question.termOf.cend() && !token.ngram)
            it = question.termOf.constFind(QString::fromStdString(analyzer.stem(token.term, language)));
        if (it != question.termOf.cend()) {
            found[std::size_t(*it)] = 1;
            return;
        }
        for (auto root = question.termOf.cbegin(); root != question.termOf.cend() && !token.ngram; ++root) {
            double &share = found[std::size_t(root.value())];
            if (share < Kinship && Evidence::isKin(word, root.key()))
                share = Kinship;
        }
    });
    double sum = 0;
    for (qsizetype i = 0; i < question.terms.size(); ++i)
        sum += found[std::size_t(i)] * question.terms[i].weight;
    return question.weight > 0 ? sum / question.weight : 0;
}

double questionShareOfPath(const Evidence::AskedQuestion &question, const QString &path, const std::string &language)
{
    const QString innermost = path.section(QStringLiteral(" › "), -1);
    return questionShare(question, innermost, language) > 0 ? questionShare(question, path, language) : 0;
}

} // namespace Heddle::MindMap
