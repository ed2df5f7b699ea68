// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/documentfacts.h"
#include "core/base/filename.h"
#include "core/text/charsets.h"
#include "core/text/sentences.h"
#include <QCoreApplication>

namespace Heddle::Library {

QString titleOf(const QString &found, const QByteArray &path, const QString &language)
{
    constexpr qsizetype Longest = 160;
    QString title = found.simplified();
    if (title.size() > Longest) {
        const auto sentences = Text::sentenceRanges(title, language);
        title = sentences.isEmpty() ? QString() : title.mid(sentences.first().first, sentences.first().second - sentences.first().first);
    }
    return title.isEmpty() || title.size() > Longest ? displayName(path).section(QLatin1Char('/'), -1) : title;
}

QString reasonOf(const Extracted &extracted, bool empty)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Heddle::Library", text); };
    if (extracted.pagesUnreadable > 0) {
        return tr("the text of %1 of %2 pages can't be read, because the file doesn't say which letters it shows; save it with another "
                  "program, or run text recognition (OCR) on it")
            .arg(extracted.pagesUnreadable)
            .arg(extracted.pages);
    }
    if (empty)
        return extracted.pages > 0 ? tr("no text found (scanned?)") : tr("no text found");
    if (!extracted.charsetCertain) {
        return tr("The encoding of this file isn't certain; it was read as %1. If letters are wrong, choose another encoding.")
            .arg(Text::charsetTitle(extracted.charset));
    }
    if (extracted.pagesWithoutText == 0)
        return {};
    return tr("%1 of %2 pages have no text (scanned?)").arg(extracted.pagesWithoutText).arg(extracted.pages);
}

} // namespace Heddle::Library
