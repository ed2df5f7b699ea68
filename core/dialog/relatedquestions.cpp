// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/relatedquestions.h"
#include "core/text/analyzer.h"
#include "core/text/stopwords.h"
#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <algorithm>

namespace Heddle::Dialog {
namespace {

bool isQuestion(const QString &text)
{
    return text.endsWith(QLatin1Char('?')) || text.endsWith(QChar(0xff1f)) || text.endsWith(QChar(0x61f));
}

//! What can be asked about: collected step by step, each topic once, and none that was asked already.
class Topics {
public:
    Topics(const QString &question, const QList<Retrieval::Passage> &passages)
        : m_passages(passages), m_language(passages.isEmpty() ? std::string() : passages.first().hit.language.toStdString()), m_taken {
              termsOf(question, m_language)
          }
    { }

    void addHeadings()
    {
        for (const Retrieval::Passage &passage : m_passages)
            addLabel(passage.hit.heading.section(QStringLiteral(" › "), -1).trimmed(), passage);
    }
    void addTitles()
    {
        for (const Retrieval::Passage &passage : m_passages)
            addLabel(passage.hit.title, passage);
    }
    //! The most frequent words, until there are enough topics.
    void addWords()
    {
        const QStringList words = frequentWords();
        for (const QString &word : words) {
            if (m_topics.size() >= FewestRelatedQuestions)
                break;
            if (!word.front().isDigit())
                add(word, m_language);
        }
    }
    const QStringList &topics() const { return m_topics; }

private:
    QSet<QString> termsOf(const QString &text, const std::string &language)
    {
        QSet<QString> terms;
        m_analyzer.words(text, [&](const Text::Token &token) {
            const bool stop = Text::stopWords(language).contains(token.term) || Text::stopWords("en").contains(token.term);
            if (!stop && (!token.ngram || token.term.size() > 3))
                terms += QString::fromStdString(token.ngram ? token.term : m_analyzer.stem(token.term, language));
        });
        return terms;
    }

    void addLabel(const QString &label, const Retrieval::Passage &passage)
    {
        constexpr qsizetype LongestTopic = 80;
        if (!label.isEmpty() && label.size() <= LongestTopic)
            add(label, passage.hit.language.toStdString());
    }

    void add(const QString &topic, const std::string &language)
    {
        const QSet<QString> terms = termsOf(topic, language);
        const bool said = std::any_of(m_taken.cbegin(), m_taken.cend(), [&](const QSet<QString> &known) { return known.contains(terms); });
        if (terms.isEmpty() || said || m_topics.size() >= MostRelatedQuestions)
            return;
        m_topics += topic;
        m_taken += terms;
    }

    //! Words as they are written where they come first, those of most passages first.
    QStringList frequentWords()
    {
        struct Word {
            int passages = 0;
            QString text;
        };
        QHash<QString, Word> byStem;
        for (const Retrieval::Passage &passage : m_passages) {
            const std::string language = passage.hit.language.toStdString();
            QSet<QString> seen;
            m_analyzer.words(passage.hit.text, [&](const Text::Token &token) {
                if (token.ngram || token.end - token.start < 4 || Text::stopWords(language).contains(token.term))
                    return;
                const QString stem = QString::fromStdString(m_analyzer.stem(token.term, language));
                if (seen.contains(stem))
                    return;
                seen += stem;
                Word &word = byStem[stem];
                if (word.passages++ == 0)
                    word.text = passage.hit.text.mid(token.start, token.end - token.start);
            });
        }
        QList<Word> sorted = byStem.values();
        std::sort(sorted.begin(), sorted.end(),
            [](const Word &a, const Word &b) { return a.passages != b.passages ? a.passages > b.passages : a.text < b.text; });
        QStringList words;
        for (const Word &word : std::as_const(sorted))
            words += word.text;
        return words;
    }

    Text::Analyzer &m_analyzer = Text::Analyzer::forThisThread();
    const QList<Retrieval::Passage> &m_passages;
    const std::string m_language;
    QList<QSet<QString>> m_taken; //!< the terms of the question and of each topic
    QStringList m_topics;
};

} // namespace

QStringList relatedFrom(const QString &question, const QList<Retrieval::Passage> &passages)
{
    Topics topics(question, passages);
    topics.addHeadings();
    topics.addTitles();
    topics.addWords();
    QStringList questions;
    for (const QString &topic : topics.topics())
        questions +=
            isQuestion(topic) ? topic : QCoreApplication::translate("Heddle::Dialog", "What do the documents say about “%1”?").arg(topic);
    return questions;
}

QStringList questionsIn(const QString &reply, const QString &asked)
{
    static const QRegularExpression mark(QStringLiteral("^\\s*(?:[-*+•]|\\(?\\d{1,2}[.):、])?\\s*[\"“*]*|[\"”*]+\\s*$"));
    constexpr qsizetype LongestQuestion = 400;
    QStringList questions;
    for (QString line : reply.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        line = line.remove(mark).trimmed();
        if (isQuestion(line) && line.size() <= LongestQuestion && line.compare(asked.trimmed(), Qt::CaseInsensitive) != 0
            && !questions.contains(line, Qt::CaseInsensitive) && questions.size() < MostRelatedQuestions)
            questions += line;
    }
    return questions;
}

} // namespace Heddle::Dialog
