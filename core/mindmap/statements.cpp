// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/statements.h"
#include "core/text/analyzer.h"
#include "core/text/sentences.h"
#include <QHash>
#include <QRegularExpression>
#include <QStringList>
#include <algorithm>

namespace Heddle::MindMap {
namespace {

constexpr double FewestWords = 4; //!< of a statement
constexpr double Comfortable = 24; //!< words that are read in a node; longer statements are shortened
constexpr double MostWords = 50; //!< of what can't be shortened; longer ones are none
constexpr double FewestLeft = 6; //!< words of a shortened statement
constexpr qsizetype LongestText = 1'500; //!< characters that are looked at

//! Words of a language that tell how clauses hang together; folded, each between spaces.
struct ClauseWords {
    QStringList leadingOver; //!< they may go where a comma follows
    QStringList adding; //!< a clause after a comma that begins with one of these only adds something
    QStringList limiting; //!< a clause that has one of these limits what is said
};

QStringList listOf(const char *words)
{
    QStringList list;
    for (const QString &word : QString::fromUtf8(words).split(QLatin1Char('|'), Qt::SkipEmptyParts))
        list += QLatin1Char(' ') + word + QLatin1Char(' ');
    return list;
}

const ClauseWords *clauseWords(const QString &language)
{
    static const QHash<QString, ClauseWords> known {
        { QStringLiteral("en"),
            { listOf("however|therefore|moreover|furthermore|in addition|additionally|thus|hence|consequently|similarly|likewise|finally|"
                     "nevertheless|nonetheless|for example|for instance|in fact|indeed|in other words|as a result|accordingly|besides|"
                     "in particular|of course|note that|overall"),
                listOf("which|whose|where|including|such as|for example|e g|i e"),
                listOf("unless|except|if|only|until|without|not|never|no|provided|but|other than|instead|rather|nor|cannot|before|after|"
                       "when|because|although|though") } },
        { QStringLiteral("de"),
            { listOf("im ubrigen|zum beispiel|mit anderen worten|kurz gesagt"),
                listOf("deren|dessen|wobei|wie zum beispiel|zum beispiel|z b"),
                listOf("es sei denn|ausser|wenn|falls|nur|bis|ohne|nicht|nie|kein|keine|keinen|sofern|aber|sondern|bevor|nachdem|weil|"
                       "obwohl|soweit") } },
        { QStringLiteral("fr"),
            { listOf("cependant|toutefois|en outre|de plus|ainsi|par exemple|en effet|enfin|par consequent|donc"),
                listOf("dont|notamment|comme|par exemple"),
                listOf("sauf|si|seulement|jusqu|sans|pas|jamais|mais|ne|n|avant|apres|quand|lorsque|parce|bien que") } },
        { QStringLiteral("es"),
            { listOf("sin embargo|ademas|por lo tanto|asi|por ejemplo|de hecho|finalmente|en efecto|no obstante"),
                listOf("cuyo|cuya|donde|incluyendo|por ejemplo"),
                listOf("salvo|si|solo|hasta|sin|no|nunca|pero|excepto|antes|despues|cuando|porque|aunque|a menos") } },
        { QStringLiteral("it"),
            { listOf("tuttavia|inoltre|pertanto|cosi|per esempio|ad esempio|infatti|infine|quindi"),
                listOf("dove|tra cui|per esempio"),
                listOf("salvo|se|solo|fino|senza|non|mai|ma|tranne|prima|dopo|quando|perche|anche se|a meno") } },
        { QStringLiteral("pt"),
            { listOf("no entanto|alem disso|portanto|assim|por exemplo|de fato|finalmente"),
                listOf("cujo|cuja|onde|incluindo|por exemplo"),
                listOf("salvo|se|so|ate|sem|nao|nunca|mas|exceto|antes|depois|quando|porque|embora|a menos") } },
        { QStringLiteral("nl"),
            { listOf("bovendien|bijvoorbeeld|kortom"), listOf("waarbij|zoals|waar"),
                listOf("tenzij|behalve|als|alleen|tot|zonder|niet|nooit|geen|mits|maar|voordat|nadat|omdat|hoewel") } },
        { QStringLiteral("ru"),
            { listOf("однако|кроме того|поэтому|таким образом|например|наконец|следовательно"),
                listOf("где|включая|например|причем"),
                listOf("если|кроме|только|пока|без|не|никогда|но|прежде|после|когда|потому|хотя") } },
    };
    const auto it = known.constFind(language);
    return it == known.cend() ? nullptr : &*it;
}

//! The folded words of a text, each between spaces.
QString foldedWords(QStringView text)
{
    QString words { QLatin1Char(' ') };
    Text::Analyzer::forThisThread().words(
        text, [&words](const Text::Token &token) { words += QString::fromStdString(token.term) + QLatin1Char(' '); });
    return words;
}

bool hasAny(const QString &words, const QStringList &list)
{
    return std::any_of(list.cbegin(), list.cend(), [&words](const QString &one) { return words.contains(one); });
}

bool beginsWithAny(const QString &words, const QStringList &list)
{
    return std::any_of(list.cbegin(), list.cend(), [&words](const QString &one) { return words.startsWith(one); });
}

//! What must not be lost when a statement is shortened: its words of the question, and its numbers.
QSet<QString> neededOf(const QString &text, const QString &language, const QSet<QString> &wanted)
{
    QSet<QString> needed;
    const std::string code = language.toStdString();
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    analyzer.words(text, [&](const Text::Token &token) {
        const QString word = QString::fromStdString(token.term);
        const QString stem = token.ngram ? word : QString::fromStdString(analyzer.stem(token.term, code));
        const bool number = std::any_of(word.cbegin(), word.cend(), [](QChar c) { return c.isDigit(); });
        if (number || wanted.contains(stem) || wanted.contains(word))
            needed += stem;
    });
    return needed;
}

qsizetype endOfBullet(QStringView text)
{
    static const QRegularExpression bullet(
        QStringLiteral("^\\s*(?:[-*+\u2022\u2023\u25aa\u25cf\u25e6\u2013\u2014\u00b7]|\\(?(?:\\d{1,3}|[a-z]|[ivx]{1,4})[.)])\\s+"));
    const QRegularExpressionMatch match = bullet.match(text.left(40));
    return match.hasMatch() ? match.capturedEnd() : 0;
}

//! Without the speaker of a transcript, the numbers of notes, and words that lead over from the sentence before.
QString withoutMarks(QString text, const ClauseWords *known)
{
    static const QRegularExpression speaker(QStringLiteral("^\\p{Lu}[\\p{Lu} .'-]{2,30}: (?=\\p{Lu})")),
        note(QStringLiteral("\\s?\\[\\d{1,3}(?:[-,\u2013]\\s?\\d{1,3})*\\]"));
    text.remove(speaker);
    text.remove(note);
    const qsizetype comma = text.left(30).indexOf(QLatin1Char(','));
    if (known && comma > 0 && known->leadingOver.contains(foldedWords(QStringView(text).left(comma)))) {
        text = text.mid(comma + 1).trimmed();
        if (!text.isEmpty())
            text[0] = text[0].toUpper();
    }
    return text;
}

bool isStatement(const QString &text)
{
    const auto isCapital = [](QChar c) { return c.isUpper() || c.isDigit(); };
    if (Text::countWords(text) < FewestWords || !isReadable(text))
        return false;
    if (text.front().isLower() && std::none_of(text.begin(), std::find(text.begin(), text.end(), QLatin1Char(' ')), isCapital))
        return false; // the rest of a sentence
    // "Author: Anna Meier": a field with its value.
    static const QRegularExpression field(QStringLiteral("^[\\p{L} /-]{2,30}[:\uff1a]\\s*\\S"));
    constexpr double ShortField = 9;
    return !(field.match(text).hasMatch() && Text::countWords(text) < ShortField);
}

//! Without what stands in brackets and has nothing that was asked for: references, and where `all`, whatever has no number.
QString withoutBrackets(const QString &text, const QString &language, const QSet<QString> &wanted, bool all)
{
    static const QRegularExpression brackets(QStringLiteral("\\s*[(\\[\uff08]([^()\\[\\]\uff08\uff09]*)[)\\]\uff09]")),
        reference(QStringLiteral("^[^\\d]*\\p{L}[^\\d]*\\b(?:1[89]|20)\\d\\d[a-z]?\\b"));
    QString shorter;
    qsizetype from = 0;
    for (auto it = brackets.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString inner = match.captured(1);
        const QSet<QString> needed = neededOf(inner, language, wanted);
        const bool isReference = reference.match(inner).hasMatch() && !needed.intersects(wanted);
        if (!isReference && (!all || !needed.isEmpty()))
            continue;
        shorter += QStringView(text).mid(from, match.capturedStart() - from);
        from = match.capturedEnd();
    }
    return shorter + text.mid(from);
}

//! Where the last clauses of a statement could be left out, the last place first.
QList<qsizetype> cutsOf(const QString &text, const ClauseWords *known)
{
    QList<qsizetype> cuts;
    for (qsizetype at = text.size() - 1; at > 0; --at) {
        const QChar c = text[at];
        const bool strong = c == QLatin1Char(';') || c == QChar(0xff1b);
        const bool dash = (c == QChar(0x2013) || c == QChar(0x2014)) && text[at - 1].isSpace();
        const bool comma = c == QLatin1Char(',') && at + 1 < text.size() && text[at + 1].isSpace();
        if (!strong && !dash && !comma)
            continue;
        constexpr qsizetype Opening = 40;
        if (comma && (!known || !beginsWithAny(foldedWords(QStringView(text).mid(at + 1, Opening)), known->adding)))
            continue;
        if (known && hasAny(foldedWords(QStringView(text).mid(at + 1)), known->limiting))
            break; // and what stands before it belongs to what limits it
        cuts += at;
    }
    return cuts;
}

QString withoutEnd(QString text)
{
    while (!text.isEmpty() && (text.back() == QLatin1Char('.') || text.back() == QChar(0x3002) || text.back().isSpace()))
        text.chop(1);
    return text;
}

} // namespace

bool isReadable(const QString &text)
{
    qsizetype letters = 0, digits = 0, signs = 0, all = 0;
    static const QString ofCode = QStringLiteral("{}=<>|\\_;#@^~");
    for (const QChar c : text) {
        all += c.isSpace() ? 0 : 1;
        letters += c.isLetter() || c.isMark() || c.isSurrogate();
        digits += c.isDigit();
        signs += ofCode.contains(c);
    }
    constexpr double Letters = 0.55, LettersAndDigits = 0.8, Signs = 0.06;
    return all > 0 && double(letters) >= Letters * double(all) && double(letters + digits) >= LettersAndDigits * double(all)
        && double(signs) <= Signs * double(all) && !text.contains(QLatin1String("....")) && !text.contains(QLatin1String(". . ."))
        && text.count(QLatin1String(" | ")) < 2;
}

bool isListItem(QStringView text)
{
    return endOfBullet(text) > 0;
}

QString itemFrom(const QString &text)
{
    const QString item = withoutEnd(text.mid(endOfBullet(text)).simplified().left(LongestText));
    if (Text::countWords(item) <= Comfortable)
        return item;
    qsizetype end = 0;
    for (qsizetype at = item.indexOf(QLatin1Char(' ')); at > 0 && Text::countWords(QStringView(item).left(at)) <= Comfortable;
         at = item.indexOf(QLatin1Char(' '), at + 1))
        end = at;
    return item.left(end > 0 ? end : qsizetype(Comfortable * 2)) + QChar(u'…');
}

QString statementFrom(const QString &sentence, const QString &language, const QSet<QString> &wanted)
{
    const ClauseWords *known = clauseWords(language);
    QString text = sentence.left(LongestText).simplified();
    text = withoutMarks(text.mid(endOfBullet(text)), known);
    if (!isStatement(text))
        return {};
    text = withoutBrackets(text, language, wanted, false);
    if (Text::countWords(text) > Comfortable)
        text = withoutBrackets(text, language, wanted, true);
    const QSet<QString> needed = neededOf(text, language, wanted);
    bool cut = false;
    QString shortest = text;
    for (const qsizetype at : Text::countWords(text) > Comfortable ? cutsOf(text, known) : QList<qsizetype>()) {
        const QString head = text.left(at).trimmed();
        if (Text::countWords(head) < FewestLeft || neededOf(head, language, wanted) != needed)
            break;
        shortest = head;
        cut = true;
        if (Text::countWords(head) <= Comfortable)
            break;
    }
    if (Text::countWords(shortest) > MostWords)
        return {};
    return cut ? shortest + QChar(u'…') : withoutEnd(shortest);
}

} // namespace Heddle::MindMap
