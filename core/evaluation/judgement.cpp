// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/judgement.h"
#include "core/base/files.h"
#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <algorithm>
#include <cmath>

namespace Heddle::Evaluation {
namespace {

constexpr qint64 MaxFileSize = qint64(64) << 20;
constexpr int NdcgDepth = 10, RecallDepth = 20;

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Evaluation", text);
}

double discounted(double gain, int rank)
{
    return gain / std::log2(rank + 1);
}

} // namespace

bool Right::matches(const Search::Hit &hit) const
{
    const auto isAt = [this](const QString &path) {
        const QFileInfo file(path);
        const QString bare = file.path() + QLatin1Char('/') + file.completeBaseName();
        const auto endsWith = [this](const QString &whole) { return whole == document || whole.endsWith(QLatin1Char('/') + document); };
        return endsWith(path) || endsWith(bare);
    };
    if (!isAt(hit.path) && std::none_of(hit.copies.cbegin(), hit.copies.cend(), [&](const auto &copy) { return isAt(copy.path); }))
        return false;
    return text.isEmpty() || hit.text.simplified().contains(text.simplified(), Qt::CaseInsensitive);
}

Right rightFor(const QString &document, const QString &passage, qsizetype sentenceStart, qsizetype sentenceEnd)
{
    constexpr qsizetype MaxLength = 160;
    const bool hasSentence = sentenceStart >= 0 && sentenceEnd > sentenceStart;
    QString text = (hasSentence ? passage.mid(sentenceStart, sentenceEnd - sentenceStart) : passage).simplified();
    if (text.size() > MaxLength) {
        qsizetype end = text.lastIndexOf(QLatin1Char(' '), MaxLength);
        if (end < MaxLength / 2) // a script without blanks
            end = text[MaxLength - 1].isHighSurrogate() ? MaxLength - 1 : MaxLength;
        text.truncate(end);
    }
    return { document, text, 1 };
}

Result<QList<Judged>> loadJudged(const QString &path)
{
    HEDDLE_TRY_VALUE(const QByteArray lines, loadFile(path, MaxFileSize));
    auto questions = readJudged(lines);
    if (!questions)
        return Error::input(tr("%1: %2").arg(path, questions.error().message));
    return questions;
}

Result<QList<Judged>> readJudged(const QByteArray &lines)
{
    QList<Judged> questions;
    int number = 0;
    for (const QByteArray &line : lines.split('\n')) {
        ++number;
        if (line.trimmed().isEmpty())
            continue;
        const auto bad = [number](const QString &what) { return Error::input(tr("Line %1: %2").arg(number).arg(what)); };
        QJsonParseError parsed;
        const QJsonObject object = QJsonDocument::fromJson(line, &parsed).object();
        if (parsed.error != QJsonParseError::NoError)
            return bad(tr("this is no JSON object (%1).").arg(parsed.errorString()));
        Judged judged { object[QLatin1String("id")].toVariant().toString(), object[QLatin1String("question")].toString().trimmed(),
            object[QLatin1String("collection")].toString(), {} };
        if (judged.question.isEmpty())
            return bad(tr("\"question\" is missing."));
        if (judged.id.isEmpty())
            judged.id = QString::number(number);
        for (const auto &value : object[QLatin1String("right")].toArray()) {
            const QJsonObject one = value.toObject();
            const Right right { value.isString() ? value.toString() : one[QLatin1String("document")].toString(),
                one[QLatin1String("text")].toString(), one[QLatin1String("grade")].toInt(1) };
            if (right.document.isEmpty() || right.grade < 1)
                return bad(tr("each of \"right\" is a document's name, or an object with \"document\" and, if you like, \"text\" and a "
                              "\"grade\" of 1 or more."));
            judged.right += right;
        }
        if (judged.right.isEmpty())
            return bad(tr("\"right\" names nothing that the question should find."));
        questions += judged;
    }
    if (questions.isEmpty())
        return Error::input(tr("There is no question in this file."));
    return questions;
}

Score score(const Judged &judged, const QList<Search::Hit> &hits)
{
    const bool byDocument =
        std::all_of(judged.right.cbegin(), judged.right.cend(), [](const Right &right) { return right.text.isEmpty(); });
    Score result;
    QSet<QString> documents;
    QSet<qsizetype> found;
    int rank = 0;
    double gained = 0;
    for (const Search::Hit &hit : hits) {
        if (byDocument) {
            if (documents.contains(hit.path))
                continue;
            documents += hit.path;
        }
        ++rank;
        int gain = 0; // a passage that is right in two ways stands at one place: it counts for the better one
        for (qsizetype i = 0; i < judged.right.size(); ++i) {
            if (found.contains(i) || !judged.right[i].matches(hit))
                continue;
            gain = std::max(gain, judged.right[i].grade);
            found += i;
            result.recall20 += rank <= RecallDepth ? 1 : 0;
        }
        if (gain == 0)
            continue;
        if (result.rank == 0) {
            result.rank = rank;
            result.reciprocalRank = 1.0 / rank;
        }
        if (rank <= NdcgDepth)
            gained += discounted(gain, rank);
    }
    QList<int> grades;
    for (const Right &right : judged.right)
        grades += right.grade;
    std::sort(grades.begin(), grades.end(), std::greater<>());
    double ideal = 0;
    for (int i = 0; i < std::min<int>(NdcgDepth, int(grades.size())); ++i)
        ideal += discounted(grades[i], i + 1);
    result.ndcg10 = ideal > 0 ? gained / ideal : 0;
    result.recall20 /= double(std::max<qsizetype>(1, judged.right.size()));
    return result;
}

} // namespace Heddle::Evaluation
