// SPDX-License-Identifier: GPL-3.0-or-later
// The check of citations against sentences that people marked as right or wrong:
//   bench_support claims FILE.jsonl [misses|verdicts]            a line: {"id","lang","passage","sentence","label","kind"}
//   bench_support scifact FOLDER train|validation [misses|verdicts]
//   bench_support speed FILE.jsonl                      an answer of 2,000 words over eight of its passages
// A label is "supported", "contradicted" or "not_found". FOLDER holds claims_train.csv, claims_validation.csv and corpus_train.csv of
// SciFact; a claim is held against each abstract that its annotators found evidence in. Prints a JSON object: how many of the wrong
// sentences are caught, how many of the right ones are marked, altogether and for each language, label and kind. With `misses`, each
// sentence that is judged wrongly comes before it; with `verdicts` what each came to.
#include "core/dialog/citations.h"
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QRegularExpression>
#include <cstdio>

using namespace Heddle;

namespace {

struct Case {
    QString id, language, title, passage, sentence, label, kind;
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s can't be read", qUtf8Printable(path));
    return file.readAll();
}

QList<Case> casesOf(const QString &path)
{
    QList<Case> cases;
    for (const QByteArray &line : contentOf(path).split('\n')) {
        const QJsonObject one = QJsonDocument::fromJson(line).object();
        if (!one.isEmpty())
            cases += Case { one[QLatin1String("id")].toVariant().toString(), one[QLatin1String("lang")].toString(), {},
                one[QLatin1String("passage")].toString(), one[QLatin1String("sentence")].toString(), one[QLatin1String("label")].toString(),
                one[QLatin1String("kind")].toString() };
    }
    return cases;
}

//! The rows of a CSV file, whose fields may hold line ends.
QList<QStringList> rowsOf(const QString &path)
{
    const QString text = QString::fromUtf8(contentOf(path));
    QList<QStringList> rows;
    QStringList row;
    QString field;
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == QLatin1Char('"') && quoted && i + 1 < text.size() && text[i + 1] == QLatin1Char('"')) {
            field += c;
            ++i;
        } else if (c == QLatin1Char('"')) {
            quoted = !quoted;
        } else if (quoted || (c != QLatin1Char(',') && c != QLatin1Char('\n'))) {
            if (quoted || c != QLatin1Char('\r'))
                field += c;
        } else {
            row += field;
            field.clear();
            if (c == QLatin1Char('\n')) {
                rows += row;
                row.clear();
            }
        }
    }
    return rows;
}

//! The strings of a list as Python prints it.
QStringList stringsOf(const QString &list)
{
    static const QRegularExpression string(QStringLiteral("'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\""));
    QStringList strings;
    for (auto it = string.globalMatch(list); it.hasNext();) {
        const auto match = it.next();
        QString text = match.captured(1) + match.captured(2);
        strings += text.replace(QLatin1String("\\'"), QLatin1String("'"));
    }
    return strings;
}

QList<Case> scifactCases(const QString &folder, const QString &part)
{
    QHash<QString, std::pair<QString, QString>> abstracts; // title and text by id
    for (const QStringList &row : rowsOf(folder + QLatin1String("/corpus_train.csv"))) {
        if (row.size() >= 3)
            abstracts.insert(row[0], { row[1], stringsOf(row[2]).join(QLatin1Char(' ')) });
    }
    QList<Case> cases;
    QSet<QString> seen;
    for (const QStringList &row : rowsOf(folder + QLatin1String("/claims_") + part + QLatin1String(".csv"))) {
        if (row.size() < 4 || !abstracts.contains(row[2]) || seen.contains(row[0] + row[2]))
            continue;
        seen += row[0] + row[2];
        const bool supports = row[3] == QLatin1String("SUPPORT");
        cases += Case { QStringLiteral("scifact-") + row[0], QStringLiteral("en"), abstracts[row[2]].first, abstracts[row[2]].second,
            row[1], supports ? QStringLiteral("supported") : QStringLiteral("contradicted"), QStringLiteral("scifact") };
    }
    return cases;
}

Retrieval::Passage passageOf(const Case &one)
{
    Retrieval::Passage passage;
    passage.hit.text = one.passage;
    passage.hit.title = one.title;
    passage.hit.language = one.language;
    passage.hit.chunk = one.id;
    return passage;
}

//! A sentence with its citation in front of its last mark.
QString citing(const QString &sentence, int n)
{
    static const QString marks = QStringLiteral(".!?。！？؟।");
    const QString marker = QStringLiteral(" [%1]").arg(n), text = sentence.trimmed();
    if (text.isEmpty() || !marks.contains(text.back()))
        return text + marker;
    return text.chopped(1) + marker + text.back();
}

struct Verdict {
    QString outcome, reason;
    bool marked() const { return outcome == QLatin1String("contradicted") || outcome == QLatin1String("not_found"); }
};

Verdict verdictOf(const Case &one)
{
    const QString answer = citing(one.sentence, 1);
    Dialog::CitationUse worst;
    for (const Dialog::Source &source : Dialog::cite(answer, { passageOf(one) }).sources) {
        for (const Dialog::CitationUse &use : source.uses) { // a case may have two sentences
            if (use.outcome >= worst.outcome)
                worst = use;
        }
    }
    return { Dialog::outcomeName(worst.outcome), worst.reason };
}

struct Counts {
    int wrong = 0, caught = 0, right = 0, marked = 0, sameOutcome = 0;
    void add(const Case &one, const Verdict &verdict)
    {
        const bool isRight = one.label == QLatin1String("supported");
        (isRight ? right : wrong) += 1;
        if (verdict.marked())
            (isRight ? marked : caught) += 1;
        sameOutcome += verdict.outcome == one.label;
    }
    QJsonObject json() const
    {
        QJsonObject object { { QStringLiteral("wrong"), wrong }, { QStringLiteral("caught"), caught }, { QStringLiteral("right"), right },
            { QStringLiteral("marked"), marked }, { QStringLiteral("same_outcome"), sameOutcome } };
        if (wrong > 0)
            object[QStringLiteral("caught_share")] = qRound(1000.0 * caught / wrong) / 1000.0;
        if (right > 0)
            object[QStringLiteral("marked_share")] = qRound(1000.0 * marked / right) / 1000.0;
        return object;
    }
};

void judge(const QList<Case> &cases, bool misses, bool verdicts)
{
    QMap<QString, Counts> groups;
    for (const Case &one : cases) {
        const Verdict verdict = verdictOf(one);
        const QStringList of { QStringLiteral("all"), QStringLiteral("language ") + one.language, QStringLiteral("label ") + one.label,
            QStringLiteral("kind ") + one.kind };
        for (const QString &group : of)
            groups[group].add(one, verdict);
        if (verdicts)
            std::printf("%s\t%s\t%s\t%s\t%s\n", qUtf8Printable(one.id), qUtf8Printable(one.label), qUtf8Printable(one.kind),
                qUtf8Printable(verdict.outcome), qUtf8Printable(verdict.reason));
        if (misses && verdict.marked() != (one.label != QLatin1String("supported")))
            std::printf("%s %s: %s (%s)\n  %s\n", qUtf8Printable(one.id), qUtf8Printable(one.label), qUtf8Printable(one.sentence),
                qUtf8Printable(verdict.reason), qUtf8Printable(one.passage.simplified()));
    }
    QJsonObject result;
    for (auto it = groups.cbegin(); it != groups.cend(); ++it)
        result[it.key()] = it->json();
    std::printf("%s", QJsonDocument(result).toJson().constData());
}

//! \brief Half of the sentences of the answer are right, half are somebody else's; a third cites nothing.
void measureSpeed(const QList<Case> &cases)
{
    QList<Retrieval::Passage> passages;
    for (const Case &one : cases) {
        if (passages.size() < 8 && one.passage.size() > 400)
            passages += passageOf(one);
    }
    QString answer;
    qsizetype words = 0;
    constexpr qsizetype Words = 2000;
    for (int i = 0; words < Words && !cases.isEmpty(); ++i) {
        const QString sentence = cases[i % cases.size()].sentence.trimmed();
        words += sentence.count(QLatin1Char(' ')) + 1;
        answer += (i % 3 == 2 ? sentence : citing(sentence, 1 + i % int(std::max<qsizetype>(1, passages.size())))) + QLatin1Char(' ');
    }
    QList<double> times;
    for (int run = 0; run < 6; ++run) {
        QElapsedTimer clock;
        clock.start();
        Dialog::cite(answer, passages);
        times += double(clock.nsecsElapsed()) / 1e6;
    }
    const double first = times.takeFirst();
    std::sort(times.begin(), times.end());
    const QJsonObject result { { QStringLiteral("words"), words }, { QStringLiteral("passages"), passages.size() },
        { QStringLiteral("first_ms"), first }, { QStringLiteral("median_ms"), times[times.size() / 2] } };
    std::printf("%s", QJsonDocument(result).toJson().constData());
}

} // namespace

int main(int argc, char **argv)
{
    QStringList words;
    for (int i = 1; i < argc; ++i)
        words += QString::fromLocal8Bit(argv[i]);
    const bool misses = words.removeAll(QStringLiteral("misses")) > 0, verdicts = words.removeAll(QStringLiteral("verdicts")) > 0;
    const QString mode = words.value(0);
    if (mode == QLatin1String("claims") && words.size() == 2)
        judge(casesOf(words[1]), misses, verdicts);
    else if (mode == QLatin1String("scifact") && words.size() == 3)
        judge(scifactCases(words[1], words[2]), misses, verdicts);
    else if (mode == QLatin1String("speed") && words.size() == 2)
        measureSpeed(casesOf(words[1]));
    else {
        std::fprintf(stderr,
            "usage: bench_support claims FILE [misses|verdicts] | scifact FOLDER train|validation [misses|verdicts] | speed FILE\n");
        return 2;
    }
    return 0;
}
