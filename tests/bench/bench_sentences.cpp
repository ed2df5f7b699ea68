// SPDX-License-Identifier: GPL-3.0-or-later
// Sentence ends against texts that were marked by hand, beside Unicode's rules alone:
//   bench_sentences FILE.jsonl [part=NAME] [misses]
// A line of FILE: {"lang":"de","text":"…","ends":[…]}, the ends in UTF-16 units, each behind the last visible character of a
// sentence; where it has a "part", only those of that name count. Prints a JSON object: precision, recall and F1 for each language
// and altogether. With `misses`, each text that differs comes before it, with ‖ at a missing end and ¦ at one too many.
#include "core/text/sentences.h"
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QSet>
#include <cstdio>
#include <memory>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>

using namespace Heddle;

namespace {

using Ends = QSet<qsizetype>;

struct Counts {
    int right = 0, found = 0, marked = 0;
    void add(const Ends &ends, const Ends &gold)
    {
        right += int((Ends(ends) & gold).size());
        found += int(ends.size());
        marked += int(gold.size());
    }
    QJsonObject json() const
    {
        const double precision = found ? double(right) / found : 0, recall = marked ? double(right) / marked : 0;
        return { { QStringLiteral("precision"), precision }, { QStringLiteral("recall"), recall },
            { QStringLiteral("f1"), right ? 2 * precision * recall / (precision + recall) : 0.0 }, { QStringLiteral("ends"), marked } };
    }
};

qsizetype visibleEnd(const QString &text, qsizetype end)
{
    while (end > 0 && text[end - 1].isSpace())
        --end;
    return end;
}

Ends byHeddle(const QString &text, const QString &language)
{
    Ends ends;
    for (const auto &range : Text::sentenceRanges(text, language))
        ends.insert(visibleEnd(text, range.second));
    return ends;
}

Ends byUnicode(const QString &text, const QString &language)
{
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::BreakIterator> iterator(
        icu::BreakIterator::createSentenceInstance(icu::Locale(language.toLatin1().constData()), status));
    const icu::UnicodeString units(reinterpret_cast<const UChar *>(text.utf16()), int32_t(text.size()));
    iterator->setText(units);
    Ends ends;
    for (int32_t at = iterator->next(); at != icu::BreakIterator::DONE; at = iterator->next())
        ends.insert(visibleEnd(text, at));
    ends.remove(0);
    return ends;
}

void printMisses(const QString &language, const QString &kind, const QString &text, const Ends &ends, const Ends &gold)
{
    if (ends == gold)
        return;
    QString marked;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        if (gold.contains(i) != ends.contains(i))
            marked += gold.contains(i) ? QChar(0x2016) : QChar(0x00a6);
        if (i < text.size())
            marked += text[i];
    }
    std::printf("--- %s %s\n%s\n", qPrintable(language), qPrintable(kind), qUtf8Printable(marked));
}

} // namespace

int main(int argc, char **argv)
{
    QFile file(QString::fromLocal8Bit(argc > 1 ? argv[1] : ""));
    if (!file.open(QIODevice::ReadOnly)) {
        std::fprintf(stderr, "usage: bench_sentences FILE.jsonl [part=NAME] [misses]\n");
        return 2;
    }
    QString part;
    bool misses = false;
    for (int i = 2; i < argc; ++i) {
        const QString word = QString::fromLocal8Bit(argv[i]);
        misses = misses || word == QLatin1String("misses");
        if (word.startsWith(QLatin1String("part=")))
            part = word.mid(5);
    }
    QMap<QString, Counts> own, unicode;
    const QString all = QStringLiteral("all");
    while (!file.atEnd()) {
        const QJsonObject line = QJsonDocument::fromJson(file.readLine()).object();
        if (line.isEmpty() || (!part.isEmpty() && line[QLatin1String("part")].toString() != part))
            continue;
        const QString text = line[QLatin1String("text")].toString(), language = line[QLatin1String("lang")].toString();
        Ends gold;
        for (const QJsonValue &end : line[QLatin1String("ends")].toArray())
            gold.insert(end.toInteger());
        const Ends ends = byHeddle(text, language), others = byUnicode(text, language);
        for (const QString &key : { language, all }) {
            own[key].add(ends, gold);
            unicode[key].add(others, gold);
        }
        if (misses)
            printMisses(language, line[QLatin1String("kind")].toString(), text, ends, gold);
    }
    QJsonObject result;
    for (auto it = own.cbegin(); it != own.cend(); ++it)
        result.insert(
            it.key(), QJsonObject { { QStringLiteral("heddle"), it->json() }, { QStringLiteral("unicode"), unicode[it.key()].json() } });
    std::printf("%s\n", QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return 0;
}
