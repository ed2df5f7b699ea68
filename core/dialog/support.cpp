// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/support.h"
#include "core/text/analyzer.h"
#include "core/text/sentences.h"
#include "core/text/stopwords.h"
#include <QCoreApplication>
#include <QRegularExpression>

namespace Heddle::Dialog {
namespace {

constexpr double MinShare = 0.5; //!< of the content words must be in the passage
constexpr int NegationReach = 3; //!< content words that a negation is about
constexpr int NumberReach = 3; //!< sentences around the best one in which a number may stand

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Dialog", text);
}

//! A sentence as words: stems of what says something, and the rest.
struct Word {
    QString term, folded; //!< term: stemmed
    qsizetype start, end;
    bool content, negation, ngram;
    bool other = false; //!< another spelling of the words beside it: a passage may have it, a sentence needn't be found by it
};

const QSet<QString> &negations()
{
    static const QSet<QString> words { QStringLiteral("not"), QStringLiteral("no"), QStringLiteral("never"), QStringLiteral("without"),
        QStringLiteral("none"), QStringLiteral("nor"), QStringLiteral("neither"), QStringLiteral("cannot"), QStringLiteral("nobody"),
        QStringLiteral("nothing"), QStringLiteral("nowhere"), QStringLiteral("isn"), QStringLiteral("aren"), QStringLiteral("wasn"),
        QStringLiteral("weren"), QStringLiteral("don"), QStringLiteral("doesn"), QStringLiteral("didn"), QStringLiteral("won"),
        QStringLiteral("wouldn"), QStringLiteral("couldn"), QStringLiteral("shouldn"), QStringLiteral("hasn"), QStringLiteral("haven"),
        QStringLiteral("hadn"), QStringLiteral("can't"), QStringLiteral("isn't"), QStringLiteral("aren't"), QStringLiteral("wasn't"),
        QStringLiteral("weren't"), QStringLiteral("don't"), QStringLiteral("doesn't"), QStringLiteral("didn't"), QStringLiteral("won't"),
        QStringLiteral("wouldn't"), QStringLiteral("couldn't"), QStringLiteral("shouldn't"), QStringLiteral("hasn't"),
        QStringLiteral("haven't"), QStringLiteral("hadn't"), QStringLiteral("fails"), QStringLiteral("failed"),
        // German, French, Spanish, Russian, Arabic
        QStringLiteral("nicht"), QStringLiteral("kein"), QStringLiteral("keine"), QStringLiteral("keinen"), QStringLiteral("keiner"),
        QStringLiteral("keinem"), QStringLiteral("nie"), QStringLiteral("niemals"), QStringLiteral("ohne"), QStringLiteral("weder"),
        QStringLiteral("pas"), QStringLiteral("jamais"), QStringLiteral("aucun"), QStringLiteral("aucune"), QStringLiteral("sans"),
        QStringLiteral("nunca"), QStringLiteral("ningun"), QStringLiteral("ninguna"), QStringLiteral("sin"), QStringLiteral("jamas"),
        QStringLiteral("не"), QStringLiteral("нет"), QStringLiteral("без"), QStringLiteral("لا"), QStringLiteral("لم"),
        QStringLiteral("لن"), QStringLiteral("ليس"), QStringLiteral("ليست"), QStringLiteral("غير"), QStringLiteral("بدون") };
    return words;
}

bool isCjkNegation(const QString &character)
{
    return QStringLiteral("不没沒無无未非勿").contains(character) && character.size() == 1;
}

//! Words that turn a sentence round where one stands for the other.
const QList<QPair<QString, QString>> &opposites()
{
    static const QList<QPair<QString, QString>> pairs = [] {
        QList<QPair<QString, QString>> made;
        for (const char *pair :
            { "increase decrease", "rise fall", "higher lower", "high low", "more less", "before after", "allow forbid", "allow prohibit",
                "permit prohibit", "accept reject", "accept refuse", "include exclude", "gain lose", "profit loss", "first last",
                "minimum maximum", "above below", "largest smallest", "possible impossible", "legal illegal", "same different",
                "open closed", "enable disable", "enter leave", "buy sell", "win lose", "positive negative", "increased decreased",
                "rose fell", "grew shrank", "always never", "all none", "inside outside", "early late", "earlier later", "faster slower",
                "success failure", "succeed fail", "improve worsen", "reduce increase", "reduce raise", "support oppose", "upper lower",
                "north south", "east west", "internal external", "import export", "male female", "men women" }) {
            const QStringList two = QString::fromLatin1(pair).split(QLatin1Char(' '));
            made += { two[0], two[1] };
        }
        return made;
    }();
    return pairs;
}

QList<Word> wordsOf(QStringView text, const std::string &language)
{
    QList<Word> words;
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    const auto &stop = Text::stopWords(language);
    const auto &english = Text::stopWords("en");
    qsizetype replacedUpTo = 0; // the numbers of a date are one word
    analyzer.tokenize(text, [&](const Text::Token &token) {
        if (token.kind == Text::Token::Kind::Partial || token.kind == Text::Token::Kind::Symbol || token.start < replacedUpTo)
            return;
        if (token.replacesWords)
            replacedUpTo = token.end;
        const QString folded = QString::fromStdString(token.term);
        Word word { folded, folded, token.start, token.end, false, false, token.ngram };
        if (token.ngram) {
            word.content = folded.toUcs4().size() > 1;
            word.negation = isCjkNegation(folded);
        } else {
            word.term = QString::fromStdString(analyzer.stem(token.term, language));
            word.negation = negations().contains(folded);
            word.content = !word.negation && folded.size() > 1 && !stop.contains(token.term) && !english.contains(token.term);
        }
        word.other = token.kind == Text::Token::Kind::Joined && !token.replacesWords;
        words += word;
    });
    return words;
}

//! 1,000 and 1000, 3.50 and 3.5, ٣ and 3 and three are one number each.
QSet<QString> numbersIn(QStringView text)
{
    static const QHash<QString, QString> names { { QStringLiteral("two"), QStringLiteral("2") },
        { QStringLiteral("three"), QStringLiteral("3") }, { QStringLiteral("four"), QStringLiteral("4") },
        { QStringLiteral("five"), QStringLiteral("5") }, { QStringLiteral("six"), QStringLiteral("6") },
        { QStringLiteral("seven"), QStringLiteral("7") }, { QStringLiteral("eight"), QStringLiteral("8") },
        { QStringLiteral("nine"), QStringLiteral("9") }, { QStringLiteral("ten"), QStringLiteral("10") },
        { QStringLiteral("eleven"), QStringLiteral("11") }, { QStringLiteral("twelve"), QStringLiteral("12") },
        { QStringLiteral("twenty"), QStringLiteral("20") }, { QStringLiteral("thirty"), QStringLiteral("30") },
        { QStringLiteral("forty"), QStringLiteral("40") }, { QStringLiteral("fifty"), QStringLiteral("50") },
        { QStringLiteral("hundred"), QStringLiteral("100") } };
    static const QRegularExpression pattern(QStringLiteral("\\p{Nd}+(?:[.,٫٬'\\x{2019}\\x{00a0}]\\p{Nd}+)*|\\p{L}+"));
    QSet<QString> numbers;
    for (auto it = pattern.globalMatch(text.toString()); it.hasNext();) {
        const QString found = it.next().captured();
        if (found.front().isLetter()) {
            if (const auto name = names.constFind(found.toLower()); name != names.cend())
                numbers += *name;
            continue;
        }
        QString plain;
        for (const QChar c : found)
            plain += c.digitValue() >= 0 ? QChar(u'0' + ushort(c.digitValue())) : c == QChar(0x66b) ? QLatin1Char('.') : c;
        // A separator with three digits behind it groups; any other is the decimal one.
        static const QRegularExpression grouped(QStringLiteral("^\\d{1,3}([,.'\\x{2019}\\x{00a0}\\x{066c}]\\d{3})+(?=\\D|$)"));
        if (const auto match = grouped.match(plain); match.hasMatch()) {
            QString whole = match.captured();
            whole.remove(QRegularExpression(QStringLiteral("\\D")));
            plain.replace(0, match.capturedLength(), whole);
        }
        plain.replace(QLatin1Char(','), QLatin1Char('.'));
        if (plain.count(QLatin1Char('.')) == 1) {
            while (plain.endsWith(QLatin1Char('0')))
                plain.chop(1);
            if (plain.endsWith(QLatin1Char('.')))
                plain.chop(1);
        }
        while (plain.size() > 1 && plain.startsWith(QLatin1Char('0')) && plain[1] != QLatin1Char('.'))
            plain.remove(0, 1);
        numbers += plain;
    }
    return numbers;
}

//! What the negations of a sentence are about: the next few content words.
QSet<QString> deniedIn(const QList<Word> &words, QStringView text)
{
    QSet<QString> denied;
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (!words[i].negation || words[i].other)
            continue;
        if (words[i].folded == QLatin1String("no") && i + 1 < words.size() && words[i + 1].folded.front().isDigit())
            continue; // "no. 3"
        if (words[i].folded == QLatin1String("not") && i + 1 < words.size() && words[i + 1].folded == QLatin1String("only"))
            continue;
        int left = NegationReach;
        qsizetype at = words[i].end;
        for (qsizetype j = i + 1; j < words.size() && left > 0; ++j) {
            const QStringView gap = text.mid(at, std::max<qsizetype>(0, words[j].start - at));
            if (gap.contains(QLatin1Char('.')) || gap.contains(QLatin1Char(';')) || gap.contains(QChar(0x3002))
                || gap.contains(QChar(0xff0c)))
                break;
            at = std::max(at, words[j].end);
            if (!words[j].content || words[j].other || words[j].start < words[i].end)
                continue;
            denied += words[j].term;
            --left;
        }
    }
    return denied;
}

//! Words that name somebody or something: capitals inside of a sentence, and abbreviations anywhere.
QSet<QString> namesIn(const QString &sentence, const QList<Word> &words, const QString &language)
{
    QSet<QString> names;
    const bool nouns = language == QLatin1String("de"); // all nouns have capitals there
    bool first = true;
    for (const Word &word : words) {
        if (word.ngram || word.other)
            continue;
        const QStringView text = QStringView(sentence).mid(word.start, word.end - word.start);
        qsizetype upper = 0;
        for (const QChar c : text)
            upper += c.isUpper() ? 1 : 0;
        const bool abbreviation = upper >= 2;
        const bool opens = first || (word.start > 1 && QStringLiteral(".:!?\"“„(*_").contains(sentence[word.start - 1]))
            || (word.start > 1 && QStringLiteral(".:!?").contains(sentence[word.start - 2]));
        first = false;
        if (!word.content || text.size() < 2)
            continue;
        if (abbreviation || (upper > 0 && text.front().isUpper() && !opens && !nouns))
            names += word.folded;
    }
    return names;
}

//! A sentence of an answer against one passage, check by check; the first that fails gives the reason.
class Comparison {
public:
    Comparison(const QString &sentence, const Evidence &evidence, const QString &answerLanguage)
        : m_sentence(sentence), m_evidence(evidence), m_answerLanguage(answerLanguage), m_language(evidence.language().toStdString()),
          m_words(wordsOf(sentence, m_language))
    {
        for (const Word &word : m_words) {
            if (word.content && !word.other)
                m_terms += word.term;
        }
    }

    Support run()
    {
        if (m_terms.isEmpty())
            return m_support;
        m_support.similarity = double(shared(m_evidence.terms())) / double(m_terms.size());
        findClosestSentence();
        const bool foreign = !m_answerLanguage.isEmpty() && !m_evidence.language().isEmpty() && m_answerLanguage != m_evidence.language();
        QString reason = wrongNumber();
        if (reason.isEmpty())
            reason = wrongName();
        if (reason.isEmpty() && m_support.similarity < MinShare) // words of two languages can't be compared
            reason = foreign ? QString() : tr("too little of this sentence is in the passage");
        else if (reason.isEmpty() && m_closest && m_closestShared * 2 >= m_terms.size()) // the two are about the same
            reason = contradiction(*m_closest);
        m_support.supported = reason.isEmpty();
        m_support.reason = reason;
        return m_support;
    }

private:
    qsizetype shared(const QSet<QString> &terms) const
    {
        return std::count_if(m_terms.cbegin(), m_terms.cend(), [&terms](const QString &term) { return terms.contains(term); });
    }

    void findClosestSentence()
    {
        double best = 0;
        for (qsizetype i = 0; i < m_evidence.sentences().size(); ++i) {
            const Evidence::Sentence &one = m_evidence.sentences()[i];
            const qsizetype count = shared(one.terms);
            const double score = double(count) - 0.01 * double(one.terms.size()); // the shorter of two equal ones
            if (count == 0 || (m_closest && score <= best))
                continue;
            best = score;
            m_closest = &one;
            m_closestAt = i;
            m_closestShared = count;
        }
        if (m_closest) {
            m_support.sentenceStart = m_closest->start;
            m_support.sentenceEnd = m_closest->end;
        }
    }

    //! A number that the passage does not have, or has far from the sentence that says it.
    QString wrongNumber() const
    {
        const auto &sentences = m_evidence.sentences();
        const qsizetype from = std::max<qsizetype>(0, m_closestAt - NumberReach), to = m_closestAt + NumberReach;
        for (const QString &number : numbersIn(m_sentence)) {
            if (!m_evidence.numbers().contains(number))
                return tr("the passage does not have the number %1").arg(number);
            bool near = !m_closest, anywhere = false;
            for (qsizetype i = 0; i < sentences.size(); ++i) {
                const bool has = sentences[i].numbers.contains(number);
                anywhere = anywhere || has;
                near = near || (has && i >= from && i <= to);
            }
            if (!near && anywhere) // where only title or headings have it, it is theirs
                return tr("the passage has the number %1 in another place").arg(number);
        }
        return {};
    }

    QString wrongName() const
    {
        Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
        for (const QString &name : namesIn(m_sentence, m_words, m_answerLanguage)) {
            const QString stem = QString::fromStdString(analyzer.stem(name.toStdString(), m_language));
            if (!m_evidence.words().contains(name) && !m_evidence.terms().contains(stem))
                return tr("the passage does not name %1").arg(name);
        }
        return {};
    }

    //! "Not" on one side only, or a word in place of its opposite.
    QString contradiction(const Evidence::Sentence &said) const
    {
        const QSet<QString> denied = deniedIn(m_words, m_sentence);
        if (!denied.intersects(said.denied)) {
            if (denied.intersects(said.terms))
                return tr("the passage says it without \"not\"");
            if (said.denied.intersects(m_terms))
                return tr("the passage says it with \"not\"");
        }
        Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
        for (const auto &[one, other] : opposites()) {
            const QString a = QString::fromStdString(analyzer.stem(one.toStdString(), m_language));
            const QString b = QString::fromStdString(analyzer.stem(other.toStdString(), m_language));
            for (const auto &[mine, theirs] : { std::pair(a, b), std::pair(b, a) }) {
                if (m_terms.contains(mine) && !m_evidence.terms().contains(mine) && said.terms.contains(theirs)
                    && !m_terms.contains(theirs))
                    return tr("the passage says \"%1\", not \"%2\"").arg(mine == a ? other : one, mine == a ? one : other);
            }
        }
        return {};
    }

    const QString &m_sentence;
    const Evidence &m_evidence;
    const QString &m_answerLanguage;
    const std::string m_language; //!< of the passage
    const QList<Word> m_words;
    QSet<QString> m_terms;
    const Evidence::Sentence *m_closest = nullptr; //!< the passage's sentence that has most of it
    qsizetype m_closestAt = -1, m_closestShared = 0;
    Support m_support;
};

} // namespace

Evidence::Evidence(const Retrieval::Passage &passage) : m_language(passage.hit.language)
{
    const std::string language = m_language.toStdString();
    const QString &text = passage.hit.text;
    const auto ranges = Text::sentenceRanges(text, m_language);
    for (const auto &[from, to] : ranges) {
        const QStringView sentence = QStringView(text).mid(from, to - from);
        Sentence made { from, to, {}, {}, numbersIn(sentence) };
        const QList<Word> words = wordsOf(sentence, language);
        for (const Word &word : words) {
            if (word.content)
                made.terms += word.term;
            m_words += word.folded;
        }
        made.denied = deniedIn(words, sentence);
        m_terms += made.terms;
        m_numbers += made.numbers;
        m_sentences += made;
    }
    const QString around = passage.hit.title + QLatin1Char('\n') + passage.hit.heading + QLatin1Char('\n') + passage.hit.path;
    for (const Word &word : wordsOf(around, language)) {
        if (word.content)
            m_terms += word.term;
        m_words += word.folded;
    }
    m_numbers += numbersIn(around);
}

int contentWords(const QString &sentence, const QString &language)
{
    QSet<QString> terms;
    for (const Word &word : wordsOf(sentence, language.toStdString())) {
        if (word.content && !word.other)
            terms += word.term;
    }
    return int(terms.size());
}

Support compare(const QString &sentence, const Evidence &evidence, const QString &answerLanguage)
{
    return Comparison(sentence, evidence, answerLanguage).run();
}

} // namespace Heddle::Dialog
