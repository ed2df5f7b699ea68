// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/starters.h"
#include "core/evidence/sentenceform.h"
#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>
#include <algorithm>

namespace Heddle::Dialog {
namespace {

constexpr int Looked = 2000; //!< headings: of a hundred documents at least, and read in some milliseconds
constexpr qsizetype Shortest = 4, Longest = 70; //!< characters of a heading that says something

//! A heading without the number before it: "4.2. ", "§ 3 ", "(a) ", "IV. ".
QString withoutNumber(const QString &heading)
{
    static const QRegularExpression number(QStringLiteral("^(?:§+\\s*\\d+\\p{L}?|\\d+(?:\\.\\d+)+[.):]?|\\d+[.):]|"
                                                          "[IVXLC]+[.)]|\\((?:\\d+|\\p{L}|[ivx]+)\\)|\\p{L}\\))\\s+"),
        QRegularExpression::UseUnicodePropertiesOption);
    return QString(heading).remove(number);
}

//! What to ask about the part of a document under a heading.
QString questionOf(const QString &heading, const QString &title)
{
    if (Evidence::isQuestion(heading))
        return heading;
    return QCoreApplication::translate("Heddle::Dialog", "What does “%1” say about “%2”?").arg(title, heading);
}

bool canBeAsked(const QString &heading, const QString &title)
{
    const auto letters = std::count_if(heading.cbegin(), heading.cend(), [](QChar c) { return c.isLetter(); });
    const bool shouted = heading == heading.toUpper() && heading != heading.toLower(); // letters without cases are neither
    if (shouted || heading.endsWith(QLatin1Char(':')) || heading.endsWith(QChar(0xff1a)))
        return false;
    return heading.size() >= Shortest && heading.size() <= Longest && letters * 2 > heading.size() && title.size() <= Longest
        && heading.compare(title, Qt::CaseInsensitive) != 0;
}

} // namespace

Result<QList<Starter>> starters(const Storage::LibraryRepository &library, const QList<qint64> &collections, int limit)
{
    HEDDLE_TRY_VALUE(const auto headings, library.documentHeadings(collections, Looked));
    struct Found {
        qint64 document;
        QString question;
        QString collection;
        bool asked; //!< the heading itself is a question
    };
    QList<Found> found;
    for (const auto &one : headings) {
        const QString heading = withoutNumber(one.heading.section(QStringLiteral(" › "), -1).simplified());
        const QString title = one.title.simplified();
        if (title.isEmpty() || !canBeAsked(heading, title))
            continue;
        found += { one.document, questionOf(heading, title), one.collection, Evidence::isQuestion(heading) };
    }
    std::stable_sort(found.begin(), found.end(), [](const Found &a, const Found &b) { return a.asked > b.asked; });
    QList<Starter> questions;
    QSet<QString> seen;
    QSet<qint64> documents;
    for (const Found &one : found) {
        if (questions.size() == limit)
            break;
        if (documents.contains(one.document) || seen.contains(one.question))
            continue;
        documents += one.document;
        seen += one.question;
        questions += { one.question, one.collection };
    }
    return questions;
}

} // namespace Heddle::Dialog
