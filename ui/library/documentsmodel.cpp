// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/documentsmodel.h"
#include "core/base/filename.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/plaintext.h"
#include <QLocale>

namespace Heddle::Ui {
namespace {

QString oneLine(const QString &name)
{
    return Text::withVisibleControls(name, Text::LineBreaks::Show);
}

} // namespace

void DocumentsModel::setDocuments(QList<Library::Document> documents)
{
    beginResetModel();
    m_documents = std::move(documents);
    endResetModel();
}

QString DocumentsModel::stateText(const Library::Document &document)
{
    if (document.state == Library::Document::State::Ready)
        return document.reason.isEmpty() ? tr("Ready") : tr("Ready; %1").arg(document.reason);
    if (document.state == Library::Document::State::Reading)
        return tr("Being read");
    QString text = document.reason; // no text, could not be read, not read: each has its reason
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

QVariant DocumentsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Library::Document &row = m_documents[index.row()];
    if (role == StateRole)
        return int(row.state);
    if (role == PathRole)
        return displayName(row.path);
    if (role == FileRole)
        return row.path;
    if (role == Qt::ToolTipRole)
        return plainToolTip(index.column() == State ? stateText(row) : displayName(row.path));
    if (role == SortRole && index.column() == Passages)
        return row.passages;
    if (role == Qt::TextAlignmentRole && index.column() == Passages)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != SortRole)
        return {};
    switch (index.column()) {
    case Name: return oneLine(displayName(row.path).section(QLatin1Char('/'), -1));
    case State: return stateText(row);
    case Passages: return row.passages > 0 ? QLocale().toString(row.passages) : QString();
    case Language: return row.language.isEmpty() ? QString() : QLocale::languageToString(QLocale(row.language).language());
    case Place: return oneLine(displayName(row.path).section(QLatin1Char('/'), 0, -2));
    default: return {};
    }
}

QVariant DocumentsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Name: return tr("File");
    case State: return tr("State");
    case Passages: return tr("Passages");
    case Language: return tr("Language");
    case Place: return tr("Folder");
    default: return {};
    }
}

} // namespace Heddle::Ui
