// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/listgrammar.h"
#include "core/text/analyzer.h"

namespace Heddle::Retrieval {
namespace {

//! As people write it; commas separate expressions.
struct Written {
    const char *language, *which, *count, *command, *documents, *kinds, *verbs, *links, *existence, *fillers, *naming;
};

// clang-format off
constexpr Written Grammars[] = {
    { "en", "which, what", "how many, number of", "list, show, show me, find, find me, name, give me, tell me",
        "documents, files, papers, articles, books, texts, studies, notes, sources",
        "contracts, invoices, letters, reports, emails, minutes, agreements, manuals, leases, offers, bills, protocols, policies, memos, guides",
        "mention*, refer, refers, referring, referred, discuss*, talk*, speak*, cite*, citing, contain*, includ*, cover*, concern*, deal, deals, dealing, address*",
        "about, with, regarding, concerning, on", "there, i, we, have, got, library, collection, folder, are, is, exist, do",
        "all, all of, every, the, my, our, of, me, these, those, that, which, who, please, can, could, you, in, to, different, do, does, any", "the word, the phrase, the expression" },
    { "de", "welche, welchen", "wie viele, wieviele, wie vielen, anzahl der", "liste, zeige, zeig, nenne, finde, gib mir, suche, such",
        "Dokumente, Dokumenten, Dateien, Unterlagen, Schriftstücke, Texte, Texten, Artikel, Artikeln, Bücher, Büchern, Studien, Notizen, Quellen",
        "Verträge, Verträgen, Rechnungen, Briefe, Briefen, Berichte, Berichten, Mails, E-Mails, Protokolle, Protokollen, Vereinbarungen, Handbücher, Handbüchern, Angebote, Angeboten, Mietverträge, Mietverträgen",
        "erwähn*, enthalt*, enthält, nennen, behandel*, handeln, besprech*, sprechen, zitier*, vorkommt, kommt, geht, beziehen, steht, beinhalt*, betreff*",
        "über, zu, mit, von", "gibt, es, habe, haben, ich, wir, sind, Bibliothek, Sammlung, Ordner, vorhanden",
        "alle, allen, mir, die, der, das, dem, bitte, auf, meine, meinen, unsere, in, denen, wird, werden, ist, sich, meiner, um, vor", "Wort, Begriff, Ausdruck" },
    { "fr", "quels, quelles", "combien de, combien d, nombre de", "liste, listez, montre, montre moi, montrez moi, trouve, trouvez, cite, donne moi, énumère",
        "documents, fichiers, textes, articles, livres, études, notes, sources",
        "contrats, factures, lettres, rapports, courriels, accords, manuels, baux, offres, devis, comptes rendus",
        "mentionn*, parle, parlent, parlant, contien*, cite, citent, évoqu*, abord*, trait*, concern*, inclu*, question",
        "sur, avec, à propos de, concernant", "y, a, t, il, ai, avons, je, nous, bibliothèque, collection, dossier, sont, existe, existent",
        "tous, toutes, les, la, le, l, des, mes, nos, dans, qui, s, vous, plaît, est, il, elle, de, du, d, que, moi", "mot, expression" },
    { "es", "qué, cuáles, en qué", "cuántos, cuántas, número de", "lista, enumera, muestra, muéstrame, encuentra, busca, dame, nombra",
        "documentos, archivos, ficheros, textos, artículos, libros, estudios, notas, fuentes",
        "contratos, facturas, cartas, informes, correos, acuerdos, manuales, ofertas, presupuestos, actas",
        "mencion*, habla, hablan, contien*, cita, citan, trata, tratan, refier*, incluy*, aborda*, menciona",
        "sobre, con, acerca de", "hay, tengo, tenemos, biblioteca, colección, carpeta, existen",
        "todos, todas, los, las, el, la, mis, nuestros, de, del, en, que, se, son, por, favor", "palabra, expresión" },
    { "it", "quali, in quali", "quanti, quante, numero di", "elenca, mostra, mostrami, trova, trovami, cerca, dammi, indica",
        "documenti, file, testi, articoli, libri, studi, note, fonti",
        "contratti, fatture, lettere, rapporti, relazioni, accordi, manuali, offerte, preventivi, verbali",
        "menzion*, parla, parlano, conten*, cita, citano, citato, tratta, trattano, riferi*, riguarda*, includ*, nomina*",
        "su, con, riguardo a, sul, sulla", "ci, sono, ho, abbiamo, biblioteca, raccolta, cartella, esistono",
        "tutti, tutte, i, gli, le, il, la, lo, miei, nostri, di, del, della, in, che, si, è, viene, per, favore", "parola, espressione" },
    { "pt", "quais, que, em que, em quais", "quantos, quantas, número de", "lista, liste, mostra, mostre, mostra me, encontra, encontre, procura, dá me",
        "documentos, ficheiros, arquivos, textos, artigos, livros, estudos, notas, fontes",
        "contratos, facturas, faturas, cartas, relatórios, acordos, manuais, propostas, orçamentos, atas, actas",
        "mencion*, fala, falam, contém, contêm, cita, citam, trata, tratam, refere*, inclu*, aborda*",
        "sobre, com, acerca de", "há, tenho, temos, biblioteca, coleção, colecção, pasta, existem",
        "todos, todas, os, as, o, a, meus, nossos, de, do, da, em, que, se, é, são, por, favor", "palavra, expressão" },
    { "nl", "welke, in welke", "hoeveel, aantal", "toon, laat, geef, zoek, vind, noem, som",
        "documenten, bestanden, teksten, artikelen, boeken, studies, notities, bronnen",
        "contracten, facturen, brieven, rapporten, verslagen, overeenkomsten, handleidingen, offertes, notulen",
        "vermeld*, noem*, genoemd, bevat*, bespreek*, bespreken, gaan, gaat, spreken, verwijz*, behandel*, citeer*, citeren, komt, komen, voorkomt",
        "over, met, van", "zijn, er, heb, hebben, ik, wij, we, bibliotheek, verzameling, map",
        "alle, de, het, mij, mijn, onze, in, die, dat, wordt, worden, op, alstublieft, voor", "woord, uitdrukking" },
    { "sv", "vilka, i vilka", "hur många, antal", "lista, visa, visa mig, hitta, ge mig, nämn",
        "dokument, filer, texter, artiklar, böcker, studier, anteckningar, källor",
        "avtal, kontrakt, fakturor, brev, rapporter, protokoll, handböcker, offerter",
        "nämn*, omnämn*, innehåll*, diskuter*, handlar, tar, citer*, behandla*, hänvisa*, berör", "om, med, kring", "finns, det, har, jag, vi, bibliotek, biblioteket, samling, mapp",
        "alla, de, den, mig, min, mina, våra, i, som, ett, en, upp", "ordet, uttrycket, frasen" },
    { "da", "hvilke, i hvilke", "hvor mange, antal", "vis, vis mig, find, giv mig, nævn, list",
        "dokumenter, filer, tekster, artikler, bøger, studier, noter, kilder",
        "kontrakter, aftaler, fakturaer, breve, rapporter, referater, håndbøger, tilbud",
        "nævn*, omtal*, indehold*, diskuter*, handler, citer*, behandl*, henvis*, omhandl*", "om, med", "er, der, har, jeg, vi, bibliotek, biblioteket, samling, mappe",
        "alle, de, den, det, mig, min, mine, vores, i, som, et, en, bliver", "ordet, udtrykket" },
    { "no", "hvilke, i hvilke", "hvor mange, antall", "vis, vis meg, finn, gi meg, nevn, list",
        "dokumenter, filer, tekster, artikler, bøker, studier, notater, kilder",
        "kontrakter, avtaler, fakturaer, brev, rapporter, referater, håndbøker, tilbud",
        "nevn*, omtal*, innehold*, diskuter*, handler, siter*, behandl*, henvis*, omhandl*", "om, med", "er, det, finnes, har, jeg, vi, bibliotek, biblioteket, samling, mappe",
        "alle, de, den, meg, min, mine, våre, i, som, et, en, blir", "ordet, uttrykket" },
    { "fi", "mitkä, missä, mitä", "kuinka monta, kuinka moni, montako, kuinka monessa", "luettele, näytä, etsi, listaa, anna",
        "asiakirj*, tiedosto*, dokument*, teksti*, teksteissä, artikkel*, kirjat, kirjoissa, kirjaa, tutkimuks*, lähteet, lähteissä",
        "sopimuks*, sopimusta, lasku*, kirjeet, kirjeissä, kirjettä, raport*, pöytäkirj*, käsikirj*, tarjouks*, tarjousta",
        "mainit*, mainin*, käsitte*, sisält*, puhu*, viit*, kerto*", "jotka koskevat", "on, ovat, minulla, meillä, kirjastossa, kokoelmassa, kansiossa, olemassa",
        "kaikki, kaikissa, ne, jotka, joissa, minun, minulle, meidän", "sana, sanan, sanaa" },
    { "ru", "какие, каких, какой, в каких", "сколько, в скольких, число", "перечисли, перечислите, покажи, покажите, найди, найдите, назови, дай",
        "документы, документах, документов, файлы, файлах, файлов, тексты, текстах, текстов, статьи, статьях, статей, книги, книгах, книг, исследования, исследованиях, источники, источниках",
        "договоры, договорах, договоров, контракты, контрактах, контрактов, счета, счетах, счетов, письма, письмах, писем, отчёты, отчётах, отчётов, протоколы, протоколах, протоколов, соглашения, соглашениях, соглашений",
        "упомина*, упомян*, содерж*, обсужда*, говор*, цитир*, касают*, рассматрива*, ссыла*, описан*", "о, об, про, с, со", "есть, имеется, существует, у, меня, нас, библиотеке, коллекции, папке, всего",
        "все, всех, мне, мои, моих, наши, в, во, которые, которых, где, пожалуйста, эти, речь, идёт", "слово, слова, выражение" },
    { "ro", "care, ce, în care, în ce", "câte, câți, numărul de", "listează, arată, arată mi, găsește, enumeră, dă mi",
        "documente, documentele, fișiere, fișierele, texte, textele, articole, articolele, cărți, cărțile, studii, studiile, surse",
        "contracte, contractele, facturi, facturile, scrisori, scrisorile, rapoarte, rapoartele, acorduri, manuale, oferte, procese verbale",
        "mențion*, vorbe*, conțin*, citea*, tratea*, discut*, pomen*, refer*, includ*, este vorba", "despre, cu, privind", "sunt, există, am, avem, bibliotecă, colecție, dosar",
        "toate, cele, mele, noastre, de, în, se, din, te, rog, care, este", "cuvântul, expresia" },
    { "hu", "mely, melyik, milyen, mely, melyek", "hány, mennyi", "sorold fel, mutasd, keresd, listázd, add meg",
        "dokumentum*, fájl*, irat*, szöveg*, cikk*, könyv*, tanulmány*, forrás*",
        "szerződés*, számla, számlák, számlában, levél, levelek, levélben, jelentés*, jegyzőkönyv*, megállapodás*, kézikönyv*, ajánlat*",
        "említ*, említi*, tartalmaz*, szól*, tárgyal*, hivatkoz*, foglalkoz*, szerepel*", "ról", "van, vannak, létezik, nekem, könyvtárban, gyűjteményben, mappában",
        "az, a, összes, minden, azokat, amelyek, amelyekben, kérem, meg, fel", "" },
    { "tr", "hangi", "kaç, kaç tane", "listele, göster, bul, say, ver",
        "belge, belgeler, belgelerde, belgede, dosya, dosyalar, dosyalarda, dosyada, metin, metinler, metinlerde, makale, makaleler, makalelerde, kitap, kitaplar, kitaplarda, çalışmalar, kaynaklar",
        "sözleşme, sözleşmeler, sözleşmelerde, sözleşmede, fatura, faturalar, faturalarda, mektup, mektuplar, rapor, raporlar, raporlarda, raporda, tutanak, tutanaklar, kılavuzlar",
        "bahsed*, geç*, içer*, söz, sözü, değin*, anıl*, konu", "hakkında, ile ilgili", "var, bende, bizde, kütüphanede, koleksiyonda, klasörde, bulunuyor",
        "tüm, bütün, bana, benim, bizim, lütfen, olan, ediyor, eden", "" },
    { "ca", "quins, quines, en quins, en quines", "quants, quantes, nombre de", "llista, mostra, mostra m, troba, cerca, dona m, enumera",
        "documents, fitxers, arxius, textos, articles, llibres, estudis, notes, fonts",
        "contractes, factures, cartes, informes, acords, manuals, ofertes, actes",
        "mencion*, esment*, parla, parlen, conten*, conté, cita, citen, tracta, tracten, refer*, inclo*", "sobre, amb", "hi, ha, tinc, tenim, biblioteca, col·lecció, carpeta",
        "tots, totes, els, les, el, la, meus, nostres, de, del, en, que, es, si, us, plau", "paraula, expressió" },
    { "id", "apa, dokumen mana, mana", "berapa, berapa banyak, jumlah", "daftar, tampilkan, tunjukkan, cari, temukan, sebutkan",
        "dokumen, berkas, file, teks, artikel, buku, penelitian, catatan, sumber",
        "kontrak, perjanjian, faktur, surat, laporan, notulen, panduan, penawaran",
        "menyebut*, disebut*, memuat, berisi, membahas, membicarakan, mengutip, menyinggung, mencakup", "tentang, dengan, mengenai", "ada, saya, kami, punya, memiliki, perpustakaan, koleksi, folder",
        "semua, saja, yang, mana, di, dalam, tolong, itu, ini", "kata" },
    { "lt", "kurie, kuriuose, kokie, kokiuose", "kiek, keliuose", "išvardyk, parodyk, rask, surask, nurodyk",
        "dokumentai, dokumentuose, dokumentų, failai, failuose, failų, tekstai, tekstuose, tekstų, straipsniai, straipsniuose, straipsnių, knygos, knygose, knygų, šaltiniai, šaltiniuose",
        "sutartys, sutartyse, sutarčių, sąskaitos, sąskaitose, sąskaitų, laiškai, laiškuose, laiškų, ataskaitos, ataskaitose, ataskaitų, protokolai, protokoluose, protokolų",
        "min*, pamin*, yra kalbama, kalba*, aptar*, nagrin*, turi, cituo*", "apie, su", "yra, turiu, turime, bibliotekoje, kolekcijoje, aplanke",
        "visus, visi, visuose, man, mano, mūsų, kurie, kuriuose, prašau, yra", "žodis, žodį" },
    { "ar", "أي, ما, ما هي, في أي", "كم, كم عدد, عدد", "اذكر, اعرض, أظهر, ابحث عن, أعطني, عدد",
        "وثائق, الوثائق, وثيقة, مستندات, المستندات, مستند, مستندا, ملفات, الملفات, ملف, ملفا, نصوص, النصوص, مقالات, المقالات, كتب, الكتب, دراسات, الدراسات",
        "عقود, العقود, عقد, عقدا, فواتير, الفواتير, فاتورة, رسائل, الرسائل, رسالة, تقارير, التقارير, تقرير, تقريرا, اتفاقيات, الاتفاقيات, محاضر",
        "تذكر, يذكر, ذكر, ذكرت, تتحدث, يتحدث, تحتوي, يحتوي, تناقش, يناقش, تتناول, يتناول, تشير, يشير", "عن, حول, مع", "هناك, يوجد, لدي, لدينا, توجد, المكتبة, المجموعة, المجلد",
        "كل, جميع, التي, الذي, في, فيها, على, إلى, من, لي", "كلمة, عبارة" },
    { "eu", "zein, zer, zeintzuk", "zenbat", "zerrendatu, erakutsi, bilatu, eman",
        "dokumentu, dokumentuk, dokumentutan, dokumentuek, fitxategi, fitxategik, fitxategitan, testu, testuk, testutan, artikulu, artikuluk, artikulutan, liburu, liburuk, liburutan",
        "kontratu, kontratuk, kontratutan, faktura, fakturak, fakturatan, gutun, gutunek, gutunetan, txosten, txostenek, txostenetan, akta, aktak, aktatan",
        "aipatzen, aipatu, dute, dauka*, jasotzen, hitz, eztabaidatzen, aipatzen da", "buruz, buruzko", "daude, dago, ditut, ditugu, liburutegian, bilduman, karpetan",
        "guztiak, guztiek, du, dute, da, dira, nire, gure, egiten, mesedez", "" },
    { "ga", "cé na, cad iad na, cén", "cé mhéad, cá mhéad", "liostaigh, taispeáin, aimsigh, tabhair dom",
        "cáipéisí, cáipéis, doiciméid, doiciméad, comhaid, comhad, téacsanna, téacs, ailt, alt, leabhair, leabhar",
        "conarthaí, conradh, sonraisc, sonrasc, litreacha, litir, tuarascálacha, tuarascáil, miontuairiscí",
        "luann, luaitear, pléann, bhfuil, tráchtann, cuimsíonn", "faoi, maidir le, le", "atá, ann, agam, againn, leabharlann, bailiúchán, fillteán",
        "na, an, a, gach, uile, mo, ár, sa, ina, le, do, thoil", "focal" },
    { "hy", "որ, ինչ, որոնք, ո՞ր", "քանի, քանի՞", "թվարկիր, ցույց տուր, գտիր, նշիր",
        "փաստաթղթ*, փաստաթուղթ, ֆայլ*, տեքստ*, հոդված*, գիրք, գրքեր*, գրքերում",
        "պայմանագր*, պայմանագիր, հաշիվ*, նամակ*, զեկույց*, արձանագրություն*, համաձայնագր*",
        "նշում, նշվում, պարունակ*, խոսում, քննարկ*, հիշատակ*", "մասին", "կան, կա, ունեմ, ունենք, գրադարանում, հավաքածուում, թղթապանակում",
        "բոլոր, են, է, այն, իմ, մեր, խնդրում, եմ", "" },
    { "ne", "कुन, कुनकुन, के", "कति, कतिवटा", "सूची, देखाऊ, देखाउनुहोस्, खोज, खोज्नुहोस्",
        "कागजात*, दस्तावेज*, फाइल*, पाठ*, लेख*, पुस्तक*",
        "सम्झौता*, बिल*, पत्र*, प्रतिवेदन*, रिपोर्ट*",
        "उल्लेख, समावेश, चर्चा, वर्णन", "बारेमा, सम्बन्धी", "छन्, छ, मसँग, हामीसँग, पुस्तकालयमा, सङ्ग्रहमा",
        "सबै, मा, मेरो, हाम्रो, गर्छन्, गरिएको, छन्, छ, कृपया, को, वटा", "" },
    { "ta", "எந்த, எந்தெந்த, எவை", "எத்தனை", "பட்டியலிடு, காட்டு, தேடு, கண்டுபிடி",
        "ஆவண*, கோப்பு*, உரை*, கட்டுரை*, புத்தக*",
        "ஒப்பந்த*, விலைப்பட்டியல்*, கடித*, அறிக்கை*",
        "குறிப்பிடு*, குறிப்பிட*, கொண்டுள்ள*, பற்றி பேசு*, விவாதிக்*, உள்ளது", "பற்றி, பற்றிய", "உள்ளன, உள்ளது, உண்டு, என்னிடம், நூலகத்தில், தொகுப்பில்",
        "எல்லா, அனைத்து, என், எங்கள், தயவு, செய்து", "" },
};
// clang-format on

//! Cut and folded as a question is.
std::vector<Expression> expressions(const char *written)
{
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    std::vector<Expression> result;
    for (const QString &one : QString::fromUtf8(written).split(QLatin1Char(','))) {
        Expression expression;
        analyzer.words(one, [&](const Text::Token &token) { expression.push_back(token.term); });
        if (!expression.empty() && one.endsWith(QLatin1Char('*')))
            expression.back() += '*';
        if (!expression.empty())
            result.push_back(expression);
    }
    // Longer ones first: "how many of" before "how many".
    std::stable_sort(result.begin(), result.end(), [](const Expression &a, const Expression &b) { return a.size() > b.size(); });
    return result;
}

} // namespace

const std::vector<ListGrammar> &listGrammars()
{
    static const std::vector<ListGrammar> grammars = [] {
        std::vector<ListGrammar> all;
        for (const Written &one : Grammars)
            all.push_back({ one.language, expressions(one.which), expressions(one.count), expressions(one.command),
                expressions(one.documents), expressions(one.kinds), expressions(one.verbs), expressions(one.links),
                expressions(one.existence), expressions(one.fillers), expressions(one.naming) });
        return all;
    }();
    return grammars;
}

} // namespace Heddle::Retrieval
