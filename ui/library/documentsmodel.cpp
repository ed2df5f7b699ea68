// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/documentsmodel.h"
#include "core/base/filename.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/plaintext.h"
#include "ui/style/tokens.h"
#include "ui/widgets/pill.h"
#include <QDateTime>
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

//! What is looked at less often is fainter.
QVariant colorOf(DocumentsModel::Column column)
{
    const Style::Tokens &tokens = Style::tokensOf(QGuiApplication::palette());
    return column == DocumentsModel::Name ? tokens.text : tokens.secondText;
}

Tone toneOf(const Library::Document &document)
{
    using State = Library::Document::State;
    switch (document.state) {
    case State::Ready: return document.reason.isEmpty() ? Tone::Good : Tone::Signal;
    case State::NoText:
    case State::Failed: return Tone::Signal;
    case State::Reading: return Tone::Accent;
    case State::NotRead: break;
    }
    return Tone::Quiet;
}

//! By the file's type, as far as it has an icon of its own.
QString iconOf(const QByteArray &path)
{
    static const QHash<QByteArray, QString> icons = [] {
        QHash<QByteArray, QString> all;
        const auto add = [&all](const QString &icon, std::initializer_list<const char *> types) {
            for (const char *type : types)
                all.insert(type, icon);
        };
        add(QStringLiteral("file-spreadsheet"), { "csv", "tsv", "xls", "xlsx", "ods" });
        add(QStringLiteral("presentation"), { "ppt", "pptx", "odp" });
        add(QStringLiteral("mail"), { "eml", "mbox", "msg" });
        add(QStringLiteral("archive"), { "zip", "tar", "gz", "7z", "rar" });
        add(QStringLiteral("file-image"), { "png", "jpg", "jpeg", "gif", "tif", "tiff", "webp", "svg" });
        return all;
    }();
    const qsizetype dot = path.lastIndexOf('.');
    return icons.value(dot < 0 ? QByteArray() : path.mid(dot + 1).toLower(), QStringLiteral("file-text"));
}

QString dateText(qint64 ms)
{
    return ms == 0 ? QString() : QLocale().toString(QDateTime::fromMSecsSinceEpoch(ms).date(), QLocale::ShortFormat);
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
    static constexpr Order Orders[] = { Order::Name, Order::State, Order::Size, Order::Passages, Order::Changed, Order::Language,
        Order::Folder };
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

QString DocumentsModel::shortStateText(const Library::Document &document)
{
    if (document.state == Library::Document::State::Ready)
        return document.reason.isEmpty() ? tr("Ready") : document.reason.left(1).toUpper() + document.reason.mid(1);
    return stateText(document).section(QLatin1Char(';'), 0, 0);
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
    if (role == ToneRole)
        return int(toneOf(row));
    if (role == ShortStateRole)
        return shortStateText(row);
    if (role == ProblemRole)
        return row.state == Library::Document::State::Failed || row.state == Library::Document::State::NoText;
    if (role == IconRole)
        return iconOf(row.path);
    if (role == Qt::TextAlignmentRole && (index.column() == Passages || index.column() == Size))
        return int(Qt::AlignTrailing | Qt::AlignVCenter);
    if (role == Qt::ForegroundRole)
        return colorOf(Column(index.column()));
    if (role == Qt::AccessibleTextRole && index.column() == State)
        return stateText(row);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Name: return oneLine(displayName(row.path).section(QLatin1Char('/'), -1));
    case State: return stateText(row);
    case Size: return QLocale().formattedDataSize(row.size, 1, QLocale::DataSizeTraditionalFormat);
    case Passages: return row.passages > 0 ? QLocale().toString(row.passages) : QStringLiteral("—");
    case Changed: return dateText(row.changedMs);
    case Language: return row.language.isEmpty() ? QString() : QLocale::languageToString(QLocale(row.language).language());
    case Place: return oneLine(displayName(row.path).section(QLatin1Char('/'), 0, -2));
    default: return {};
    }
}

QVariant DocumentsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && (section == Passages || section == Size))
        return int(Qt::AlignTrailing | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Name: return tr("Name");
    case Size: return tr("Size");
    case Changed: return tr("Changed");
    case State: return tr("State");
    case Passages: return tr("Passages");
    case Language: return tr("Language");
    case Place: return tr("Folder");
    default: return {};
    }
}

} // namespace Heddle::Ui
