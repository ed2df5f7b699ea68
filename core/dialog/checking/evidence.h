// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/checking/statement.h"
#include "core/retrieval/retriever.h"

namespace Heddle::Dialog {

//! \brief A passage taken apart once, to be compared with many sentences of an answer. For one thread.
class Evidence {
public:
    explicit Evidence(const Retrieval::Passage &passage);

    const QString &language() const { return m_language; }
    const QList<Statement> &sentences() const { return m_sentences; }
    const Statement &surroundings() const { return m_surroundings; } //!< title, heading and path
    const QSet<QString> &terms() const { return m_terms; } //!< stems of content words of text, title and headings
    const QSet<QString> &words() const { return m_words; } //!< all of them, folded, not stemmed
    const QString &text() const { return m_text; }

private:
    QString m_language, m_text;
    QList<Statement> m_sentences;
    Statement m_surroundings;
    QSet<QString> m_terms, m_words;
};

} // namespace Heddle::Dialog
