// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/unreadfiles.h"
#include "core/base/filename.h"
#include "core/evidence/questionwords.h"
#include "core/search/filenames.h"
#include "core/text/analyzer.h"
#include "core/text/language.h"
#include "core/text/stopwords.h"
#include <QCoreApplication>

namespace Heddle::Dialog {
namespace {

constexpr qsizetype MaxNamed = 3;
constexpr qsizetype MaxQuestion = 2000;

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Dialog", text);
}

//! The content words of a text as stems; numbers as they are.
class Words {
public:
    explicit Words(const QString &question)
    {
        const QString language = Text::detectLanguage(question);
        m_language = language.isEmpty() ? "en" : language.toStdString();
        m_asked = stemsOf(question);
    }
    //! How many words of a file's name the question has, where that is enough to think that it asks for the file; else 0.
    std::size_t inName(const QByteArray &path) const
    {
        constexpr std::size_t Telling = 2;
        const QString name = displayName(path).section(QLatin1Char('/'), -1);
        std::size_t all = 0, held = 0;
        for (const std::string &stem : stemsOf(Search::nameWords(name))) {
            const bool asked = m_asked.contains(stem);
            const bool number = std::all_of(stem.begin(), stem.end(), [](char c) { return c >= '0' && c <= '9'; });
            held += asked ? 1 : 0;
            all += asked || !number ? 1 : 0; // a year or a counter says little of what is in a file
        }
        return held >= Telling || (held > 0 && held == all) ? held : 0;
    }

private:
    std::set<std::string> stemsOf(const QString &text) const
    {
        constexpr std::size_t Shortest = 3; // bytes; initials and counters are in too many names
        Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
        const auto &stops = Text::stopWords(m_language);
        std::set<std::string> stems;
        analyzer.words(text, [&](const Text::Token &token) {
            if (token.term.size() >= Shortest && !stops.contains(token.term) && !Evidence::isMetaWord(QString::fromStdString(token.term)))
                stems.insert(token.ngram ? token.term : analyzer.stem(token.term, m_language));
        });
        return stems;
    }

    std::string m_language;
    std::set<std::string> m_asked;
};

} // namespace

Result<QList<UnreadFile>> unreadFilesFor(
    const Storage::LibraryRepository &library, const QString &question, const Search::Filters &filters, std::stop_token stop)
{
    QList<UnreadFile> files;
    if (!filters.documents.isEmpty())
        return files;
    const Words words(question.left(MaxQuestion));
    HEDDLE_TRY_VALUE(const auto unread,
        library.documentsWithoutText([&](const QByteArray &path) { return !stop.stop_requested() && words.inName(path) > 0; }));
    if (stop.stop_requested())
        return Error::cancelled();
    QList<std::pair<std::size_t, UnreadFile>> fitting;
    for (const Storage::LocatedDocument &document : unread) {
        if (!filters.collections.isEmpty() && !filters.collections.contains(document.collectionId))
            continue;
        fitting +=
            { words.inName(document.path), { displayName(document.rootPath + '/' + document.path), document.state, document.reason } };
    }
    std::stable_sort(fitting.begin(), fitting.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    for (const auto &one : fitting.mid(0, MaxNamed))
        files += one.second;
    return files;
}

QString unreadText(const UnreadFile &file)
{
    const QString name = file.path.section(QLatin1Char('/'), -1), reason = file.reason.trimmed();
    if (file.state == QLatin1String("no_text"))
        return tr("\"%1\" has no text.").arg(name);
    if (reason.isEmpty())
        return file.state == QLatin1String("failed") ? tr("\"%1\" could not be read.").arg(name) : tr("\"%1\" was not read.").arg(name);
    const bool ends = reason.endsWith(QLatin1Char('.')) || reason.endsWith(QLatin1Char('?'));
    return ends ? tr("\"%1\": %2").arg(name, reason) : tr("\"%1\": %2.").arg(name, reason);
}

} // namespace Heddle::Dialog
