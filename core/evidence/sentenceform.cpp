// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/sentenceform.h"
#include <QRegularExpression>

namespace Heddle::Evidence {

bool endsAsSentence(QStringView sentence)
{
    static const QString ends = QStringLiteral(".!?:;\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964\"\u201d\u201c\u00bb\u2019\u300d)]");
    while (!sentence.isEmpty() && (sentence.back() == QLatin1Char('*') || sentence.back() == QLatin1Char('_') || sentence.back().isSpace()))
        sentence.chop(1);
    return !sentence.isEmpty() && ends.contains(sentence.back());
}

bool isQuestion(QStringView sentence)
{
    static const QString closing = QStringLiteral("\"'\u201d\u2019\u00bb)]\u300d\u300f*_ ");
    while (!sentence.isEmpty() && closing.contains(sentence.back()))
        sentence.chop(1);
    return sentence.endsWith(QLatin1Char('?')) || sentence.endsWith(QChar(0xff1f)) || sentence.endsWith(QChar(0x061f));
}

bool isBoilerplate(QStringView sentence, const QString &words)
{
    constexpr qsizetype MaxLooked = 1500;
    const QString text = sentence.left(MaxLooked).toString();
    static const QRegularExpression contents(QStringLiteral("(\\.\\s?){5,}\\s*\\d*|\u2026\\s*\\d+\\s*$|_{5,}"));
    static const QRegularExpression entry(
        QStringLiteral("\\bdoi:|doi\\.org/|\\bpp?\\. ?\\d+\\s?[\u2013-]\\s?\\d+|\\b\\d+\\s?\\(\\d+\\):\\s?\\d+|^\\[\\d+\\] \\p{Lu}|"
                       "(?:\\p{Lu}[\\p{L}'-]+,? (?:\\p{Lu}\\.[ -]?){1,3},? (?:and |& |und )?){2}"),
        QRegularExpression::UseUnicodePropertiesOption);
    static const QStringList notices { QStringLiteral(" all rights reserved "), QStringLiteral(" alle rechte vorbehalten "),
        QStringLiteral(" tous droits reserves "), QStringLiteral(" todos los derechos reservados "), QStringLiteral(" isbn "),
        QStringLiteral(" use cookies "), QStringLiteral(" cookie policy "), QStringLiteral(" skip to content "),
        QStringLiteral(" table of contents "), QStringLiteral(" inhaltsverzeichnis ") };
    return contents.match(text).hasMatch() || entry.match(text).hasMatch()
        || std::any_of(notices.cbegin(), notices.cend(), [&words](const QString &notice) { return words.contains(notice); });
}

bool isBoilerplateHeading(const QString &words)
{
    static const QRegularExpression heading(QStringLiteral(
        " (references|bibliography|works cited|literature cited|further reading|external links|see also|table of contents|contents|index|"
        "literatur|literaturverzeichnis|inhaltsverzeichnis|einzelnachweise|weblinks|bibliographie|sommaire|referencias|bibliografia|"
        "riferimenti|literatuur|kallor|литература|примечания|المراجع|参考文献) $"));
    return heading.match(words).hasMatch();
}

std::optional<bool> fits(QuestionKind kind, const Contents &contents)
{
    switch (kind) {
    case QuestionKind::HowMuch: return contents.number;
    case QuestionKind::When: return contents.date;
    case QuestionKind::Who:
    case QuestionKind::Where: return contents.name;
    case QuestionKind::Why: return contents.reason;
    case QuestionKind::HowTo: return contents.step;
    case QuestionKind::WhatIs: return contents.definition;
    case QuestionKind::Other: break;
    }
    return {};
}

bool tells(QuestionKind kind)
{
    return kind == QuestionKind::HowMuch || kind == QuestionKind::When;
}

bool isKin(const QString &word, const QString &root)
{
    if (word.size() < ShortRoot || root.size() < ShortRoot || root.at(0).isDigit())
        return false;
    if (root.size() > ShortRoot && word.contains(root))
        return true;
    const auto same = std::mismatch(word.begin(), word.end(), root.begin(), root.end()).first - word.begin();
    return same >= ShortRoot && double(same) >= 0.65 * double(std::max(word.size(), root.size()));
}

} // namespace Heddle::Evidence
