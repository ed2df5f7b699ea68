// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/listing.h"
#include "core/settings/keys.h"
#include <QCoreApplication>

namespace Heddle::Settings {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Settings", text);
}

QString fallbackText(const Definition &definition)
{
    return definition.format(definition.fallback());
}

QString groupTitle(const QString &group)
{
    static const QMap<QString, const char *> titles {
        { QStringLiteral("rerank"), QT_TRANSLATE_NOOP("Heddle::Settings", "Reranking") },
        { QStringLiteral("chat"), QT_TRANSLATE_NOOP("Heddle::Settings", "Written answers") },
        { QStringLiteral("embedding"), QT_TRANSLATE_NOOP("Heddle::Settings", "Search by meaning") },
        { QStringLiteral("search"), QT_TRANSLATE_NOOP("Heddle::Settings", "Search") },
        { QStringLiteral("appearance"), QT_TRANSLATE_NOOP("Heddle::Settings", "Appearance") },
        { QStringLiteral("pools"), QT_TRANSLATE_NOOP("Heddle::Settings", "Threads") },
    };
    return titles.contains(group) ? tr(titles[group]) : group;
}

} // namespace

QString listing(const Values &values)
{
    QStringList lines;
    for (const Definition *one : definitions()) {
        const QString fallback = fallbackText(*one);
        lines += QStringLiteral("%1 = %2").arg(one->name(), values.text(*one));
        lines += QStringLiteral("    ") + one->help();
        lines += QStringLiteral("    ")
            + (fallback.isEmpty() ? tr("Empty by default; it must be %1.").arg(one->allowed())
                                  : tr("Default: %1; it must be %2.").arg(fallback, one->allowed()));
        if (const QString notice = values.notice(*one); !notice.isEmpty())
            lines += QStringLiteral("    ") + notice;
    }
    return lines.join(QLatin1Char('\n'));
}

QString helpListing()
{
    constexpr int Indent = 28;
    QStringList lines { tr("Settings, for config set KEY VALUE (config list shows what is set, and what each may be):") };
    for (const Definition *one : definitions())
        lines += (QStringLiteral("  ") + one->name()).leftJustified(Indent) + one->help();
    return lines.join(QLatin1Char('\n'));
}

QString handbookPage()
{
    QStringList lines { tr("# All settings"), QString(),
        tr("The window has a page for most of these. In the terminal `heddle-cli config list` shows how they are set, and `heddle-cli "
           "config set KEY VALUE` changes one; a value that can't be used is refused and changes nothing.") };
    QString group;
    for (const Definition *one : definitions()) {
        if (one->group() != group) {
            group = one->group();
            lines += { QString(), QStringLiteral("## ") + groupTitle(group), QString(),
                tr("| Setting | Default | What it may be | What it does |"), QStringLiteral("| --- | --- | --- | --- |") };
        }
        const QString fallback = fallbackText(*one);
        lines +=
            QStringLiteral("| `%1` | %2 | %3 | %4 |")
                .arg(one->name(), fallback.isEmpty() ? tr("empty") : QStringLiteral("`%1`").arg(fallback), one->allowed(), one->help());
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace Heddle::Settings
