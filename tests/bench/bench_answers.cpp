// SPDX-License-Identifier: GPL-3.0-or-later
// How good answers without a chat model are, on public collections (docs/answers.md):
//   bench_answers DATA xquad FILE.json | chunking FOLDER | scifact FOLDER [part=work|report] [questions=N] [features=FILE]
// features=FILE writes, in place of all that, what the scores of sentences are made of, for fitting their weights: a line a sentence,
// separated by tabs: the question's number, 1 where it can be answered, 1 where the sentence has the gold, passage, block, the
// shares of the question's weight that occur nowhere and of names and numbers that don't, the number of terms, the features.
// DATA is a data folder of its own for each collection; it is filled at the first run, as its settings say.
// Prints a JSON object for the part that rules were fitted on and one for the part that is only reported:
// {"part","questions","answered","in_answer","in_first","cards","characters","refused_at_5_lost":..,"ms"}
// in_answer, in_first: shares of the questions whose gold is in the answer, and in its first window. Where the collection has
// several parts, each question is asked again without the part that answers it: "refused" is the share of those that are said
// not to be answered, "lost" the share of the answerable ones of which that is said wrongly, "refused_at_5_lost" what would be
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

//! Letters and digits alone, in lower case: what is left of a text whatever its markup.
QString bare(const QString &text)
{
    QString letters;
    for (const QChar c : text) {
        if (c.isLetterOrNumber() || c.isSurrogate() || c.isMark())
            letters += c.toLower();
    }
    return letters;
}

bool holdsSpan(const QString &shown, const QStringList &gold)
{
    const QString text = bare(shown);
    return std::any_of(gold.cbegin(), gold.cend(), [&text](const QString &span) { return text.contains(bare(span)); });
}

//! One of the sentences of the gold is shown, or a sentence that is shown is a part of the gold.
bool holdsSentence(const QString &shown, const QStringList &gold)
{
    constexpr qsizetype Enough = 20; // letters; shorter ones are there by chance
    const QString text = bare(shown);
    for (const QString &one : gold) {
        const QString whole = bare(one);
        if (whole.size() >= Enough && text.contains(whole))
            return true;
        for (const auto &[from, to] : Text::sentenceRanges(shown)) {
            const QString sentence = bare(shown.mid(from, to - from));
            if (sentence.size() >= Enough && whole.contains(sentence))
                return true;
        }
    }
    return false;
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

struct Figures {
    int questions = 0, answered = 0, inAnswer = 0, inFirst = 0, cards = 0, unanswerable = 0, refused = 0;
    qint64 characters = 0;
    QList<double> fits, wrongFits, ms; //!< of answerable questions and of the others
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
        { QStringLiteral("characters"), double(f.characters) / answered },
        { QStringLiteral("median_ms"), times.isEmpty() ? 0 : times[times.size() / 2] } };
    if (f.unanswerable > 0) {
        object[QStringLiteral("refused")] = double(f.refused) / f.unanswerable;
        object[QStringLiteral("refused_at_5_lost")] = refusedAtLoss(f.fits, f.wrongFits);
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
        for (const QString &name : std::as_const(names)) {
            if (!m_app.library().collection(name)) {
                Library::IndexRequest request;
                request.collection = name;
                request.folders = { m_app.dataFolder() + QLatin1String("/files/") + name };
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
    }

    Figures run(bool work, int most)
    {
        Figures figures;
        for (const AnswerCase &one : std::as_const(m_cases.cases)) {
            if (one.work != work || figures.questions >= most)
                continue;
            QElapsedTimer clock;
            clock.start();
            const Dialog::Turn turn = ask(one.question, {});
            figures.ms += double(clock.nsecsElapsed()) / 1e6;
            count(figures, one, turn);
            if (m_collections.size() < 2)
                continue;
            QList<qint64> others = m_collections.values();
            others.removeAll(m_collections.value(one.collection));
            const Dialog::Turn without = ask(one.question, others);
            ++figures.unanswerable;
            figures.refused += without.kind == Dialog::Turn::Kind::Quoted ? 0 : 1;
            figures.wrongFits += without.quoted ? without.quoted->fit : 0;
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
            writeFeatures(one, number, {}, out);
            if (m_collections.size() < 2)
                continue;
            QList<qint64> others = m_collections.values();
            others.removeAll(m_collections.value(one.collection));
            writeFeatures(one, number, others, out);
        }
    }

private:
    void writeFeatures(const AnswerCase &one, int number, const QList<qint64> &collections, QIODevice &out)
    {
        Retrieval::RetrievalRequest request;
        request.setup = m_app.setup().answers().take();
        request.question = one.question;
        request.filters.collections = collections;
        const auto found = TestSupport::await(m_app.retriever().retrieve(request, {}, {}), Patience);
        if (!found || !*found)
            giveUp(QStringLiteral("\"%1\" can't be searched for").arg(one.question));
        const auto &passages = (**found).passages;
        const Evidence::AskedQuestion asked = Evidence::understand(one.question, (**found).terms);
        double unknown = 0, unknownNames = 0;
        for (const auto &term : asked.terms) {
            unknown += term.known ? 0 : term.weight / asked.weight;
            unknownNames += term.known || !term.name ? 0 : term.weight / asked.weight;
        }
        QList<Evidence::Candidate> candidates = Evidence::candidatesFrom(asked, passages);
        addCosines(candidates, **found);
        for (const auto &candidate : std::as_const(candidates)) {
            const auto &hit = passages[candidate.passage].hit;
            const QString sentence = hit.text.mid(candidate.from, candidate.to - candidate.from);
            const bool right = one.file.isEmpty() || hit.path.endsWith(QLatin1Char('/') + one.file);
            const bool gold = collections.isEmpty() && right && (m_cases.spans ? holdsSpan : holdsSentence)(sentence, one.gold);
            QByteArray line = QByteArray::number(number) + (collections.isEmpty() ? "\t1\t" : "\t0\t") + (gold ? "1\t" : "0\t")
                + QByteArray::number(candidate.passage) + '\t' + QByteArray::number(candidate.block) + '\t' + QByteArray::number(unknown)
                + '\t' + QByteArray::number(unknownNames) + '\t' + QByteArray::number(asked.terms.size());
            for (const double value : candidate.features)
                line += '\t' + QByteArray::number(value, 'g', 4);
            out.write(line + '\n');
        }
    }
    //! Of all candidates, where there is a model.
    void addCosines(QList<Evidence::Candidate> &candidates, const Retrieval::Retrieval &found)
    {
        const auto embedder = m_app.setup().answers().take()->embedder;
        if (!embedder || found.vector.empty())
            return;
        QStringList texts;
        for (const auto &one : std::as_const(candidates))
            texts += Text::sentenceText(QStringView(found.passages[one.passage].hit.text).mid(one.from, one.to - one.from));
        const auto vectors = TestSupport::await(embedder->embedSentences(texts, {}), Patience);
        if (!vectors || !*vectors || (**vectors).size() != texts.size())
            giveUp(QStringLiteral("sentences can't be embedded"));
        std::vector<double> cosines;
        for (const Embedding::Vector &vector : (**vectors))
            cosines.push_back(std::inner_product(vector.begin(), vector.end(), found.vector.begin(), 0.0));
        Evidence::addCosines(candidates, cosines);
    }
    Dialog::Turn ask(const QString &question, const QList<qint64> &collections)
    {
        Dialog::DialogRequest request;
        request.setup = m_app.setup().answers().take();
        request.question = question;
        request.filters.collections = collections;
        const auto turn = TestSupport::await(m_app.dialog().ask(request, {}, {}), Patience);
        if (!turn || !*turn)
            giveUp(QStringLiteral("\"%1\" can't be asked").arg(question));
        return **turn;
    }
    void count(Figures &figures, const AnswerCase &one, const Dialog::Turn &turn) const
    {
        const auto holds = m_cases.spans ? holdsSpan : holdsSentence;
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
        figures.fits += turn.quoted ? turn.quoted->fit : 0;
    }

    App::App &m_app;
    const AnswerCases m_cases;
    QHash<QString, qint64> m_collections;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments().mid(1);
    const QString kind = arguments.value(1), source = arguments.value(2);
    AnswerCases cases = kind == QLatin1String("xquad") ? BenchSupport::readXquad(source)
        : kind == QLatin1String("chunking")            ? BenchSupport::readChunkingEval(source)
        : kind == QLatin1String("scifact")             ? BenchSupport::readSciFact(source)
                                                       : AnswerCases();
    if (cases.cases.isEmpty())
        giveUp(QStringLiteral("usage: bench_answers DATA xquad FILE.json|chunking FOLDER|scifact FOLDER [part=work|report] [questions=N]"));
    QString part, features;
    int most = int(cases.cases.size());
    for (const QString &argument : arguments.mid(3)) {
        if (argument.startsWith(QLatin1String("part=")))
            part = argument.section(QLatin1Char('='), 1);
        else if (argument.startsWith(QLatin1String("features=")))
            features = argument.section(QLatin1Char('='), 1);
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
