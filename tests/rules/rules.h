// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringList>
#include <functional>

namespace Heddle::Rules {

//! \brief The folders of core and of ui, each of which sees those before it.
const QStringList &layers();

//! \brief The same as the first code block of docs/architecture.md has it.
QStringList layersNamedIn(const QString &page);

//! \brief The files that a page names between back ticks, with as much of the path as it gives.
QStringList filesNamedIn(const QString &page);

//! \brief The source without comments and without the content of string literals; line breaks stay.
QString codeOnly(const QString &source);

//! \brief A rule looks at one file (path from the root, code as codeOnly() gives it, raw source) and names what breaks it.
struct Rule {
    QString name;
    std::function<QStringList(const QString &path, const QString &code, const QString &source)> check;
    QString goodPath, good, badPath, bad; //!< samples that must pass and fail
};
QList<Rule> allRules();

//! \brief The hosts of package registries that a file names. Packages come through their clients as the user has set them up,
//! so no file of the repository may name one.
QStringList registryHostsIn(const QString &text);

//! \brief The .cpp files that the CMakeLists.txt of `folder` (a path from the root) names, as paths from the root.
QStringList sourcesNamedIn(const QString &folder, const QString &cmake);

} // namespace Heddle::Rules
