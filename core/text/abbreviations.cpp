// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/abbreviations.h"
#include "core/text/analyzer.h"
#include "core/text/stopwords.h"
#include <QHash>
#include <QSet>
#include <QStringList>
#include <algorithm>
#include <array>

namespace Heddle::Text {
namespace {

struct Language {
    const char *code;
    const char *before; //!< something follows them
    const char *numbered; //!< words, but abbreviations before a number
    const char *either;
    const char *ending;
};

// Without their last full stop, as they are written in small letters. In a language stand those that would be words in others; those of
// the first entry hold everywhere.
// clang-format off
constexpr Language Languages[] {
    { "", "dr prof hr fr mr mrs ms messrs mme mlle st ste sr sra srta dra sres abs nr nrs vgl cf cfr vs e.g i.e viz ibid et.al al "
          "bzw z.b d.h u.a s.o s.u i.d.r ggf evtl bspw dipl ing lt gen capt cpt sgt maj cmdr hon rev gov sen rep pp bd bde hrsg "
          "approx mgr msgr rer nat phil p.ej p.ex t.ex f.eks bl.a o.a d.w.z m.b.t i.p.v t.a.v i.v.m i.s.d i.h.v",
          "art arts fig figs cap kap ref refs vol vols tel fax no núm col sect chap est lit tab eq eqs pag pág págs núms jan feb "
          "febr apr aug sept okt oct nov dez dec abb",
          "inc ltd co corp bros jr ph.d m.d b.a m.a u.s u.k u.n e.u u.s.a d.c a.m p.m a.d b.c n.chr v.chr a.c s.a s.l s.p.a s.r.l "
          "mio mrd tsd jh jhd str dept univ assn",
          "etc usw ecc osv itd itp atd u.s.w" },
    { "en", "ed eds trans esq supt op.cit mt gen pres geo chas thos wm",
          "no nos sec secs ch para paras min max sun sat wed mon mar jun jul v p fri tues thurs",
          "ave blvd rd hwy oz lb lbs avg ft",
          "" },
    { "de", "rn rdnr rz buchst ziff zif anl anh lfd ca zzgl inkl exkl einschl abzgl abgek allg bes ehem eigtl engl entspr erg "
          "erw evang kath franz ital lat griech dt dtsch österr schweiz schw ges gest geb verh gez i.a i.v i.e.s o.g o.ä.m m.e "
          "m.w s.a sog st tel urspr versch vorm nachm wiss zus zz zzt z.zt z.t z.h z.hd a.a.o aufl ausg nds rd hl hg hll fa ra "
          "kfm techn mag dres priv.-doz pd min.-dir reg.-rat stud bzgl bezgl betr vgl insb insbes überw u.u u.ä u.v.a v.a mwn abt "
          "bearb beisp bl dgl d.i d.j d.m ebd f.d im.e jew m.a.w mind näml o.b.d.a p.a pos prot schr tab teilw ugs verg zw gem "
          "verf mill nr s abs abl bgbl banz gvbl rgbl bt-drs br-drs rspr amtsbl inh",
          "art s kap abb min max nr",
          "f ff mind kfz st.gb gmbh.co jahrh jh jg hbf o.ä o.j u.a.m u.ä.m z.n z.z ffm a.d a.m o.d s.st verl ltr qm pf",
          "usf uvm u.v.m o.dgl u.dgl" },
    { "fr", "m mm p env éd ex fasc hab id loc.cit op.cit n° nos suppl t v vol bd bld boul av apr.j.-c av.j.-c réf cie me dép prés "
          "resp sq adr alin ann arr bibl coll dir féd fr gal mgr hebd qqch qqn c.-à-d",
          "art chap min sec",
          "env av j.-c hab tél janv févr juil déc",
          "sqq" },
    { "es", "ud uds vd vds d dña d.ª n.º núm pág gral lic ing av avda c cta dcha dpto ed edo ej excmo excma fdo gob hnos ilmo izq "
          "máx mín ntra ntro p párr pbro pdte pl prov ref reg rte sgte ss.mm tel vda vol apdo admón cód doc aprox",
          "art arts fig cap sec",
          "ee.uu a.c d.c s.a s.l s.a.u cía ltda ff.aa rr.hh jj.oo cc.aa a.m p.m",
          "etcétera" },
    { "it", "sig sig.ra sigg dott dott.ssa avv arch geom rag on egr gent spett ill n nn p pag pagg co comma cod c.c c.p c.p.c es ev "
          "lett lgs d.lgs l min mons par prot rif s sez tab tel v vd vol arc ca cc circ d.p.r d.m prof.ssa",
          "art artt fig cap sec ss",
          "a.c d.c s.n.c s.a.s s.r.l s.p.a p.iva cia",
          "ecc" },
    { "pt", "exmo exma v.exa sr arq eng enga adv n n.º p pág pp av r trav al apto bl cód dep doc ed eds esc ex fl fls gov inc jd "
          "lda lic máx mín obs op.cit pç pe pg ref tab tel vol séc prof.ª dept des",
          "art fig cap min",
          "s.a ltda cia a.c d.c e.u.a",
          "" },
    { "nl", "dhr mw mevr mej mr ir ing drs ds jhr bijv bv blz afb par ca jl zgn z.g incl excl resp vgl t.o.v t.z.t o.l.v n.a.v "
          "d.m.v m.u.v e.v w.o zg z.s.m i.v.m i.c.m a.h.w dw evt m.n n.l nl o.m p st t.n.v tek v geb gem gebr hs hst inl jur kath "
          "lt mil ned nov onderst pag reg tel tit uitg vert vs vnl",
          "lid art nr",
          "n.v b.v v.o.f v.chr n.chr a.u.b s.v.p",
          "enz e.d e.a d.d" },
    { "sv", "t.ex bl.a d.v.s dvs s.k f.d p.g.a m.h.a i.st fr.o.m t.o.m s.a.s resp inkl exkl kl nr sid kap fig ca tel ang avs bif "
          "c:a dr ev f f.n f.ö forts gm jfr kungl lic mkt möjl obs omkr ordf p.s ref s sek st t.h t.v tab u.p.a uppl urspr utg "
          "vanl vol äv övers docent",
          "",
          "e.kr f.kr e.d kr tkr milj mdr mån",
          "m.m m.fl o.s.v osv o.d o.dyl" },
    { "da", "f.eks bl.a d.v.s dvs ca nr kl s kap jf jfr pkt stk hhv inkl ekskl iht ifm ift vedr mht tlf adv afd alm ang bd bek bl "
          "cand eks fhv fig forb f.d gns gl hr inst jur kgl kst lb lign litt mv månedl nuv o.k obs omkr opr p.g.a pga ref resp "
          "sml sek st stp sv tab tdl udg u.å vha vol årg",
          "",
          "e.kr f.kr mia mio kr pct a/s",
          "osv m.m m.v mv mfl m.fl o.l o.lign" },
    { "no", "f.eks bl.a d.v.s dvs ca nr kl s kap jf jfr pkt stk hhv inkl ekskl iht ifm ift vedr mht tlf adv avd alm ang bd cand eks "
          "fig forb gl hr jur kgl lb obs omkr p.g.a pga ref resp sml sek st tab tdl utg vha vol årg fr.o.m t.o.m s.k",
          "",
          "e.kr f.kr mrd mill kr pst",
          "osv m.m m.v mv mfl m.fl o.l" },
    { "fi", "esim mm ks vrt nro n puh ts ns klo s toht tri v sis synt os tk apul arv dipl.ins eht em fil kand fil.maist hra rva nti "
          "huom kenr kk kok koord ko ed alk ent jälj kirj lab lis luutn maist mom past pl pv rak ruots suom tav tms toim us val "
          "vas vk yht yl",
          "",
          "eaa jaa ekr jkr milj mrd v",
          "ym jne yms tms mms" },
    { "hu", "pl kb ld ún vö ti u krt sz ifj özv id dr prof tel ált bp cca csüt db elm évf ford főv gk ill im jan kat kir max min "
          "mvsz m.kir nov old okl orsz őrgy p péld szerk szt tc tkp ui uo ut utca vm vmi vki vs zs",
          "",
          "kft rt zrt bt i.e i.sz du de márc ápr jún júl szept",
          "stb" },
    { "pl", "np tzn tj ul al dr inż mgr hab św r w ww s str rozdz ust pkt poz zob por ok im gen płk ks m.in lek doc pt pn dyr prez "
          "red wyd zw tzw ds cd dot ew godz h ib jw kpt kol l m mec min nt os ob odc oprac par pl pow prok przyp rys sen sp ts "
          "tab tel tow wlkp woj wg zast",
          "",
          "tys mln mld zł gr proc n.e p.n.e br ub",
          "itd itp i.in in" },
    { "cs", "např tj tzn čís ul nám sv mudr judr rndr phdr mvdr paeddr doc odst písm sb tzv resp cca fa gen hl kap koef mjr np odd "
          "p pí pol popř pozn pplk prof př přibl r roč s sg st stř sl tel th ved vyd zvl ing bc csc č str obr tab",
          "č str obr tab",
          "tis mld kč hod min n.l př.n.l s.r.o a.s o.p.s v.o.s",
          "atd apod aj ap" },
    { "ro", "dl dna d-na d-l dlui alin pag str bd șos ex op cit cca prof conf lect ing av jud com sf nr nt obs p pct plt prev resp "
          "sec șt t tab urm v vol gl gral mr lt cpt ș.a",
          "lit art",
          "î.hr d.hr a.c lei mil mld s.a s.r.l",
          "ș.a.m.d" },
    { "tr", "doç av bkz örn sn cad sok mah yy m.ö m.s yrd öğr gör alb bşk gn hz maj müh nö ord ör şb tğm uzm vd yb yzb apt çev krş "
          "sf st şrk",
          "no s",
          "şti a.ş ltd.şti m.ö m.s t.c",
          "vb vs vd" },
    { "id", "ir h hj drs dra jl hlm tgl a.n s.d ny tn rp u.p d.a kec kel kab kota bpk sdr sdri yth ttd ub s.e s.h m.si s.pd",
          "no",
          "s.m",
          "dll dsb dst dkk" },
    { "ca", "sr sra pàg pàgs núm p.ex av c vol cap fig st sta d dr art ed ex ptge pl tel ntra il·lm hble excm",
          "",
          "s.a s.l a.c d.c",
          "" },
    { "eu", "adib jn and dk zk or k.a k.o kap irud etxb jaun",
          "",
          "",
          "etab" },
    { "ga", "uas lch l t.g uimh iml dr an.t",
          "",
          "r.ch i.c",
          "srl" },
    { "lt", "pvz t.y t.t pan g pr al nr šv m d doc akad kt red vert žr p pav lot angl ind mln a.a a.k",
          "",
          "mlrd tūkst mln lt eur m.e pr.kr",
          "ir.kt" },
    { "sk", "napr tj tzn č str obr tab ul nám sv mudr judr rndr phdr doc ods písm zb tzv resp cca fa gen hl p r s st tel ing bc csc",
          "",
          "tis mil mld sk hod min n.l pr.n.l s.r.o a.s",
          "atď apod" },
    { "hr", "npr tj čl st br ul tzv sv str sl tab odn god dipl ing mr red g gđa gđica usp",
          "",
          "tis mil mlrd kn d.o.o d.d n.e pr.n.e",
          "itd sl dr" },
    { "ru", "ул гор пл пр просп пер наб д кв корп стр табл см ср т.е т.к т.н т.о проф акад доц канд ст п пп ч разд пос с обл р-н м "
          "мм н о оз р ред изд вып л кн св гр гр-н зам зав нач дир инж эл напр англ нем фр лат греч устар т.ч в.т.ч абз прим прил "
          "сер мл шт оф г",
          "тел рис гл",
          "н.э до.н.э тыс млн млрд руб коп экз чел им гг в вв",
          "т.д т.п др пр и.др" },
    { "uk", "вул м р-н обл пл просп буд кв табл див т.зв т.ч ім проф акад доц ст п пп ч гл розд с смт н о ред напр англ нім",
          "рис тел",
          "р рр ст н.е до.н.е тис млн млрд грн коп",
          "т.д т.п та.ін ін" },
    { "el", "κ κκ κα δρ καθ π.χ δηλ βλ σελ αρ παρ εδ κεφ αγ λεωφ οδ τηλ τ.μ ό.π πρβλ εικ πίν",
          "",
          "μ.χ π.χ α.ε ε.ε εκ δισ χλμ",
          "κ.λπ κλπ κ.ά κτλ κ.τ.λ" },
    { "ar", "د أ م ص ج ط ه ر.ع",
          "",
          "ق.م ب.م هـ",
          "إلخ الخ" },
    { "he", "ד\"ר פרופ מס עמ",
          "",
          "",
          "וכו" },
    { "hy", "էջ թ հ պ տես օր",
          "",
          "թթ",
          "և.այլն" },
};
// clang-format on

QString key(QString word)
{
    return word.toLower();
}

using Stops = QHash<QString, Stop>;

QHash<QString, Stops> readLanguages()
{
    QHash<QString, Stops> all;
    for (const Language &language : Languages) {
        Stops &stops = all[QString::fromUtf8(language.code)];
        const auto add = [&stops](const char *words, Stop stop) {
            for (QString word : QString::fromUtf8(words).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
                if (word.endsWith(QLatin1Char('.')))
                    word.chop(1);
                stops.insert(key(word), stop);
            }
        };
        add(language.before, Stop::Abbreviation);
        add(language.numbered, Stop::Number);
        add(language.either, Stop::Either);
        add(language.ending, Stop::Ending);
    }
    return all;
}

//! "Hrsg", "Sgt": a word without a vowel is one of its letters; "BGB" and "km" are words.
bool lacksVowels(QStringView word)
{
    static const QString vowels = QStringLiteral("aeiouyäöüáàâãåæéèêëíìîïóòôõøœúùûýÿąęıőű");
    constexpr qsizetype Shortest = 3, Longest = 4;
    if (word.size() < Shortest || word.size() > Longest || word[1].isUpper())
        return false;
    return std::all_of(
        word.begin(), word.end(), [](QChar c) { return c.isLetter() && c.unicode() < 0x250 && !vowels.contains(c.toLower()); });
}

//! "p.m", "Ph.D", "m.w.N": letters with full stops between them.
bool isDottedLetters(QStringView word)
{
    constexpr qsizetype Longest = 3;
    if (!word.contains(QLatin1Char('.')))
        return false;
    for (const QStringView part : word.split(QLatin1Char('.'))) {
        if (part.isEmpty() || part.size() > Longest || !std::all_of(part.begin(), part.end(), [](QChar c) { return c.isLetter(); }))
            return false;
    }
    return true;
}

} // namespace

Stop stopBehind(QStringView word, const QString &language)
{
    static const QHash<QString, Stops> languages = readLanguages();
    const QString wanted = key(word.toString());
    const QString code = language == QLatin1String("nb") || language == QLatin1String("nn") ? QStringLiteral("no") : language;
    for (const QString &one : { code, QString() }) {
        const auto stops = languages.constFind(one);
        if (stops == languages.cend())
            continue;
        if (const auto stop = stops->constFind(wanted); stop != stops->cend())
            return *stop;
    }
    if (code == QLatin1String("de") && wanted.endsWith(QLatin1String("str"))) // Hauptstr. 5
        return Stop::Either;
    return isDottedLetters(word) || lacksVowels(word) ? Stop::Either : Stop::Sentence;
}

bool hasDottedOrdinals(const QString &language)
{
    static const QSet<QString> languages { QStringLiteral("de"), QStringLiteral("da"), QStringLiteral("no"), QStringLiteral("nb"),
        QStringLiteral("nn"), QStringLiteral("fi"), QStringLiteral("hu"), QStringLiteral("pl"), QStringLiteral("cs"), QStringLiteral("sk"),
        QStringLiteral("sl"), QStringLiteral("hr"), QStringLiteral("sr"), QStringLiteral("bs"), QStringLiteral("tr"), QStringLiteral("et"),
        QStringLiteral("lv"), QStringLiteral("is"), QStringLiteral("eu") };
    return languages.contains(language);
}

bool isMonth(QStringView word)
{
    static const QStringList months =
        QString::fromUtf8("januar jänner january janvier enero gennaio janeiro stycz leden ledna ocak februar february février "
                          "febrero febbraio fevereiro luty lutego únor şubat march märz mars marzo março maart marzec marca "
                          "březen března april avril abril aprile kwie duben dubna nisan may mai mayo maggio maio mei maj "
                          "květ mayıs juni june juin junio giugno junho czerw červ haziran juli july juillet julio luglio julho "
                          "lipiec lipca červen temmuz august août agosto sierp srpen srpna ağustos september septembre "
                          "septiembre settembre setembro wrze září eylül oktober october octobre octubre ottobre outubro "
                          "paźdz říj ekim november novembre noviembre novembro listopad kasım dezember december décembre "
                          "diciembre dicembre dezembro desember grud prosinec prosince aralık augusti januari februari "
                          "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu "
                          "joulukuu janv févr juil sept jan feb mär apr jun jul aug okt oct nov dez dec")
            .split(QLatin1Char(' '));
    const QString lower = word.toString().toLower();
    return std::any_of(months.cbegin(), months.cend(), [&lower](const QString &month) {
        constexpr qsizetype Whole = 5; // shorter ones are words themselves
        return month.size() < Whole ? lower == month : lower.startsWith(month);
    });
}

bool beginsSentences(QStringView word, const QString &language)
{
    static const QSet<QString> others = [] {
        const QString words = QString::fromUtf8(
            "however although meanwhile moreover therefore thus hence later today yesterday many several since also finally instead still "
            "yet "
            "derzeit zunächst anschließend insgesamt inzwischen mittlerweile alle beide neben nachdem bereits weitere insbesondere darüber "
            "hierbei somit "
            "dazu daraufhin jede jeder andere einige "
            "danach dann später heute gestern morgen allerdings jedoch außerdem deshalb daher zudem trotzdem dabei dadurch damit dort seit "
            "während obwohl sobald falls laut zwar trotz wegen viele mehrere schließlich zuerst bisher dennoch davor "
            "cependant pourtant ensuite enfin puis ainsi depuis après aujourd'hui lorsque "
            "sin además después luego entonces aunque mientras según hoy "
            "inoltre poi quindi dopo oggi però mentre secondo "
            "однако затем потом поэтому после сегодня также когда если при "
            "dlatego potem jednak także gdy proto potom však také když azonban ezért majd siten kuitenkin myös ancak daha sonra bu");
        const QStringList list = words.split(QLatin1Char(' '));
        return QSet<QString>(list.cbegin(), list.cend());
    }();
    const QString lower = word.toString().toLower();
    return others.contains(lower) || isFunctionWord(word, language)
        || (language != QLatin1String("en") && word.size() > 2 && isFunctionWord(word, QStringLiteral("en")));
}

bool isFunctionWord(QStringView word, const QString &language)
{
    std::string folded;
    Analyzer::forThisThread().words(word, [&folded](const Token &token) { folded = folded.empty() ? token.term : folded; });
    return stopWords((language.isEmpty() ? QStringLiteral("en") : language).toStdString()).contains(folded);
}

bool namesSections(QStringView word)
{
    static const QSet<QString> names = [] {
        const QString words = QString::fromUtf8(
            "article articles section chapter part paragraph clause rule step lesson question table figure appendix annex schedule exhibit "
            "artikel paragraph abschnitt kapitel teil schritt lektion frage tabelle abbildung anhang anlage satz regel punkt "
            "chapitre partie titre étape leçon tableau annexe règle paragraphe "
            "artículo capítulo título sección parte paso lección tabla figura anexo disposición regla cláusula párrafo "
            "articolo capitolo sezione passo tabella allegato regola artigo seção capítulo cláusula passo anexo "
            "artikel hoofdstuk deel stap tabel bijlage artykuł rozdział tabela rysunek krok článek kapitola tabulka "
            "sec art par fig tab abb kap cap ch chap app ex anh "
            "ст гл разд рис табл прил "
            "статья глава раздел часть пункт шаг урок таблица рисунок приложение правило параграф вопрос");
        const QStringList list = words.split(QLatin1Char(' '));
        return QSet<QString>(list.cbegin(), list.cend());
    }();
    return names.contains((word.endsWith(u'.') ? word.chopped(1) : word).toString().toLower());
}

} // namespace Heddle::Text
