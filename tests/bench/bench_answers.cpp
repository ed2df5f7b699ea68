// SPDX-License-Identifier: GPL-3.0-or-later
// How good answers without a chat model are, on public collections (docs/answers.md):
//   bench_answers DATA xquad FILE.json | articles FILE.json | chunking FOLDER | scifact FOLDER | folder FOLDER CASES.jsonl
//       [part=work|report] [questions=N] [features=FILE] [list=FILE]
// features=FILE writes, in place of all that, what the scores of sentences are made of, for fitting their weights: a line a sentence,
// separated by tabs: the question's number, 0 where the right collection was left out, 1 where nothing was, 2 where the passages that
// answer were left out; 1 where the sentence has the gold, passage, block, the shares of the question's weight that occur nowhere and
// of names and numbers that don't, the number of terms, the features, the question, the sentence.
// list=FILE writes what was answered to each question: a line of JSON.
// DATA is a data folder of its own for each collection; it is filled at the first run, as its settings say.
// Prints a JSON object for the part that rules were fitted on and one for the part that is only reported:
// {"part","questions","lost","in_answer","in_first","cards","characters","shown","shown_first","shown_characters","median_ms",
// "refused","refused_at_5_lost",…}
// in_answer, in_first: shares of the questions whose gold is in what is quoted, and in its first window; characters: of the quotes of
// an answer. "shown", "shown_first" and "shown_characters" are the same of all that the cards show, with the sentences around. Where the collection has
// several parts, each question is asked again without the part that answers it: "refused" is the share of those that are said
// not to be answered ("refused_near": where only the file that answers is left out, and those about the same are asked), "lost" the share of the answerable ones of which that is said wrongly, "refused_at_5_lost" what would be
// refused were the threshold set to lose 5 %.
#include "app/app.h"
#include "core/evidence/candidates.h"
#include "core/text/sentences.h"
#include "tests/bench/answercases.h"
#include "tests/support/testsupport.h"
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <cstdio>

using namespace Heddle;
using BenchSupport::AnswerCase;
using BenchSupport::AnswerCases;

namespace {

constexpr int Patience = 3'600'000;

[[noreturn]] void giveUp(const QString &why)
{
    qFatal("%s", qUtf8Printable(why));
}

//! What is shown of an answer: a window a line, without its marker.
QStringList windowsOf(const Dialog::Turn &turn)
{
    if (turn.kind != Dialog::Turn::Kind::Quoted)
        return {};
    static const QRegularExpression marker(QStringLiteral("\\s*\\[\\d+\\]$"));
    QStringList lines = turn.answer.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (QString &line : lines)
        line.remove(marker);
    return lines;
}

//! What the cards of an answer show, a card a line.
QStringList shownOf(const Dialog::Turn &turn)
{
    QStringList cards;
    if (turn.kind != Dialog::Turn::Kind::Quoted || !turn.quoted)
        return cards;
    for (const Dialog::Card &card : turn.quoted->cards) {
        if (const Dialog::Source *source = Dialog::sourceOf(card.n, turn.sources))
            cards += Dialog::shownText(card, *source);
    }
    return cards;
}

//! Questions without an answer.
struct Unanswerable {
    int asked = 0, refused = 0;
    QList<double> fits;
};

struct Figures {
    int questions = 0, answered = 0, inAnswer = 0, inFirst = 0, cards = 0, shown = 0, shownFirst = 0;
    qint64 characters = 0, shownCharacters = 0;
    QList<double> fits, ms; //!< of answerable questions
    Unanswerable far, near;
};

//! The share of the others that stay below the fit that 95 % of the answerable ones reach.
double refusedAtLoss(QList<double> fits, const QList<double> &others)
{
    if (fits.isEmpty() || others.isEmpty())
        return 0;
    std::sort(fits.begin(), fits.end());
    const double least = fits[qsizetype(double(fits.size()) * 0.05)];
    return double(std::count_if(others.cbegin(), others.cend(), [least](double fit) { return fit < least; })) / double(others.size());
}

QJsonObject jsonOf(const Figures &f, const QString &part)
{
    const double all = std::max(f.questions, 1), answered = std::max(f.answered, 1);
    QList<double> times = f.ms;
    std::sort(times.begin(), times.end());
    QJsonObject object { { QStringLiteral("part"), part }, { QStringLiteral("questions"), f.questions },
        { QStringLiteral("lost"), 1 - f.answered / all }, { QStringLiteral("in_answer"), f.inAnswer / all },
        { QStringLiteral("in_first"), f.inFirst / all }, { QStringLiteral("cards"), f.cards / answered },
        { QStringLiteral("characters"), double(f.characters) / answered }, { QStringLiteral("shown"), f.shown / all },
        { QStringLiteral("shown_first"), f.shownFirst / all },
        { QStringLiteral("shown_characters"), double(f.shownCharacters) / answered },
        { QStringLiteral("median_ms"), times.isEmpty() ? 0 : times[times.size() / 2] } };
    if (f.far.asked > 0) {
        object[QStringLiteral("refused")] = double(f.far.refused) / f.far.asked;
        object[QStringLiteral("refused_at_5_lost")] = refusedAtLoss(f.fits, f.far.fits);
    }
    if (f.near.asked > 0) {
        object[QStringLiteral("refused_near")] = double(f.near.refused) / f.near.asked;
        object[QStringLiteral("refused_near_at_5_lost")] = refusedAtLoss(f.fits, f.near.fits);
    }
    return object;
}

class Bench {
public:
    Bench(App::App &app, AnswerCases cases) : m_app(app), m_cases(std::move(cases)) { }

    void fill()
    {
        QSet<QString> names;
        for (const auto &document : std::as_const(m_cases.documents)) {
            const QString folder = m_app.dataFolder() + QLatin1String("/files/") + document.collection;
            QDir().mkpath(folder);
            if (QFile file(folder + QLatin1Char('/') + document.file); !file.exists() && file.open(QIODevice::WriteOnly))
                file.write(document.text.toUtf8());
            names += document.collection;
        }
        if (!m_cases.folder.isEmpty())
            names = { QStringLiteral("folder") };
        for (const QString &name : std::as_const(names)) {
            if (!m_app.library().collection(name)) {
                Library::IndexRequest request;
                request.collection = name;
                request.folders = { m_cases.folder.isEmpty() ? m_app.dataFolder() + QLatin1String("/files/") + name : m_cases.folder };
                const auto report = TestSupport::await(m_app.upkeep().index(request, {}, {}), Patience);
                if (!report || !*report)
                    giveUp(QStringLiteral("%1 can't be indexed").arg(name));
            }
            const auto row = m_app.library().collection(name);
            if (!row)
                giveUp(row.error().message);
            m_collections[name] = row->id;
        }
        const auto embedded = TestSupport::await(m_app.upkeep().embedNow({}, {}), Patience);
        if (!embedded || !*embedded)
            giveUp(QStringLiteral("the passages can't be embedded"));
        const auto located = m_app.library().documentsWhere([](const QByteArray &) { return true; });
        if (!located)
            giveUp(located.error().message);
        for (const auto &document : *located)
            m_documents.insert(document.publicId, QString::fromUtf8(document.path).section(QLatin1Char('/'), -1));
    }

    void listTo(QIODevice *list) { m_list = list; }

    Figures run(bool work, int most)
    {
        Figures figures;
        for (const AnswerCase &one : std::as_const(m_cases.cases)) {
            if (one.work != work || figures.questions + figures.near.asked >= most)
                continue;
            if (!one.answerable) {
                askWithout(figures.near, one, {});
                continue;
            }
            QElapsedTimer clock;
            clock.start();
            const Dialog::Turn turn = ask(one.question, {});
            figures.ms += double(clock.nsecsElapsed()) / 1e6;
            count(figures, one, turn);
            if (m_collections.size() < 2)
                continue;
            QList<qint64> others = m_collections.values();
            others.removeAll(m_collections.value(one.collection));
            Search::Filters filters;
            filters.collections = others;
            askWithout(figures.far, one, filters);
            if (m_cases.gold != AnswerCases::Gold::Spans)
                continue;
            filters.collections = {};
            for (auto it = m_documents.cbegin(); it != m_documents.cend(); ++it) {
                if (it.value() != one.file)
                    filters.documents += it.key();
            }
            askWithout(figures.near, one, filters);
        }
        return figures;
    }

    void writeFeatures(bool work, int most, QIODevice &out)
    {
        int number = 0;
        for (const AnswerCase &one : std::as_const(m_cases.cases)) {
            if (one.work != work || number >= most)
                continue;
            ++number;
            if (!one.answerable) {
                writeFeatures(one, number, Left::Answers, {}, out);
                continue;
            }
            writeFeatures(one, number, Left::Nothing, {}, out);
            writeFeatures(one, number, Left::Answers, {}, out);
            if (m_collections.size() < 2)
                continue;
            QList<qint64> others = m_collections.values();
            others.removeAll(m_collections.value(one.collection));
            writeFeatures(one, number, Left::Collection, others, out);
        }
    }

private:
    enum class Left { Collection, Nothing, Answers }; //!< out

    void askWithout(Unanswerable &figures, const AnswerCase &one, const Search::Filters &filters)
    {
        const Dialog::Turn turn = ask(one.question, filters);
        ++figures.asked;
        figures.refused += turn.kind == Dialog::Turn::Kind::Quoted ? 0 : 1;
        figures.fits += turn.quoted ? turn.quoted->fit : 0;
        if (!one.answerable)
            list(one, turn, turn.kind == Dialog::Turn::Kind::Quoted ? "answered" : "refused");
    }
    void list(const AnswerCase &one, const Dialog::Turn &turn, const char *how)
    {
        if (!m_list)
            return;
        const QJsonObject object { { QStringLiteral("question"), one.question }, { QStringLiteral("how"), QLatin1String(how) },
            { QStringLiteral("fit"), turn.quoted ? turn.quoted->fit : 0 }, { QStringLiteral("answer"), turn.answer } };
        m_list->write(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
    }
    void writeFeatures(const AnswerCase &one, int number, Left left, const QList<qint64> &collections, QIODevice &out)
    {
        Retrieval::RetrievalRequest request;
        request.setup = m_app.setup().answers().take();
        request.question = one.question;
        request.filters.collections = collections;
        const auto found = TestSupport::await(m_app.retriever().retrieve(request, {}, {}), Patience);
        if (!found || !*found)
            giveUp(QStringLiteral("\"%1\" can't be searched for").arg(one.question));
        QList<Retrieval::Passage> passages = (**found).passages;
        const auto holds = BenchSupport::holdsFor(m_cases.gold);
        if (left == Left::Answers)
            passages.removeIf([&](const Retrieval::Passage &passage) { return holds(passage.hit.text, one.gold); });
        const Evidence::AskedQuestion asked = Evidence::understand(one.question, (**found).terms);
        double unknown = 0, unknownNames = 0;
        for (const auto &term : asked.terms) {
            unknown += term.known ? 0 : term.weight / asked.weight;
            unknownNames += term.known || !term.name ? 0 : term.weight / asked.weight;
        }
        QList<Evidence::Candidate> candidates = Evidence::candidatesFrom(asked, passages);
        addCosines(candidates, passages, (**found).vector);
        for (const auto &candidate : std::as_const(candidates)) {
            const auto &hit = passages[candidate.passage].hit;
            const QString sentence = hit.text.mid(candidate.from, candidate.to - candidate.from);
            const bool right = one.file.isEmpty() || hit.path.endsWith(QLatin1Char('/') + one.file);
            const bool gold = left == Left::Nothing && right && holds(sentence, one.gold);
            QByteArray line = QByteArray::number(number) + '\t' + QByteArray::number(int(left)) + (gold ? "\t1\t" : "\t0\t")
                + QByteArray::number(candidate.passage) + '\t' + QByteArray::number(candidate.block) + '\t' + QByteArray::number(unknown)
                + '\t' + QByteArray::number(unknownNames) + '\t' + QByteArray::number(asked.terms.size());
            for (const double value : candidate.features)
                line += '\t' + QByteArray::number(value, 'g', 4);
            line += '\t' + one.question.simplified().toUtf8() + '\t' + sentence.simplified().toUtf8();
            out.write(line + '\n');
        }
    }
    //! Of the best candidates, where there is a model.
    void addCosines(QList<Evidence::Candidate> &candidates, const QList<Retrieval::Passage> &passages, const Embedding::Vector &asked)
    {
        constexpr qsizetype Embedded = 16;
        const auto embedder = m_app.setup().answers().take()->embedder;
        if (!embedder || asked.empty())
            return;
        QStringList texts;
        const QList<qsizetype> chosen = Evidence::worthEmbedding(candidates, Embedded);
        for (const qsizetype place : chosen) {
            const Evidence::Candidate &one = candidates[place];
            texts += Text::sentenceText(QStringView(passages[one.passage].hit.text).mid(one.from, one.to - one.from));
        }
        const auto vectors = TestSupport::await(embedder->embedSentences(texts, {}), Patience);
        if (!vectors || !*vectors || (**vectors).size() != texts.size())
            giveUp(QStringLiteral("sentences can't be embedded"));
        std::vector<double> cosines(std::size_t(candidates.size()), std::numeric_limits<double>::quiet_NaN());
        for (qsizetype i = 0; i < chosen.size(); ++i)
            cosines[std::size_t(chosen[i])] = std::inner_product((**vectors)[i].begin(), (**vectors)[i].end(), asked.begin(), 0.0);
        Evidence::addCosines(candidates, cosines);
    }
    Dialog::Turn ask(const QString &question, const Search::Filters &filters)
    {
        Dialog::DialogRequest request;
        request.setup = m_app.setup().answers().take();
        request.question = question;
        request.filters = filters;
        const auto turn = TestSupport::await(m_app.dialog().ask(request, {}, {}), Patience);
        if (!turn || !*turn)
            giveUp(QStringLiteral("\"%1\" can't be asked").arg(question));
        return **turn;
    }
    void count(Figures &figures, const AnswerCase &one, const Dialog::Turn &turn)
    {
        const auto holds = BenchSupport::holdsFor(m_cases.gold);
        const QStringList windows = windowsOf(turn);
        ++figures.questions;
        figures.answered += windows.isEmpty() ? 0 : 1;
        figures.cards += int(windows.size());
        for (const QString &window : windows)
            figures.characters += window.size();
        const bool inFirst = !windows.isEmpty() && holds(windows.first(), one.gold);
        const bool inAnswer = std::any_of(windows.cbegin(), windows.cend(), [&](const QString &window) { return holds(window, one.gold); });
        figures.inFirst += inFirst ? 1 : 0;
        figures.inAnswer += inAnswer ? 1 : 0;
        const QStringList shown = shownOf(turn);
        for (const QString &card : shown)
            figures.shownCharacters += card.size();
        const auto shows = [&](const QString &card) { return holds(card, one.gold); };
        figures.shownFirst += !shown.isEmpty() && shows(shown.first()) ? 1 : 0;
        figures.shown += std::any_of(shown.cbegin(), shown.cend(), shows) ? 1 : 0;
        figures.fits += turn.quoted ? turn.quoted->fit : 0;
        list(one, turn, inFirst ? "first" : inAnswer ? "further" : windows.isEmpty() ? "none" : "wrong");
    }

    App::App &m_app;
    const AnswerCases m_cases;
    QHash<QString, qint64> m_collections;
    QHash<QString, QString> m_documents; //!< names of their files, by public id
    QIODevice *m_list = nullptr;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments().mid(1);
    const QString kind = arguments.value(1), source = arguments.value(2);
    AnswerCases cases = kind == QLatin1String("xquad") ? BenchSupport::readXquad(source)
        : kind == QLatin1String("articles")            ? BenchSupport::readXquadArticles(source)
        : kind == QLatin1String("folder")              ? BenchSupport::readFolder(source, arguments.value(3))
        : kind == QLatin1String("chunking")            ? BenchSupport::readChunkingEval(source)
        : kind == QLatin1String("scifact")             ? BenchSupport::readSciFact(source)
                                                       : AnswerCases();
    if (cases.cases.isEmpty())
        giveUp(QStringLiteral("usage: bench_answers DATA xquad FILE.json|articles FILE.json|chunking FOLDER|scifact FOLDER|"
                              "folder FOLDER CASES.jsonl [part=work|report] [questions=N] [features=FILE] [list=FILE]"));
    QString part, features, list;
    int most = int(cases.cases.size());
    for (const QString &argument : arguments.mid(3)) {
        if (argument.startsWith(QLatin1String("part=")))
            part = argument.section(QLatin1Char('='), 1);
        else if (argument.startsWith(QLatin1String("features=")))
            features = argument.section(QLatin1Char('='), 1);
        else if (argument.startsWith(QLatin1String("list=")))
            list = argument.section(QLatin1Char('='), 1);
        else if (argument.startsWith(QLatin1String("questions=")))
            most = argument.section(QLatin1Char('='), 1).toInt();
    }
    auto app = App::App::open(arguments[0]);
    if (!app)
        giveUp(app.error().message);
    TestSupport::awaitVoid((*app)->setup().apply({}), Patience);
    Bench bench(**app, std::move(cases));
    bench.fill();
    if (!features.isEmpty()) {
        QFile out(features);
        if (!out.open(QIODevice::WriteOnly))
            giveUp(QStringLiteral("%1 can't be written").arg(features));
        bench.writeFeatures(part != QLatin1String("report"), most, out);
        TestSupport::awaitVoid((*app)->shutdown());
        return 0;
    }
    QFile listed(list);
    if (!list.isEmpty() && !listed.open(QIODevice::WriteOnly))
        giveUp(QStringLiteral("%1 can't be written").arg(list));
    bench.listTo(listed.isOpen() ? &listed : nullptr);
    for (const QString &name : { QStringLiteral("work"), QStringLiteral("report") }) {
        if (!part.isEmpty() && part != name)
            continue;
        const QJsonObject line = jsonOf(bench.run(name == QLatin1String("work"), most), name);
        std::printf("%s\n", QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
        std::fflush(stdout);
    }
    TestSupport::awaitVoid((*app)->shutdown());
    return 0;
}
