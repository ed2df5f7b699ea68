// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/answercases.h"
#include "core/text/sentences.h"
#include <QDir>
#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace Heddle::BenchSupport {
namespace {

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s can't be read", qUtf8Printable(path));
    return file.readAll();
}

//! Rows of a CSV file (RFC 4180), without the first one.
QList<QStringList> rowsOf(const QString &path)
{
    const QString text = QString::fromUtf8(bytesOf(path));
    QList<QStringList> rows { QStringList { QString() } };
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        QString &field = rows.last().last();
        if (c == QLatin1Char('"')) {
            if (quoted && i + 1 < text.size() && text[i + 1] == c)
                field += text[++i];
            else
                quoted = !quoted;
        } else if (c == QLatin1Char(',') && !quoted) {
            rows.last() += QString();
        } else if (c == QLatin1Char('\n') && !quoted) {
            rows += QStringList { QString() };
        } else if (c != QLatin1Char('\r') || quoted) {
            field += c;
        }
    }
    return rows.mid(1);
}

//! A list of strings as numpy prints it: quoted strings side by side.
QStringList printedStrings(const QString &list)
{
    static const QRegularExpression pattern(
        QStringLiteral("'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\""), QRegularExpression::DotMatchesEverythingOption);
    QStringList strings;
    for (auto it = pattern.globalMatch(list); it.hasNext();) {
        const auto match = it.next();
        QString text = match.captured(1) + match.captured(2);
        text.replace(QLatin1String("\\n"), QLatin1String(" ")).replace(QLatin1String("\\'"), QLatin1String("'"));
        strings += text.simplified();
    }
    return strings;
}

//! Letters and digits alone, in lower case: what is left of a text whatever its markup.
QString bare(const QString &text)
{
    QString letters;
    for (const QChar c : text) {
        if (c.isLetterOrNumber() || c.isSurrogate() || c.isMark())
            letters += c.toLower();
    }
    return letters;
}

bool holdsSpan(const QString &shown, const QStringList &gold)
{
    const QString text = bare(shown);
    return std::any_of(gold.cbegin(), gold.cend(), [&text](const QString &span) { return text.contains(bare(span)); });
}

//! One of the sentences of the gold is shown, or a sentence that is shown is a part of the gold.
bool holdsSentence(const QString &shown, const QStringList &gold)
{
    constexpr qsizetype Enough = 20; // letters; shorter ones are there by chance
    const QString text = bare(shown);
    for (const QString &one : gold) {
        const QString whole = bare(one);
        if (whole.size() >= Enough && text.contains(whole))
            return true;
        for (const auto &[from, to] : Text::sentenceRanges(shown)) {
            const QString sentence = bare(shown.mid(from, to - from));
            if (sentence.size() >= Enough && whole.contains(sentence))
                return true;
        }
    }
    return false;
}

bool fitsPattern(const QString &shown, const QStringList &gold)
{
    return std::any_of(
        gold.cbegin(), gold.cend(), [&shown](const QString &pattern) { return QRegularExpression(pattern).match(shown).hasMatch(); });
}

} // namespace

Holds holdsFor(AnswerCases::Gold gold)
{
    return gold == AnswerCases::Gold::Spans ? holdsSpan : gold == AnswerCases::Gold::Patterns ? fitsPattern : holdsSentence;
}

AnswerCases readXquad(const QString &file)
{
    AnswerCases all;
    all.gold = AnswerCases::Gold::Spans;
    const QJsonArray articles = QJsonDocument::fromJson(bytesOf(file))[QLatin1String("data")].toArray();
    for (qsizetype a = 0; a < articles.size(); ++a) {
        const QString collection = QStringLiteral("article %1").arg(a, 2, 10, QLatin1Char('0'));
        const QJsonArray paragraphs = articles[a][QLatin1String("paragraphs")].toArray();
        for (qsizetype p = 0; p < paragraphs.size(); ++p) {
            const QString name = QStringLiteral("%1-%2.txt").arg(a, 2, 10, QLatin1Char('0')).arg(p);
            all.documents += { collection, name, paragraphs[p][QLatin1String("context")].toString() + QLatin1Char('\n') };
            for (const QJsonValue &question : paragraphs[p][QLatin1String("qas")].toArray()) {
                AnswerCase one { question[QLatin1String("question")].toString(), {}, collection, name, a % 2 == 0 };
                for (const QJsonValue &answer : question[QLatin1String("answers")].toArray())
                    one.gold += answer[QLatin1String("text")].toString();
                all.cases += one;
            }
        }
    }
    return all;
}

AnswerCases readXquadArticles(const QString &file)
{
    AnswerCases all;
    const QString collection = QStringLiteral("articles");
    const QJsonArray articles = QJsonDocument::fromJson(bytesOf(file))[QLatin1String("data")].toArray();
    for (qsizetype a = 0; a < articles.size(); ++a) {
        const QString title = articles[a][QLatin1String("title")].toString().replace(QLatin1Char('_'), QLatin1Char(' '));
        const QString name = QStringLiteral("%1.md").arg(a, 2, 10, QLatin1Char('0'));
        QString text = QStringLiteral("# ") + title + QStringLiteral("\n\n");
        for (const QJsonValue &paragraph : articles[a][QLatin1String("paragraphs")].toArray()) {
            const QString context = paragraph[QLatin1String("context")].toString();
            text += context + QStringLiteral("\n\n");
            const auto sentences = Text::sentenceRanges(context);
            for (const QJsonValue &question : paragraph[QLatin1String("qas")].toArray()) {
                AnswerCase one { question[QLatin1String("question")].toString(), {}, collection, name, a % 2 == 0 };
                for (const QJsonValue &answer : question[QLatin1String("answers")].toArray()) {
                    // Counted in code points there.
                    const auto before = std::size_t(answer[QLatin1String("answer_start")].toInteger());
                    const auto at = qsizetype(QString::fromStdU32String(context.toStdU32String().substr(0, before)).size());
                    for (const auto &[from, to] : sentences) {
                        if (from <= at && at < to)
                            one.gold += context.mid(from, to - from);
                    }
                }
                all.cases += one;
            }
        }
        all.documents += { collection, name, text };
    }
    return all;
}

AnswerCases readChunkingEval(const QString &folder)
{
    AnswerCases all;
    for (const QString &name : QDir(folder).entryList({ QStringLiteral("*.md") }, QDir::Files, QDir::Name))
        all.documents += { name.chopped(3), name, QString::fromUtf8(bytesOf(folder + QLatin1Char('/') + name)) };
    for (const QStringList &row : rowsOf(folder + QLatin1String("/questions_df.csv"))) {
        if (row.size() < 3)
            continue;
        AnswerCase one { row[0], {}, row[2], row[2] + QLatin1String(".md"), all.cases.size() % 2 == 0 };
        for (const QJsonValue &reference : QJsonDocument::fromJson(row[1].toUtf8()).array())
            one.gold += reference[QLatin1String("content")].toString();
        all.cases += one;
    }
    return all;
}

AnswerCases readSciFact(const QString &folder)
{
    AnswerCases all;
    QHash<QString, QStringList> sentencesOf;
    const QString collection = QStringLiteral("scifact");
    for (const QStringList &row : rowsOf(folder + QLatin1String("/corpus_train.csv"))) {
        if (row.size() < 3)
            continue;
        const QStringList sentences = printedStrings(row[2]);
        sentencesOf[row[0]] = sentences;
        all.documents += { collection, row[0] + QLatin1String(".txt"),
            row[1] + QLatin1String("\n\n") + sentences.join(QLatin1Char(' ')) + QLatin1Char('\n') };
    }
    for (const char *part : { "train", "validation" }) {
        QHash<QString, qsizetype> caseOf;
        for (const QStringList &row : rowsOf(QStringLiteral("%1/claims_%2.csv").arg(folder, QLatin1String(part)))) {
            if (row.size() < 5 || row[2].isEmpty())
                continue;
            if (!caseOf.contains(row[0])) {
                caseOf[row[0]] = all.cases.size();
                all.cases += { row[1], {}, collection, {}, std::string_view(part) == "train" };
            }
            static const QRegularExpression number(QStringLiteral("\\d+"));
            for (auto it = number.globalMatch(row[4]); it.hasNext();)
                all.cases[caseOf[row[0]]].gold += sentencesOf.value(row[2]).value(it.next().captured().toInt());
        }
    }
    return all;
}

AnswerCases readFolder(const QString &folder, const QString &cases)
{
    AnswerCases all;
    all.gold = AnswerCases::Gold::Patterns;
    all.folder = folder;
    for (const QByteArray &line : bytesOf(cases).split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (object.isEmpty())
            continue;
        AnswerCase one { object[QLatin1String("question")].toString(), {}, QStringLiteral("folder"), {} };
        one.answerable = !object[QLatin1String("unanswerable")].toBool();
        for (const QJsonValue &pattern : object[QLatin1String("must_contain")].toArray())
            one.gold += pattern.toString();
        all.cases += one;
    }
    return all;
}

} // namespace Heddle::BenchSupport
