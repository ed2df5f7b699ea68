// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/evaluation/savedquestions.h"
#include <QAbstractTableModel>

namespace Heddle::Ui {

//! \brief A table of the saved questions: what each should find, and the rank of the first right passage now and before.
class SavedQuestionsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Question, Expected, Now, Before, ColumnCount };
    enum Role { IdRole = Qt::UserRole, SortRole, ChangeRole /*!< 1 better, -1 worse, 0 the same */ };
    using QAbstractTableModel::QAbstractTableModel;

    void setOverview(const Evaluation::Overview &overview);
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_overview.questions.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    //! Ranks by question: 0 if nothing right was found, no entry if the run did not ask the question.
    static QHash<QString, int> placesOf(const std::optional<Evaluation::Run> &run);
    QString placeText(const QHash<QString, int> &places, const QString &id) const;
    int change(const QString &id) const;

    Evaluation::Overview m_overview;
    QHash<QString, int> m_now, m_before;
};

} // namespace Heddle::Ui
