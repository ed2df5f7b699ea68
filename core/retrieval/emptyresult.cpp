// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/emptyresult.h"
#include <QCoreApplication>

namespace Heddle::Retrieval {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Retrieval", text);
}

QString shortList(const QStringList &items, qsizetype most)
{
    return items.mid(0, most).join(QLatin1String(", ")) + (items.size() > most ? QStringLiteral(", …") : QString());
}

} // namespace

Scope scopeOf(const QList<Storage::CollectionRow> &rows, const QList<qint64> &collectionIds)
{
    Scope scope;
    for (const auto &row : rows) {
        if (!collectionIds.isEmpty() && !collectionIds.contains(row.id))
            continue;
        scope.documents += row.filesByState.value(QStringLiteral("ready"));
        scope.collections += row.name;
    }
    return scope;
}

QString emptyResultText(const Scope &scope, const QList<Search::QueryTerm> &terms, const QString &suggestion)
{
    if (scope.documents == 0 && scope.attached == 0) {
        return scope.collections.isEmpty()
            ? tr("There are no documents to search yet. Add a folder first.")
            : tr("There is no document with text in %1. Add a folder with some.").arg(shortList(scope.collections, 5));
    }
    if (terms.isEmpty())
        return tr("The question has no word to search for. Write it with at least one word.");
    QStringList words;
    for (const auto &term : terms)
        words += term.word;
    const QString documents = scope.documents == 1 ? tr("1 document") : tr("%1 documents").arg(scope.documents);
    const QString files = scope.attached == 1 ? tr("the attached file") : tr("the %1 attached files").arg(scope.attached);
    const QString where = QStringLiteral("%1 (%2)").arg(documents, shortList(scope.collections, 5)), asked = shortList(words, 12);
    QString text = scope.attached == 0 ? tr("Nothing was found in %1 for: %2.").arg(where, asked)
        : scope.documents == 0         ? tr("Nothing was found in %1 for: %2.").arg(files, asked)
                                       : tr("Nothing was found in %1 and %2 for: %3.").arg(files, where, asked);
    if (!suggestion.isEmpty())
        text += QLatin1Char(' ') + tr("Did you mean \"%1\"?").arg(suggestion.left(200));
    return text;
}

} // namespace Heddle::Retrieval
