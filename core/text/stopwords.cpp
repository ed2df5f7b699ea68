// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/stopwords.h"
#include <unordered_map>

namespace Heddle::Text {

// As many words a line as fit:
// clang-format off
const std::unordered_set<std::string> &stopWords(const std::string &language)
{
    static const std::unordered_map<std::string, std::unordered_set<std::string>> lists {
        { "en",
            {
                "a", "an", "and", "are", "as", "at", "be", "been", "being", "but", "by", "can", "could", "did",
                "do", "does", "doing", "for", "from", "had", "has", "have", "having", "he", "her", "here", "hers",
                "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "itself", "just", "me", "more",
                "most", "my", "no", "nor", "not", "of", "off", "on", "once", "only", "or", "other", "our", "out",
                "over", "own", "s", "same", "she", "should", "so", "some", "such", "than", "that", "the", "their",
                "them", "then", "there", "these", "they", "this", "those", "through", "to", "too", "under", "until",
                "up", "us", "very", "was", "we", "were", "what", "when", "where", "which", "while", "who", "whom",
                "why", "will", "with", "would", "you", "your", "about", "above", "after", "again", "against", "all",
                "am", "any", "because", "before", "below", "between", "both", "each", "few", "further", "during",
                "may", "might", "must", "shall",
            } },
        { "de",
            {
                "aber", "alle", "als", "also", "am", "an", "auch", "auf", "aus", "bei", "bin", "bis", "bist", "da",
                "dann", "das", "dass", "dein", "dem", "den", "der", "des", "die", "dies", "diese", "diesem",
                "diesen", "dieser", "dieses", "doch", "du", "durch", "ein", "eine", "einem", "einen", "einer",
                "eines", "er", "es", "euch", "fur", "hat", "hatte", "haben", "hier", "ich", "ihr", "ihre", "im",
                "in", "ist", "ja", "jede", "jeder", "kann", "kein", "keine", "man", "mehr", "mein", "mit", "muss",
                "nach", "nicht", "noch", "nun", "nur", "ob", "oder", "ohne", "sehr", "sein", "seine", "sich", "sie",
                "sind", "so", "soll", "uber", "um", "und", "uns", "unter", "vom", "von", "vor", "war", "waren",
                "warum", "was", "weil", "welche", "welcher", "welches", "wenn", "wer", "werden", "wie", "wieder",
                "wieviel", "will", "wir", "wird", "wo", "wurde", "wurden", "zu", "zum", "zur", "zwischen",
            } },
        { "fr",
            {
                "au", "aux", "avec", "ce", "ces", "cette", "dans", "de", "des", "du", "elle", "en", "est", "et",
                "etaient", "etait", "ete", "etre", "eu", "il", "ils", "je", "la", "le", "les", "leur", "leurs",
                "lui", "ma", "mais", "me", "meme", "mes", "moi", "mon", "ne", "nos", "notre", "nous", "on", "ont",
                "ou", "par", "pas", "pour", "qu", "que", "quel", "quelle", "quelles", "quels", "qui", "sa", "se",
                "ses", "son", "sont", "sur", "ta", "te", "tes", "toi", "ton", "tu", "un", "une", "vos", "votre",
                "vous", "comment", "pourquoi", "quand",
            } },
        { "es",
            {
                "al", "como", "con", "cual", "cuales", "cuando", "cuanto", "cuantos", "de", "del", "donde", "el",
                "ella", "ellos", "en", "entre", "era", "es", "esta", "estaba", "este", "esto", "fue", "fueron",
                "ha", "han", "hay", "la", "las", "le", "les", "lo", "los", "mas", "me", "mi", "muy", "no", "nos",
                "o", "para", "pero", "por", "porque", "que", "quien", "quienes", "se", "ser", "si", "sin", "sobre",
                "son", "su", "sus", "te", "tiene", "un", "una", "uno", "unos", "y", "ya",
            } },
        { "it",
            {
                "al", "alla", "alle", "che", "chi", "ci", "come", "con", "cosa", "cui", "da", "dal", "dalla", "dei",
                "del", "della", "delle", "di", "dove", "e", "era", "gli", "ha", "hanno", "il", "in", "io", "la",
                "le", "lei", "lo", "loro", "lui", "ma", "mi", "ne", "nei", "nel", "nella", "non", "o", "per",
                "perche", "piu", "quale", "quali", "quando", "quanto", "questa", "questo", "se", "si", "sono", "su",
                "sua", "sue", "sui", "sul", "sulla", "suo", "tra", "un", "una", "uno",
            } },
        { "pt",
            {
                "ao", "aos", "as", "com", "como", "da", "das", "de", "do", "dos", "e", "ela", "elas", "ele", "eles",
                "em", "era", "essa", "esse", "esta", "este", "foi", "ha", "isso", "isto", "ja", "mais", "mas", "na",
                "nao", "nas", "no", "nos", "o", "os", "ou", "para", "pela", "pelo", "por", "qual", "quais",
                "quando", "quem", "que", "sao", "se", "sem", "ser", "seu", "sua", "suas", "seus", "tem", "um",
                "uma",
            } },
        { "nl",
            {
                "aan", "al", "als", "bij", "dat", "de", "der", "deze", "die", "dit", "door", "een", "en", "er",
                "had", "hebben", "heeft", "hem", "het", "hij", "hoe", "hun", "ik", "in", "is", "je", "kan", "maar",
                "met", "mijn", "naar", "niet", "nog", "of", "om", "onder", "ons", "ook", "op", "over", "te", "tot",
                "uit", "van", "veel", "voor", "waar", "waarom", "wanneer", "was", "wat", "welke", "werd", "wie",
                "wij", "ze", "zich", "zij", "zijn", "zo", "zou",
            } },
        { "ru",
            {
                "а", "без", "был", "была", "были", "было", "быть", "в", "вам", "вас", "весь", "во", "вот", "все",
                "вы", "где", "да", "для", "до", "его", "ее", "если", "есть", "еще", "же", "за", "и", "из", "или",
                "им", "их", "к", "как", "какая", "какие", "какои", "ко", "когда", "кто", "ли", "мы", "на", "над",
                "не", "него", "нее", "нет", "ни", "но", "о", "об", "он", "она", "они", "оно", "от", "очень", "по",
                "под", "при", "с", "сколько", "со", "так", "также", "там", "то", "того", "тоже", "только", "тот",
                "ты", "у", "уже", "что", "чтобы", "эта", "эти", "это", "этот", "я",
            } },
        { "ar",
            {
                "في", "من", "على", "الى", "عن", "مع", "هذا", "هذه", "ذلك", "تلك", "التي", "الذي", "الذين", "ما",
                "ماذا", "متى", "اين", "كيف", "كم", "لماذا", "هل", "هو", "هي", "هم", "كان", "كانت", "قد", "لا", "لم",
                "لن", "ان", "او", "ثم", "و", "ف", "ب", "ل", "بعد", "قبل", "بين", "كل", "اي", "عند", "منذ", "حتى",
            } },
        { "sv",
            {
                "att", "av", "de", "den", "det", "dem", "du", "efter", "ej", "eller", "en", "ett", "for", "fran",
                "ha", "hade", "han", "har", "hon", "hur", "i", "icke", "inte", "jag", "kan", "man", "med", "men",
                "mot", "nar", "och", "om", "pa", "sa", "sig", "som", "till", "under", "upp", "var", "vad", "vem",
                "vi", "vid", "vilka", "vilken",
            } },
    };
    static const std::unordered_set<std::string> none;
    const auto it = lists.find(language);
    return it == lists.end() ? none : it->second;
}

// clang-format on

} // namespace Heddle::Text
