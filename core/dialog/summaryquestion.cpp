// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/summaryquestion.h"
#include "core/evidence/questionwords.h"
#include "core/text/analyzer.h"
#include "core/text/stopwords.h"
#include <QStringList>
#include <set>

namespace Heddle::Dialog {
namespace {

constexpr std::size_t MaxSubject = 10; //!< words

//! The words of one language; folded, by '|'. A word that ends in '*' stands for all that begin so.
struct Grammar {
    const char *language;
    const char *verbs; //!< at the beginning or the end of the question
    const char *nouns; //!< of a thing, at the beginning
    const char *fillers; //!< beside the stop words
};

// clang-format off
constexpr Grammar Grammars[] = {
    { "en", "summarise|summarize|summarised|summarized|outline", "summary|overview|outline|synopsis|tldr", "give|write|make|show|create|provide|please|short|brief|quick|need|want|up|me" },
    { "de", "zusammen|zusammenfassen|zusammengefasst", "zusammenfassung|ueberblick|uberblick|kurzfassung|inhaltsangabe|gliederung", "mir|einen|eine|den|die|das|des|der|uber|fasse|fass|fassen|gib|gebe|geben|schreibe|erstelle|mache|mach|zeige|bitte|kurz|kurze|kurzen" },
    { "fr", "resume|resumer|resumez|synthetise|synthetisez", "resume|synthese|apercu", "donne|donnez|fais|faites|ecris|moi|bref|court|plait" },
    { "es", "resume|resuma|resumir|resumeme|sintetiza|resumelo", "resumen|sintesis", "el|la|los|las|un|una|me|da|dame|haz|hazme|escribe|breve|favor" },
    { "it", "riassumi|riassumere|riassuma|riassumimi|sintetizza", "riassunto|sintesi|riepilogo", "dammi|fai|fammi|scrivi|breve|favore" },
    { "pt", "resume|resuma|resumir|sintetize", "resumo|sintese", "da|dame|faz|faca|escreve|escreva|breve|favor" },
    { "nl", "samen|samenvatten|samengevat", "samenvatting|overzicht", "vat|geef|maak|schrijf|kort|korte|alsjeblieft|alstublieft" },
    { "sv", "sammanfatta|sammanfattar", "sammanfattning|oversikt", "ge|gor|skriv|kort|tack" },
    { "da", "sammenfat|opsummer|opsummere", "sammenfatning|resume|opsummering", "giv|lav|skriv|kort|venligst" },
    { "no", "oppsummer|oppsummere|sammenfatt", "sammendrag|oppsummering", "gi|lag|skriv|kort|takk" },
    { "fi", "tiivista|tiivistaa", "tiivistelma|yhteenveto|tiivistelman|yhteenvedon", "anna|tee|kirjoita|lyhyt|lyhyesti" },
    { "ru", "обобщи|резюмируи|суммируи|перескажи", "содержание|резюме|конспект|обзор|краткое", "краткое|кратко|о|об|сделаи|сделай|краткии|дай|сделаи|напиши|изложи|пожалуиста" },
    { "hu", "foglald|osszefoglalni|osszefoglalna", "osszefoglalo|osszefoglalas|osszefoglalot", "ossze|adj|keszits|irj|rovid|roviden" },
    { "ro", "rezuma|rezumati|rezumi", "rezumat|rezumatul|sinteza", "da|fa|scrie|scurt" },
    { "ca", "resumeix|resumir", "resum|sintesi", "dona|fes|escriu|breu" },
    { "tr", "ozetle|ozetler|ozetleyin|ozetini", "ozet|ozeti", "ver|yaz|cikar|kisa|kisaca|lutfen" },
    { "id", "ringkas|ringkaslah|rangkum|rangkumlah", "ringkasan|rangkuman|ikhtisar", "beri|berikan|buat|buatkan|tolong|singkat" },
    { "ar", "لخص|تلخيص", "ملخص|خلاصه|تلخيص", "اعطني|اكتب|موجز|قصير" },
    { "eu", "laburtu|laburtzen", "laburpen|laburpena|laburpen bat", "eman|egin|idatzi" },
    { "lt", "apibendrink|apibendrinti", "santrauka|santrauką|apzvalga", "pateik|parasyk|trumpa|trumpai" },
    { "ga", "achoimrigh", "achoimre", "tabhair|scriobh|gearr" },
    { "hy", "ամփոփիր|ամփոփել", "ամփոփում|ամփոփումը", "տուր|գրիր" },
    { "el", "συνοψισε|περιληψη", "περιληψη|συνοψη", "δωσε|γραψε" },
    { "ne", "संक्षेप", "सारांश", "दिनुहोस्|लेख्नुहोस्" },
    { "ta", "சுருக்கு|சுருக்குக", "சுருக்கம்", "கொடு|எழுது" },
};
// clang-format on
const char *const CjkWords = "总结|總結|概括|摘要|概述|要約|まとめ|요약";
const char *const CjkFillers = "请|請|一下|给我|給我|的|把|为|を|して|ください|の|해줘|해 줘|해주세요|을|를|의";

std::set<std::string> setOf(const char *list)
{
    std::set<std::string> words;
    for (const QString &word : QString::fromUtf8(list).split(QLatin1Char('|'), Qt::SkipEmptyParts))
        words.insert(word.toStdString());
    return words;
}

struct Word {
    std::string term;
    qsizetype start = 0, end = 0;
};

//! The question without the words of the grammar; nothing where they don't ask for a summary.
std::optional<QString> subjectBy(const Grammar &grammar, const QString &question, const std::vector<Word> &words)
{
    const auto verbs = setOf(grammar.verbs), nouns = setOf(grammar.nouns), fillers = setOf(grammar.fillers);
    const auto &stops = Text::stopWords(grammar.language);
    const auto says = [&](const Word &word) { return verbs.contains(word.term) || nouns.contains(word.term); };
    const auto isFiller = [&](const Word &word) { return fillers.contains(word.term) || stops.contains(word.term); };
    std::size_t first = 0;
    while (first < words.size() && !says(words[first]) && isFiller(words[first]))
        ++first;
    const bool begins = first < words.size() && says(words[first]);
    std::size_t last = words.size(); // behind the subject
    while (last > first && isFiller(words[last - 1]) && !says(words[last - 1]))
        --last;
    const bool ends = !begins && last > first + 1 && verbs.contains(words[last - 1].term);
    if (!begins && !ends)
        return {};
    std::size_t from = begins ? first + 1 : first;
    const std::size_t to = ends ? last - 1 : last;
    const auto isNoSubject = [&](const Word &word) {
        return isFiller(word) || says(word) || Evidence::isMetaWord(QString::fromStdString(word.term));
    };
    while (from < to && isNoSubject(words[from]))
        ++from;
    if (from >= to || to - from > MaxSubject)
        return {};
    return question.mid(words[from].start, words[to - 1].end - words[from].start);
}

std::optional<QString> cjkSubject(QString question)
{
    bool asks = false;
    for (const QString &word : QString::fromUtf8(CjkWords).split(QLatin1Char('|'))) {
        const qsizetype at = question.indexOf(word);
        const bool outside = at == 0 || (at > 0 && (at <= 3 || at + word.size() + 8 >= question.size()));
        asks = asks || outside;
        if (outside)
            question.remove(at, word.size());
    }
    if (!asks)
        return {};
    for (const QString &word : QString::fromUtf8(CjkFillers).split(QLatin1Char('|'))) {
        if (question.startsWith(word))
            question.remove(0, word.size());
        if (question.endsWith(word))
            question.chop(word.size());
    }
    question = question.trimmed();
    return question.isEmpty() ? std::nullopt : std::optional(question);
}

} // namespace

std::optional<QString> summarySubject(const QString &question)
{
    constexpr qsizetype Longest = 300;
    QString asked = question.trimmed();
    static const QString ends = QStringLiteral("?.!\u3002\uff1f\uff01\u061f:");
    while (!asked.isEmpty() && ends.contains(asked.back()))
        asked.chop(1);
    if (asked.size() > Longest || Evidence::kindOf(asked) != Evidence::QuestionKind::Other) // "How do I summarise a table?"
        return {};
    std::vector<Word> words;
    bool cjk = false;
    Text::Analyzer::forThisThread().words(asked, [&](const Text::Token &token) {
        cjk = cjk || token.ngram;
        words.push_back({ token.term, token.start, token.end });
    });
    if (cjk)
        return cjkSubject(asked);
    // "Resume" is a word of several languages: the one whose words it has most of leaves least.
    std::optional<QString> shortest;
    for (const Grammar &grammar : Grammars) {
        const auto subject = subjectBy(grammar, asked, words);
        if (subject && (!shortest || subject->size() < shortest->size()))
            shortest = subject;
    }
    return shortest;
}

} // namespace Heddle::Dialog
