// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/answercases.h"
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

} // namespace

AnswerCases readXquad(const QString &file)
{
    AnswerCases all;
    all.spans = true;
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

} // namespace Heddle::BenchSupport
