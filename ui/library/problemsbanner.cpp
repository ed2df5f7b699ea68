// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/problemsbanner.h"
#include "ui/common/plaintext.h"
#include "ui/library/documentsmodel.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include <QHBoxLayout>
#include <QHash>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>

namespace Heddle::Ui {

ProblemsBanner::ProblemsBanner(QWidget *parent) : QFrame(parent), m_text(plainLabel()), m_show(new QPushButton(tr("&Show them")))
{
    setObjectName(QStringLiteral("problems"));
    m_text->setObjectName(QStringLiteral("problemsText"));
    m_text->setWordWrap(true);
    m_show->setObjectName(QStringLiteral("showProblems"));
    m_show->setProperty("small", true);
    auto *mark = new QToolButton; // drawn anew where the theme changes
    mark->setProperty("bare", true);
    mark->setIcon(Style::icon(QStringLiteral("triangle-alert"), Style::IconTint::Signal));
    mark->setIconSize({ Metrics::SmallIconSize, Metrics::SmallIconSize });
    mark->setFocusPolicy(Qt::NoFocus);
    mark->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Metrics::CardGap, Metrics::Gap / 2, Metrics::Gap / 2, Metrics::Gap / 2);
    row->setSpacing(Metrics::Gap);
    row->addWidget(mark);
    row->addWidget(m_text, 1);
    row->addWidget(m_show);
    mark->setVisible(!mark->icon().isNull()); // a child by now: what has no parent would be shown as a window
    connect(m_show, &QPushButton::clicked, this, &ProblemsBanner::showRequested);
    hide();
}

void ProblemsBanner::setDocuments(const QList<Library::Document> &documents)
{
    constexpr qsizetype NamedReasons = 3;
    using State = Library::Document::State;
    QHash<QString, int> reasons;
    int count = 0;
    for (const Library::Document &document : documents) {
        if (document.state != State::Failed && document.state != State::NoText)
            continue;
        ++count;
        // "Could not be read: it is protected by a password; save a copy": what stands between is the reason.
        const QString text = DocumentsModel::shortStateText(document);
        ++reasons[text.contains(QLatin1String(": ")) ? text.section(QLatin1String(": "), 1) : text.left(1).toLower() + text.mid(1)];
    }
    setVisible(count > 0);
    QStringList names = reasons.keys();
    std::sort(names.begin(), names.end(),
        [&](const QString &a, const QString &b) { return reasons[a] != reasons[b] ? reasons[a] > reasons[b] : a < b; });
    QStringList groups;
    for (const QString &name : names.mid(0, NamedReasons))
        groups += tr("%1 × %2").arg(QLocale().toString(reasons[name]), name);
    if (names.size() > NamedReasons)
        groups += tr("and more");
    m_text->setText(count == 1 ? tr("1 file could not be used: %1").arg(names.value(0))
                               : tr("%1 files could not be used: %2").arg(QLocale().toString(count), groups.join(QStringLiteral(" · "))));
}

} // namespace Heddle::Ui
