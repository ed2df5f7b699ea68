// SPDX-License-Identifier: GPL-3.0-or-later
// bench_pdf [--text] FOLDER: reads each PDF of a folder, compares the words with those of pdftotext (poppler-utils), and prints JSON:
// for each file, and the medians. "found" is the part of pdftotext's words that come in the same order here, without the running
// heads and page numbers that Heddle leaves out (lines at a page's edge that repeat on three pages or more); "right" is the part of
// the words here that pdftotext has in the same order. It has two orders, its own and -layout; for each page the nearer one counts.
// With --text the text of the first file is printed instead.
#include "core/library/extract/extractor.h"
#include <QDir>
#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <vector>

using namespace Heddle;
using namespace Heddle::Library;

namespace {

//! Words of letters and digits, without hyphens: whether one at a line's end belongs to the word is another question.
QStringList wordsOf(QString text)
{
    static const QRegularExpression lineEnd(QStringLiteral("(?<=\\p{L})[-\\x{ad}\\x{2010}]\\s*\\n\\s*(?=\\p{Ll})"));
    text.remove(lineEnd);
    static const QRegularExpression hyphen(QStringLiteral("(?<=[\\p{L}\\d])[-\\x{ad}\\x{2010}](?=[\\p{L}\\d])"));
    text.remove(hyphen);
    text = text.normalized(QString::NormalizationForm_KC).toLower();
    QStringList words;
    static const QRegularExpression word(QStringLiteral("[\\p{L}\\p{M}\\d]+"));
    for (auto it = word.globalMatch(text); it.hasNext();)
        words += it.next().captured();
    return words;
}

//! The length of the longest common subsequence: Myers' algorithm, which is fast where little differs.
qsizetype common(const QStringList &a, const QStringList &b)
{
    const qsizetype most = a.size() + b.size();
    constexpr qsizetype Limit = 40'000; // differences; beyond that the texts are not alike
    std::vector<int> reach(size_t(2 * std::min(most, Limit) + 3), 0);
    const qsizetype middle = std::min(most, Limit) + 1;
    std::vector<uint> one, other;
    for (const QString &word : a)
        one.push_back(uint(qHash(word)));
    for (const QString &word : b)
        other.push_back(uint(qHash(word)));
    for (qsizetype d = 0; d <= std::min(most, Limit); ++d) {
        for (qsizetype k = -d; k <= d; k += 2) {
            const auto at = [&](qsizetype i) -> int & { return reach[size_t(middle + i)]; };
            int x = k == -d || (k != d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
            int y = x - int(k);
            while (x < int(one.size()) && y < int(other.size()) && x >= 0 && y >= 0 && one[size_t(x)] == other[size_t(y)]) {
                ++x;
                ++y;
            }
            at(k) = x;
            if (x >= int(one.size()) && y >= int(other.size()))
                return (most - d) / 2;
        }
    }
    return 0;
}

QString signature(const QString &line)
{
    static const QRegularExpression number(QStringLiteral("\\d+|(?<![\\p{L}])[ivxlc]+(?![\\p{L}])"));
    return line.simplified().toLower().replace(number, QStringLiteral("#"));
}

//! The number at the beginning or the end of a line, less that of the page: the same on all pages for page numbers.
QList<int> offsetsOf(const QString &line, int page)
{
    static const QRegularExpression ends(QStringLiteral("^\\D{0,3}(\\d{1,4})\\b|\\b(\\d{1,4})\\D{0,3}$"));
    QList<int> offsets;
    for (auto it = ends.globalMatch(line.simplified()); it.hasNext();) {
        const auto match = it.next();
        offsets += (match.captured(1).isEmpty() ? match.captured(2) : match.captured(1)).toInt() - page;
    }
    return offsets;
}

//! Leaves out lines among the first and last two of a page that stand there on three pages or more, or count the pages.
QStringList withoutRepeatedLines(const QString &text)
{
    constexpr int Edge = 2, Enough = 3;
    QHash<QString, int> times;
    QHash<int, int> counting;
    QList<QStringList> pages;
    const auto isEdge = [](int i, const QStringList &lines) { return i < Edge || i >= lines.size() - Edge; };
    for (const QString &page : text.split(QLatin1Char('\f'))) {
        QStringList lines = page.split(QLatin1Char('\n'));
        lines.removeIf([](const QString &line) { return line.trimmed().isEmpty(); });
        QSet<QString> here;
        QSet<int> offsets;
        for (int i = 0; i < lines.size(); ++i) {
            if (!isEdge(i, lines))
                continue;
            here += signature(lines[i]);
            for (const int offset : offsetsOf(lines[i], int(pages.size())))
                offsets += offset;
        }
        for (const QString &line : std::as_const(here))
            ++times[line];
        for (const int offset : std::as_const(offsets))
            ++counting[offset];
        pages += lines;
    }
    const qsizetype enough = std::max<qsizetype>(Enough, pages.size() / 4);
    QStringList result;
    for (int page = 0; page < pages.size(); ++page) {
        const QStringList &lines = pages[page];
        QString kept;
        for (int i = 0; i < lines.size(); ++i) {
            const QList<int> offsets = offsetsOf(lines[i], page);
            const bool counts = std::any_of(offsets.cbegin(), offsets.cend(), [&](int offset) { return counting[offset] >= enough; });
            if (!(isEdge(i, lines) && (counts || times[signature(lines[i])] >= Enough)))
                kept += lines[i] + QLatin1Char('\n');
        }
        result += kept;
    }
    return result;
}

QString peerText(const QString &file, const QStringList &options)
{
    QProcess process;
    process.start(
        QStringLiteral("pdftotext"), options + QStringList { QStringLiteral("-enc"), QStringLiteral("UTF-8"), file, QStringLiteral("-") });
    QByteArray bytes;
    while (process.state() != QProcess::NotRunning) {
        process.waitForReadyRead(100);
        bytes += process.readAllStandardOutput();
    }
    bytes += process.readAllStandardOutput();
    return QString::fromUtf8(bytes);
}

//! The text of all pages, each in the order that is nearer to ours.
QString nearestText(const QString &file, const QHash<int, QString> &ours)
{
    const QStringList own = withoutRepeatedLines(peerText(file, {})),
                      layout = withoutRepeatedLines(peerText(file, { QStringLiteral("-layout") }));
    QString text;
    for (int page = 0; page < own.size(); ++page) {
        const QStringList words = wordsOf(ours.value(page + 1));
        const bool rows = common(words, wordsOf(layout.value(page))) > common(words, wordsOf(own[page]));
        text += (rows ? layout.value(page) : own[page]) + QLatin1Char('\n');
    }
    return text;
}

struct Read {
    QString text;
    QHash<int, QString> pages;
    QString error;
    Extracted extracted;
    double milliseconds = 0;
    int headings = 0;
};

Read readFile(const QString &file, bool marked)
{
    Read read;
    const std::clock_t start = std::clock(); // of the processor: other programs don't count
    const InputFile input(FileDescriptor(open(QFile::encodeName(file).constData(), O_RDONLY | O_CLOEXEC)));
    const auto extracted = extractorFor(QStringLiteral("pdf"))->extract(input, [&](const Block &block) {
        if (marked && !block.text.isEmpty())
            read.text += QStringLiteral("[%1 %2 %3] ").arg(block.page).arg(int(block.kind)).arg(block.headings.join(QStringLiteral(" > ")));
        read.headings += block.kind == Block::Kind::Heading && !block.text.isEmpty();
        read.text += block.text + QLatin1Char('\n');
        read.pages[block.page] += block.text + QLatin1Char('\n');
        return true;
    });
    read.milliseconds = double(std::clock() - start) * 1e3 / CLOCKS_PER_SEC;
    if (extracted)
        read.extracted = *extracted;
    else
        read.error = extracted.error().message;
    return read;
}

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values.isEmpty() ? 0 : values[values.size() / 2];
}

} // namespace

int main(int argc, char **argv)
{
    const bool text = argc > 2 && qstrcmp(argv[1], "--text") == 0;
    if (argc < 2) {
        std::fputs("usage: bench_pdf [--text] FOLDER\n", stderr);
        return 2;
    }
    const QDir folder(QString::fromLocal8Bit(argv[text ? 2 : 1]));
    QJsonArray rows;
    QList<double> allFound, allRight;
    double milliseconds = 0;
    int pages = 0;
    for (const QString &name :
        text ? QStringList { folder.path() } : folder.entryList({ QStringLiteral("*.pdf") }, QDir::Files, QDir::Name)) {
        const Read read = readFile(text ? name : folder.filePath(name), text);
        if (text) {
            std::printf("title: %s\nunreadable pages: %d\n%s%s\n", qPrintable(read.extracted.title), read.extracted.pagesUnreadable,
                qPrintable(read.text), qPrintable(read.error));
            return 0;
        }
        const QStringList ours = wordsOf(read.text);
        const QStringList peer = wordsOf(nearestText(folder.filePath(name), read.pages));
        const qsizetype theirs = peer.size();
        const double shared = double(common(ours, peer));
        const double found = shared / double(std::max<qsizetype>(1, theirs)), right = shared / double(std::max<qsizetype>(1, ours.size()));
        rows += QJsonObject { { QStringLiteral("file"), name }, { QStringLiteral("pages"), read.extracted.pages },
            { QStringLiteral("words"), ours.size() }, { QStringLiteral("peer_words"), theirs }, { QStringLiteral("found"), found },
            { QStringLiteral("right"), right }, { QStringLiteral("ms"), read.milliseconds }, { QStringLiteral("headings"), read.headings },
            { QStringLiteral("title"), read.extracted.title }, { QStringLiteral("unreadable_pages"), read.extracted.pagesUnreadable },
            { QStringLiteral("error"), read.error } };
        pages += read.extracted.pages;
        milliseconds += read.milliseconds;
        if (theirs > 0) {
            allFound += found;
            allRight += right;
        }
    }
    const QJsonObject report { { QStringLiteral("files"), rows }, { QStringLiteral("compared"), allFound.size() },
        { QStringLiteral("median_found"), median(allFound) }, { QStringLiteral("median_right"), median(allRight) },
        { QStringLiteral("pages"), pages }, { QStringLiteral("ms"), milliseconds } };
    std::fputs(QJsonDocument(report).toJson().constData(), stdout);
    return 0;
}
