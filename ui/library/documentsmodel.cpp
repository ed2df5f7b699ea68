// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/documentsmodel.h"
#include "core/base/filename.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/plaintext.h"
#include "ui/style/tokens.h"
#include <QGuiApplication>
#include <QLocale>
#include <algorithm>
#include <numeric>

namespace Heddle::Ui {
namespace {

QString oneLine(const QString &name)
{
    return Text::withVisibleControls(name, Text::LineBreaks::Show);
}

//! The state in its colour, which its words say as well; what is looked at less often is fainter.
QVariant colorOf(const Library::Document &document, DocumentsModel::Column column)
{
    using State = Library::Document::State;
    const Style::Tokens &tokens = Style::tokensOf(QGuiApplication::palette());
    if (column == DocumentsModel::Name)
        return tokens.text;
    if (column != DocumentsModel::State)
        return tokens.secondText;
    switch (document.state) {
    case State::Ready: return document.reason.isEmpty() ? tokens.good : tokens.signal;
    case State::NoText:
    case State::Failed: return tokens.signal;
    case State::Reading: return tokens.accent;
    case State::NotRead: break;
    }
    return tokens.secondText;
}

} // namespace

void DocumentsModel::show(Library::Documents documents, std::vector<qint32> places)
{
    beginResetModel();
    m_documents = std::move(documents);
    m_places = std::move(places);
    endResetModel();
}

void DocumentsModel::setDocuments(const QList<Library::Document> &documents)
{
    std::vector<qint32> places(std::size_t(documents.size()));
    std::iota(places.begin(), places.end(), 0);
    show(std::make_shared<const QList<Library::Document>>(documents), std::move(places));
}

int DocumentsModel::rowOf(const QByteArray &file) const
{
    const auto at = std::find_if(m_places.begin(), m_places.end(), [&](qint32 place) { return (*m_documents)[place].path == file; });
    return at == m_places.end() ? -1 : int(at - m_places.begin());
}

void DocumentsModel::sort(int column, Qt::SortOrder order)
{
    using Order = Library::DocumentView::Order;
    static constexpr Order Orders[] = { Order::Name, Order::State, Order::Passages, Order::Language, Order::Folder };
    if (column < 0 || column >= ColumnCount)
        return;
    m_order = Orders[column];
    m_descending = order == Qt::DescendingOrder;
    Q_EMIT orderRequested();
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
    const Library::Document &row = (*m_documents)[m_places[std::size_t(index.row())]];
    if (role == PathRole)
        return displayName(row.path);
    if (role == FileRole)
        return row.path;
    if (role == Qt::ToolTipRole)
        return plainToolTip(index.column() == State ? stateText(row) : displayName(row.path));
    if (role == Qt::TextAlignmentRole && index.column() == Passages)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ForegroundRole)
        return colorOf(row, Column(index.column()));
    if (role != Qt::DisplayRole)
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
