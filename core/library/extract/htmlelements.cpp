// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/htmlelements.h"
#include <QRegularExpression>

namespace Heddle::Library {
namespace {

using Attributes = HtmlTokenizer::Attributes;

bool styleHas(const Attributes &attributes, const QRegularExpression &pattern)
{
    const auto style = attributes.constFind(QStringLiteral("style"));
    return style != attributes.cend() && pattern.match(*style).hasMatch();
}

} // namespace

bool isOneOf(const QString &name, std::initializer_list<const char *> names)
{
    return std::any_of(names.begin(), names.end(), [&name](const char *one) { return name == QLatin1String(one); });
}

QSet<QString> setOf(std::initializer_list<const char *> names)
{
    QSet<QString> set;
    for (const char *name : names)
        set += QLatin1String(name);
    return set;
}

bool isSkipped(const QString &name)
{
    static const QSet<QString> names = setOf({ "script", "style", "template", "svg", "select", "datalist", "object", "iframe", "audio",
        "video", "canvas", "noembed", "noframes", "rp", "annotation", "annotation-xml" });
    return names.contains(name);
}

bool isBlock(const QString &name)
{
    static const QSet<QString> names = setOf({ "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hgroup", "hr", "legend", "li", "listing", "main", "menu", "nav", "noscript", "ol", "optgroup", "option", "p",
        "plaintext", "pre", "search", "section", "summary", "table", "textarea", "title", "ul", "xmp" });
    return names.contains(name);
}

bool isEmpty(const QString &name)
{
    static const QSet<QString> names = setOf({ "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
        "keygen", "link", "meta", "param", "source", "track", "wbr" });
    return names.contains(name);
}

bool isBox(const QString &name)
{
    static const QSet<QString> names = setOf({ "button", "input", "select", "textarea", "img", "svg", "video", "audio", "iframe", "object",
        "canvas", "meter", "progress", "embed", "marquee", "output" });
    return names.contains(name);
}

bool isPreformatted(const QString &name)
{
    return isOneOf(name, { "pre", "xmp", "listing", "plaintext" });
}

int headingLevel(const QString &name, const Attributes &attributes)
{
    if (name.size() == 2 && name[0] == QLatin1Char('h') && name[1] >= QLatin1Char('1') && name[1] <= QLatin1Char('6'))
        return name[1].unicode() - '0';
    if (attributes.value(QStringLiteral("role")) != QLatin1String("heading"))
        return 0;
    const int level = attributes.value(QStringLiteral("aria-level")).toInt();
    return level >= 1 && level <= 9 ? level : 2;
}

bool isHiddenElement(const QString &name, const Attributes &attributes)
{
    static const QRegularExpression none(
        QStringLiteral("display\\s*:\\s*none|visibility\\s*:\\s*(?:hidden|collapse)"), QRegularExpression::CaseInsensitiveOption);
    if (name == QLatin1String("body") || name == QLatin1String("html"))
        return false;
    return isSkipped(name) || attributes.contains(QStringLiteral("hidden")) || styleHas(attributes, none)
        || (name == QLatin1String("dialog") && !attributes.contains(QStringLiteral("open")))
        || (name == QLatin1String("input") && attributes.value(QStringLiteral("type")).toLower() == QLatin1String("hidden"));
}

bool isDecoration(const QString &name, const Attributes &attributes)
{
    return attributes.value(QStringLiteral("aria-hidden")) == QLatin1String("true") && !isOneOf(name, { "body", "html", "main" });
}

bool isDrawn(const Attributes &attributes)
{
    static const QRegularExpression drawn(
        QStringLiteral("(?:^|[\\s_-])(?:icons?|glyph|katex-html|symbols-(?:outlined|rounded|sharp))(?:$|[\\s_-])"));
    return drawn.match(attributes.value(QStringLiteral("class"))).hasMatch();
}

bool isShownAsBlock(const QString &name, const Attributes &attributes)
{
    static const QRegularExpression block(
        QStringLiteral("display\\s*:\\s*(?:block|flex|grid|table|list-item|flow-root|inline-block|inline-flex|inline-grid)\\b"),
        QRegularExpression::CaseInsensitiveOption);
    return isBlock(name) || styleHas(attributes, block);
}

} // namespace Heddle::Library
