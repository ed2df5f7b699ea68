// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/palette.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/rows.h"
#include "ui/style/tokens.h"
#include <QApplication>
#include <QFrame>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int Width = 520, RowHeight = 37, MostRows = 9, TopShare = 9; //!< pixels; rows; the palette begins at 1/9 of the window

enum Role { HintRole = Qt::UserRole, IconRole };

class EntryDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Style::Tokens &tokens = Style::tokensOf(QGuiApplication::palette());
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setLayoutDirection(option.direction);
        if (option.state.testFlag(QStyle::State_Selected)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(tokens.selected);
            painter->drawRoundedRect(option.rect, Metrics::ControlRadius, Metrics::ControlRadius);
        }
        QRect room = option.rect.adjusted(Metrics::CardGap, 0, -Metrics::CardGap, 0);
        const auto cut = [&](int used, bool leading) {
            const bool left = leading == (option.direction == Qt::LeftToRight);
            room = left ? room.adjusted(used, 0, 0, 0) : room.adjusted(0, 0, -used, 0);
        };
        const QSize size(Metrics::SmallIconSize, Metrics::SmallIconSize);
        Style::icon(index.data(IconRole).toString())
            .paint(painter, QStyle::alignedRect(option.direction, Qt::AlignLeading | Qt::AlignVCenter, size, room));
        cut(size.width() + Metrics::CardGap, true);
        if (const QString hint = index.data(HintRole).toString(); !hint.isEmpty()) {
            painter->setFont(Style::font(Style::TextRole::Small));
            painter->setPen(tokens.thirdText);
            painter->drawText(room, Qt::AlignTrailing | Qt::AlignVCenter | Qt::TextSingleLine, hint);
            cut(painter->fontMetrics().horizontalAdvance(hint) + Metrics::WideGap, false);
        }
        painter->setFont(Style::font(Style::TextRole::Interface));
        painter->setPen(tokens.text);
        Style::drawTextLine(*painter, room, index.data().toString(), Qt::AlignLeading | Qt::AlignVCenter, Qt::ElideMiddle);
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return { 0, std::max(RowHeight, option.fontMetrics.height() + Metrics::WideGap) };
    }
};

bool matches(const QString &title, const QStringList &words)
{
    return std::all_of(words.cbegin(), words.cend(), [&](const QString &word) { return title.contains(word, Qt::CaseInsensitive); });
}

} // namespace

Palette::Palette(QWidget *window) : Popover(window), m_field(new QLineEdit), m_view(new QListView), m_model(new QStandardItemModel(this))
{
    setObjectName(QStringLiteral("palette"));
    setAccessibleName(tr("Command palette"));
    m_field->setObjectName(QStringLiteral("paletteField"));
    m_field->setPlaceholderText(tr("Type a command, a conversation or a document"));
    m_field->setAccessibleName(m_field->placeholderText());
    m_field->setProperty("textRole", QStringLiteral("answer"));
    if (const QIcon search = Style::icon(QStringLiteral("search")); !search.isNull())
        m_field->addAction(search, QLineEdit::LeadingPosition);
    m_view->setObjectName(QStringLiteral("paletteEntries"));
    m_view->setAccessibleName(tr("What was found"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new EntryDelegate(m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setFocusPolicy(Qt::NoFocus); // the field keeps it; the arrow keys move the choice
    m_view->setEditTriggers(QListView::NoEditTriggers);
    m_view->setMouseTracking(true);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *line = new QFrame;
    line->setProperty("line", true);
    line->setFixedHeight(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, Metrics::Gap - 2);
    column->setSpacing(Metrics::Gap - 2);
    column->addWidget(m_field);
    column->addWidget(line);
    auto *inset = new QVBoxLayout;
    inset->setContentsMargins(Metrics::Gap - 2, 0, Metrics::Gap - 2, 0);
    inset->addWidget(m_view);
    column->addLayout(inset, 1);
    connect(m_field, &QLineEdit::textChanged, this, &Palette::look);
    connect(m_view, &QListView::clicked, this, &Palette::run);
    connect(m_view, &QListView::entered, m_view, [this](const QModelIndex &index) { m_view->setCurrentIndex(index); });
}

void Palette::open(const QList<Command> &commands, const QList<Lookup> &lookups)
{
    m_commands = commands;
    m_lookups = lookups;
    {
        const QSignalBlocker quiet(m_field);
        m_field->clear();
    }
    place();
    m_field->setFocus(Qt::PopupFocusReason);
    look();
}

void Palette::look()
{
    ++m_round;
    m_found = QList<QList<Entry>>(m_lookups.size());
    list();
    for (qsizetype i = 0; i < m_lookups.size(); ++i) {
        m_lookups[i](m_field->text().simplified(), [palette = QPointer(this), i, round = m_round](const QList<Entry> &found) {
            if (!palette || !palette->isVisible() || palette->m_round != round) // closed, or something else is typed
                return;
            palette->m_found[i] = found;
            palette->list();
        });
    }
}

void Palette::list()
{
    const QStringList words = m_field->text().simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const QString chosen = m_view->currentIndex().row() > 0 ? m_view->currentIndex().data().toString() : QString();
    m_entries.clear();
    for (const Command &command : std::as_const(m_commands)) {
        if (command.inPalette && command.run && matches(command.title, words))
            m_entries += Entry { command.title, command.icon,
                command.keys.isEmpty() ? QString() : command.keys.first().toString(QKeySequence::NativeText), command.run };
    }
    if (!words.isEmpty()) { // what begins so comes first
        std::stable_sort(m_entries.begin(), m_entries.end(), [&](const Entry &a, const Entry &b) {
            return a.title.startsWith(words.first(), Qt::CaseInsensitive) && !b.title.startsWith(words.first(), Qt::CaseInsensitive);
        });
    }
    for (const QList<Entry> &found : std::as_const(m_found))
        m_entries += found;
    m_model->clear();
    int current = 0;
    for (const Entry &entry : std::as_const(m_entries)) {
        auto *item = new QStandardItem(entry.title);
        item->setData(entry.hint, HintRole);
        item->setData(entry.icon, IconRole);
        item->setData(entry.hint.isEmpty() ? entry.title : tr("%1, %2").arg(entry.title, entry.hint), Qt::AccessibleTextRole);
        current = entry.title == chosen ? m_model->rowCount() : current;
        m_model->appendRow(item);
    }
    m_view->setCurrentIndex(m_model->index(current, 0));
    place();
}

void Palette::place()
{
    const int rows = std::clamp(int(m_entries.size()), 1, MostRows);
    const int row = std::max(RowHeight, fontMetrics().height() + Metrics::WideGap);
    const int height = m_field->sizeHint().height() + rows * row + 3 * Metrics::Gap;
    const int width = std::min(Width, parentWidget()->width() - 2 * Metrics::Gap);
    openAt(QRect((parentWidget()->width() - width) / 2, parentWidget()->height() / TopShare, width, height));
}

void Palette::run(const QModelIndex &index)
{
    if (!index.isValid() || index.row() >= m_entries.size())
        return;
    const auto action = m_entries[index.row()].run;
    close();
    action();
}

bool Palette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        switch (key->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown: {
            QKeyEvent forward(key->type(), key->key(), key->modifiers());
            QApplication::sendEvent(m_view, &forward);
            return true;
        }
        case Qt::Key_Tab:
        case Qt::Key_Backtab: { // there is nothing else to go to: they move the choice, and the focus stays in the palette
            const int rows = m_model->rowCount(), step = key->key() == Qt::Key_Tab ? 1 : rows - 1;
            if (rows > 0)
                m_view->setCurrentIndex(m_model->index((m_view->currentIndex().row() + step) % rows, 0));
            return true;
        }
        case Qt::Key_Return:
        case Qt::Key_Enter: run(m_view->currentIndex()); return true;
        default: break;
        }
    }
    return Popover::eventFilter(watched, event);
}

} // namespace Heddle::Ui
