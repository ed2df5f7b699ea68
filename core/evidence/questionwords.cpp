// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/questionwords.h"
#include <QSet>

namespace Heddle::Evidence {
namespace {

QStringList split(const char *list)
{
    return QString::fromUtf8(list).split(QLatin1Char('|'), Qt::SkipEmptyParts);
}

QList<KindWords> listed(QuestionKind kind, const char *list, const char *language = "")
{
    QList<KindWords> words;
    for (const QString &one : split(list)) {
        const bool cjk = one.at(0).unicode() >= 0x2e80;
        words += { kind, cjk ? one : QLatin1Char(' ') + one + QLatin1Char(' '), QLatin1String(language) };
    }
    return words;
}

//! Whether the words begin with one of the list, or hold one of its phrases without spaces.
bool beginsWith(const QString &words, const QStringList &list)
{
    return std::any_of(
        list.cbegin(), list.cend(), [&words](const QString &one) { return words.startsWith(QLatin1Char(' ') + one + QLatin1Char(' ')); });
}

} // namespace

// As many words a line as fit; all are folded as the analyzer folds.
// clang-format off
const QList<KindWords> &kindWords()
{
    using Kind = QuestionKind;
    static const QList<KindWords> table = [] {
        QList<KindWords> all;
        // English, German, French, Spanish, Italian, Portuguese, Dutch
        all += listed(Kind::HowMuch,
            "how many|how much|how long|how old|how far|how high|how tall|how large|how big|how often|how deep|how fast|how heavy|"
            "what percentage|what percent|what number|what amount|what share|what fraction|"
            "wie viele|wie viel|wieviel|wieviele|wie lange|wie hoch|wie oft|wie gross|wie weit|wie alt|"
            "combien|quel pourcentage|cuanto|cuantos|cuanta|cuantas|que porcentaje|quanto|quanti|quanta|quante|quantos|quantas|"
            "hoeveel|hoe lang|hoe vaak|hoe groot|"
            "hur manga|hur mycket|hur lange|hvor mange|hvor meget|hvor mye|hvor lenge|hvor laenge|kuinka monta|kuinka paljon|"
            "сколько|как долго|كم|hany|mennyi|quants|quantes|quant|cati|cate|cat de|kac|ne kadar|berapa|zenbat|kiek|"
            "cia mhead|cad mhead|qani|எத்தனை|எவ்வளவு|कति");
        all += listed(Kind::HowMuch, "多少|几个|幾個|几年|多长|多大|多高|几次|百分之几|いくつ|いくら|何人|何個|何年間|몇|얼마");
        all += listed(Kind::When,
            "when|what year|which year|what date|which date|what day|which day|what month|which month|what time|what century|"
            "which century|"
            "wann|welchem jahr|welches jahr|welchem datum|quand|quelle annee|quelle date|cuando|que ano|que fecha|che anno|"
            "wanneer|welk jaar|nar|vilket ar|hvornar|milloin|когда|каком году|متى|mikor|quan|cand|ne zaman|hangi yil|kapan|"
            "noiz|kada|cathain|erb|எப்போது|कहिले");
        all += listed(Kind::When, "什么时候|何时|哪一年|哪年|几月|几号|什麼時候|何時|いつ|何年|언제");
        all += listed(Kind::Where,
            "where|what country|which country|what city|which city|what state|which state|what place|"
            "wohin|woher|in welchem land|in welcher stadt|ou est|ou se|donde|adonde|dove|onde|waar|hvor|missa|mista|где|куда|откуда|"
            "اين|أين|hol|hova|unde|nerede|nereye|di mana|kemana|non dago|kur|ca bhfuil|எங்கே|कहाँ");
        all += listed(Kind::Where, "wo", "de");
        all += listed(Kind::Where, "var", "sv");
        all += listed(Kind::Where, "哪里|哪儿|在哪|何地|哪個國家|哪个国家|どこ|어디");
        all += listed(Kind::Who,
            "who|whom|whose|which person|what person|wer|wen|wem|wessen|qui est|qui a|quien|quienes|chi|quem|hvem|vem|"
            "kuka|ketka|кто|кого|кому|من هو|من هم|ki|kik|cine|kim|siapa|nor|kas|ce mar|ai|யார்|को हो");
        all += listed(Kind::Who, "wie", "nl");
        all += listed(Kind::Who, "谁|誰|何人|哪位|だれ|누구");
        all += listed(Kind::Why,
            "why|what reason|what reasons|for what reason|how come|what caused|what causes|warum|wieso|weshalb|wozu|aus welchem grund|"
            "pourquoi|por que|porque razao|perche|waarom|varfor|hvorfor|miksi|почему|зачем|لماذا|miert|per que|de ce|neden|nicin|"
            "mengapa|kenapa|zergatik|kodel|cen fath|ஏன்|किन");
        all += listed(Kind::Why, "为什么|為什麼|为何|原因|なぜ|왜");
        all += listed(Kind::HowTo,
            "how do i|how can i|how do you|how can you|how to|how should|how do we|how can we|what steps|"
            "wie kann|wie mache|wie lasst|wie muss|comment faire|comment puis|como puedo|como se|come si|come posso|como posso|"
            "hoe kan|hoe moet|hur gor|hvordan|miten|как мне|как можно|كيف|hogyan|com puc|cum pot|nasil|bagaimana|nola|kaip|"
            "எப்படி|कसरी");
        all += listed(Kind::HowTo, "如何|怎么|怎麼|怎样|どうやって|어떻게");
        all += listed(Kind::WhatIs,
            "what is|what are|what was|what were|what does|was ist|was sind|was bedeutet|qu est ce|que es|que son|cos e|che cos|o que e|"
            "wat is|wat zijn|vad ar|hvad er|hva er|mika on|что такое|ما هو|ما هي|mi az|ce este|nedir|apa itu|zer da|kas yra");
        all += listed(Kind::WhatIs, "是什么|什么是|是什麼|とは|무엇");
        return all;
    }();
    return table;
}

QSet<QString> askingWords(const QString &question)
{
    struct Degrees {
        const char *how, *companions; //!< what follows it and asks with it: "how" with "much", "long", "far"
    };
    static constexpr Degrees table[] = {
        { "how", "many|much|long|often|far|old|young|big|large|small|high|tall|low|deep|wide|broad|thick|fast|quick|quickly|slow|soon|"
            "late|early|heavy|hot|cold|warm|near|close|short|loud|strong|expensive|cheap|frequent|frequently|come" },
        { "what|which", "year|date|day|month|time|century|percentage|percent|number|amount|share|fraction|age|size|kind|sort|type" },
        { "wie", "viel|viele|vielen|vieler|vielem|lange|lang|oft|weit|alt|jung|gross|hoch|tief|breit|schnell|bald|spat|fruh|schwer|heiss|kalt|"
            "warm|nah|kurz|klein|dick|teuer|haufig|stark" },
        { "combien", "de|d|fois|temps|jours|ans" },
        { "quel|quelle|quels|quelles", "age|taille|annee|date|heure|jour|mois|distance|hauteur|longueur|pourcentage|nombre|frequence|duree" },
        { "cuanto|cuantos|cuanta|cuantas", "tiempo|veces|anos|mide|cuesta" },
        { "que|con que", "tan|ano|fecha|edad|altura|hora|dia|porcentaje|frecuencia|largo|alto|grande|lejos" },
        { "quanto|quanti|quanta|quante|quantos|quantas", "tempo|spesso|volte|lontano|lungo|alto|grande|vecchio|anni|vezes|anos" },
        { "che|que|com que", "anno|data|eta|ora|giorno|ano|idade|hora|dia|frequencia" },
        { "hoe", "veel|lang|vaak|ver|oud|groot|hoog|diep|breed|snel|laat|vroeg|zwaar|warm|koud|klein|kort|duur|dichtbij" },
        { "hur", "manga|mycket|lange|lang|langt|ofta|gammal|gammalt|gamla|stor|stort|stora|hog|hogt|djup|djupt|bred|brett|snabb|snabbt|"
            "sen|tidigt|tung|tungt|varm|kall|dyr|dyrt" },
        { "hvor", "mange|meget|mye|lenge|laenge|lang|langt|lange|ofte|gammel|gammelt|gamle|stor|stort|store|hoj|hojt|hoy|hoyt|dyb|dybt|dyp|dypt|"
            "bred|bredt|hurtig|hurtigt|fort|sent|tidlig|tung|tungt|varm|kold|kald|dyr|dyrt" },
        { "kuinka|miten", "monta|moni|paljon|kauan|usein|kaukana|vanha|vanhoja|suuri|iso|korkea|pitka|syva|levea|nopea|nopeasti|pian|"
            "painava|kuuma|kallis" },
        { "сколько|как", "долго|часто|много|далеко|давно|скоро|быстро|высоко|глубоко|сильно|лет|раз|времени" },
        { "какои|какая|какое|какие|каком|какого", "год|году|года|возраст|длина|высота|размер|процент|дата|день" },
        { "كم", "عدد|مره|مرة|عمر|طول|من|تبعد|يبلغ|تبلغ" },
        { "hany|mennyi|milyen", "eves|ev|fok|szazalek|ideig|hosszu|gyakran|messze|regi|oreg|idos|nagy|magas|mely|szeles|gyors|gyorsan|nehez" },
        { "cat|cati|cate|cata|cat de", "de|des|mult|multa|lung|lunga|departe|vechi|veche|batran|mare|inalt|inalta|adanc|repede|timp|ani|ori" },
        { "quant|quants|quanta|quantes", "temps|vegades|sovint|lluny|anys|alt|gran" },
        { "ne|kac", "kadar|siklikla|zaman|tane|kez|kere|yil|yasinda|uzun|uzak|eski|buyuk|yuksek" },
        { "berapa|seberapa", "banyak|lama|sering|jauh|tua|besar|tinggi|dalam|lebar|cepat|berat|kali|umur" },
        { "kiek|kaip", "daug|laiko|kartu|metu|ilgai|daznai|toli|senas|sena|didelis|didele|aukstas|gilus|greitai" },
        { "zenbat", "denbora|aldiz|urte|pertsona" },
        { "cia|cad|ca|cen", "mhead|fhad|fad|minic|aois|airde|uair" },
        { "քանի|որքան|ինչքան", "շատ|երկար|հաճախ|հեռու|հին|մեծ|բարձր|խորը|արագ" },
        { "எவ்வளவு|எத்தனை", "நேரம்|காலம்|தூரம்|முறை|பெரிய|உயரம்|பழைய" },
        { "कति", "धेरै|लामो|समय|पटक|टाढा|पुरानो|ठूलो|अग्लो|छिटो" },
    };
    static const std::vector<QStringList> phrases = [] {
        std::vector<QStringList> all;
        const auto add = [&all](const QString &words) {
            if (const QStringList phrase = foldedWords(words).split(QLatin1Char(' '), Qt::SkipEmptyParts); !phrase.isEmpty())
                all.push_back(phrase);
        };
        for (const KindWords &one : kindWords())
            add(one.words);
        for (const Degrees &degrees : table) {
            for (const QString &how : split(degrees.how)) {
                for (const QString &companion : split(degrees.companions))
                    add(how + QLatin1Char(' ') + companion);
            }
        }
        return all;
    }();
    constexpr qsizetype MaxLength = 2000;
    const QString asked = foldedWords(QStringView(question).left(MaxLength));
    QSet<QString> words;
    for (const QStringList &phrase : phrases) {
        if (asked.contains(QLatin1Char(' ') + phrase.join(QLatin1Char(' ')) + QLatin1Char(' ')))
            words += QSet<QString>(phrase.cbegin(), phrase.cend());
    }
    return words;
}

bool isMetaWord(const QString &word)
{
    static const QSet<QString> words = [] {
        const QStringList list = split(
            "document|documents|file|files|report|reports|reported|text|texts|article|articles|paper|papers|passage|section|say|says|"
            "said|saying|tell|tells|told|mention|mentions|mentioned|describe|describes|described|state|states|stated|according|"
            "author|authors|explain|explains|explained|discuss|discusses|discussed|specific|give|given|following|please|type|kind|name|"
            "called|known|example|provide|provided|information|detail|details|"
            "dokument|dokumente|dokumenten|datei|dateien|bericht|texte|artikel|sagt|sagen|erwahnt|beschrieben|laut|genannt|heisst|"
            "fichier|fichiers|rapport|dit|mentionne|decrit|selon|appelle|"
            "documento|documentos|archivo|archivos|informe|texto|articulo|dice|menciona|describe|segun|llama|llamado|"
            "documenti|rapporto|testo|articolo|secondo|chiama|arquivo|relatorio|diz|segundo|chama|"
            "bestand|verslag|tekst|zegt|volgens|heet|документ|документы|фаил|отчет|текст|статья|говорит|согласно|называется|"
            "وثيقة|ملف|تقرير|نص|مقال|يقول|حسب|اسم");
        return QSet<QString>(list.cbegin(), list.cend());
    }();
    return words.contains(word);
}

bool givesReason(const QString &words)
{
    static const QStringList reasons = split(
        "because|due to|since|so that|in order to|therefore|thus|hence|as a result|reason|reasons|owing to|caused by|"
        "weil|denn|da|wegen|aufgrund|daher|deshalb|damit|grund|parce que|car|puisque|afin|raison|a cause|"
        "porque|debido|puesto que|ya que|razon|por lo tanto|perche|poiche|a causa|motivo|pois|devido|omdat|vanwege|daardoor|"
        "eftersom|darfor|потому что|поэтому|так как|из за|причина|لان|بسبب|因为|因此|由于|所以|因為|由於|ため|ので|から|때문");
    return std::any_of(reasons.cbegin(), reasons.cend(), [&words](const QString &reason) {
        return reason.at(0).unicode() >= 0x2e80 ? words.contains(reason) : words.contains(QLatin1Char(' ') + reason + QLatin1Char(' '));
    });
}

Opening openingOf(const QString &words)
{
    static const QStringList turns = split(
        "however|but|yet|nevertheless|nonetheless|instead|unless|except|otherwise|although|though|still|on the other hand|in contrast|"
        "conversely|rather|only|not until|"
        "jedoch|aber|allerdings|dennoch|trotzdem|stattdessen|ausser|es sei denn|sonst|doch|dagegen|hingegen|"
        "cependant|mais|toutefois|neanmoins|sauf|sinon|pourtant|sin embargo|pero|no obstante|salvo|excepto|en cambio|"
        "tuttavia|ma|pero|salvo|altrimenti|no entanto|mas|porem|contudo|exceto|echter|maar|toch|tenzij|behalve|"
        "men|dock|emellertid|однако|но|тем не менее|кроме|впрочем|ومع ذلك|لكن|ولكن|غير ان");
    static const QStringList pronouns = split(
        "it|its|they|their|them|he|his|him|she|her|this|these|those|such|both|there|then|that|the latter|the former|the same|also|"
        "er|sie|es|ihr|ihre|ihren|sein|seine|dies|diese|dieser|dieses|diesen|dabei|dazu|damit|dadurch|daraus|dort|dann|beide|"
        "il|elle|ils|elles|cela|ceci|ce|cette|ces|celui|celle|leur|leurs|son|sa|ses|"
        "el|ella|ellos|ellas|esto|eso|este|esta|estos|estas|su|sus|ello|esso|essa|essi|questo|questa|questi|queste|suo|sua|loro|"
        "ele|ela|eles|elas|isso|isto|esse|essa|seu|hij|zij|het|dit|deze|hun|zijn|den|det|han|hon|de|"
        "он|она|оно|они|это|этот|эта|эти|его|ее|их|هو|هي|هم|هذا|هذه|وهو|وهي|كما");
    static const QStringList cjkTurns = split("但|然而|不过|可是|不過|しかし|ただし|그러나|하지만"),
                             cjkPronouns = split("它|他|她|这|那|其|此|該|该|它们|他们|这些|これ|それ|この|その|이는|그는|그것");
    // Bigrams and characters of a CJK text are words of their own: the first of them shows how it begins.
    for (const QString &one : cjkTurns) {
        if (words.mid(1, 4).remove(QLatin1Char(' ')).startsWith(one))
            return Opening::Turn;
    }
    for (const QString &one : cjkPronouns) {
        if (words.mid(1, 4).remove(QLatin1Char(' ')).startsWith(one))
            return Opening::Pronoun;
    }
    return beginsWith(words, turns) ? Opening::Turn : beginsWith(words, pronouns) ? Opening::Pronoun : Opening::Own;
}
// clang-format on

} // namespace Heddle::Evidence
