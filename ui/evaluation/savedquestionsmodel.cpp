// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluation/savedquestionsmodel.h"
#include "ui/common/plaintext.h"
#include <QFont>
#include <QLocale>
#include <limits>

namespace Heddle::Ui {

void SavedQuestionsModel::setOverview(const Evaluation::Overview &overview)
{
    beginResetModel();
    m_overview = overview;
    m_now = placesOf(overview.now);
    m_before = placesOf(overview.before);
    endResetModel();
}

QHash<QString, int> SavedQuestionsModel::placesOf(const std::optional<Evaluation::Run> &run)
{
    QHash<QString, int> places;
    if (run) {
        for (const auto &answered : run->report.answered)
            places.insert(answered.id, answered.score.rank);
    }
    return places;
}

QString SavedQuestionsModel::placeText(const QHash<QString, int> &places, const QString &id) const
{
    const auto place = places.constFind(id);
    if (place == places.cend())
        return QStringLiteral("–");
    return *place > 0 ? QLocale().toString(*place) : tr("not found");
}

int SavedQuestionsModel::change(const QString &id) const
{
    if (!m_now.contains(id) || !m_before.contains(id))
        return 0;
    const auto worth = [](int place) { return place > 0 ? place : std::numeric_limits<int>::max(); };
    const int now = worth(m_now[id]), before = worth(m_before[id]);
    return now < before ? 1 : now > before ? -1 : 0;
}

QVariant SavedQuestionsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Evaluation::Judged &judged = m_overview.questions[index.row()];
    if (role == IdRole)
        return judged.id;
    if (role == ChangeRole)
        return change(judged.id);
    if (role == SortRole) {
        const auto worth = [&](const QHash<QString, int> &places) {
            const int place = places.value(judged.id, -1);
            return place > 0 ? place : place < 0 ? std::numeric_limits<int>::max() : std::numeric_limits<int>::max() - 1;
        };
        if (index.column() == Now || index.column() == Before)
            return worth(index.column() == Now ? m_now : m_before);
        return data(index, Qt::DisplayRole);
    }
    QStringList expected;
    for (const auto &right : judged.right) {
        const QString name = right.document.section(QLatin1Char('/'), -1);
        expected += right.text.isEmpty() ? name : tr("%1: %2").arg(name, right.text.simplified());
    }
    if (role == Qt::ToolTipRole) {
        if (index.column() == Question)
            return plainToolTip(judged.question);
        if (index.column() == Expected)
            return plainToolTip(expected.join(QLatin1Char('\n')));
        return {};
    }
    if (role == Qt::FontRole && index.column() == Now && change(judged.id) != 0) {
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    if (role == Qt::TextAlignmentRole && index.column() >= Now)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::AccessibleTextRole && index.column() == Now && change(judged.id) != 0)
        return change(judged.id) > 0 ? tr("%1, better").arg(placeText(m_now, judged.id)) : tr("%1, worse").arg(placeText(m_now, judged.id));
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Question: return judged.question.simplified();
    case Expected: return expected.join(QLatin1String(" · "));
    case Now: {
        const int changed = change(judged.id);
        const QString place = placeText(m_now, judged.id);
        return changed > 0 ? place + QStringLiteral(" ▲") : changed < 0 ? place + QStringLiteral(" ▼") : place;
    }
    case Before: return placeText(m_before, judged.id);
    default: return {};
    }
}

QVariant SavedQuestionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Question: return tr("Question");
    case Expected: return tr("Should find");
    case Now: return tr("Place now");
    case Before: return tr("Before");
    default: return {};
    }
}

} // namespace Heddle::Ui
