// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/attachmentchips.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/plaintext.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/widgets/iconbutton.h"
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <algorithm>

namespace Heddle::Ui {
namespace {

constexpr int NameWidth = 200; //!< pixels, of the longest name that is shown whole

QString shownName(const QString &path)
{
    return Text::withVisibleControls(path.section(QLatin1Char('/'), -1), Text::LineBreaks::Show);
}

//! What is to be said of a file beside where it lies.
QString aboutFile(const Conversation::Attachment &file)
{
    QStringList lines(file.path);
    if (file.state == Library::FileState::Gone)
        lines += AttachmentChip::tr("The file is no longer there, or can't be opened. Its text is kept with this conversation.");
    if (file.state == Library::FileState::Changed)
        lines += AttachmentChip::tr("The file has changed since it was attached. Attach it again to use its new text.");
    if (!file.reason.isEmpty())
        lines += file.reason;
    return lines.join(QLatin1Char('\n'));
}

} // namespace

AttachmentChip::AttachmentChip(const Conversation::Attachment &file, QWidget *parent) : QFrame(parent), m_id(file.id)
{
    const bool fine = file.state == Library::FileState::Same && file.reason.isEmpty();
    layOut(fine ? QStringLiteral("file-text") : QStringLiteral("triangle-alert"), shownName(file.path), aboutFile(file));
    addButton(tr("Remove %1").arg(shownName(file.path)));
}

void AttachmentChip::addButton(const QString &name)
{
    auto *remove = new IconButton(QStringLiteral("x"), name);
    remove->setObjectName(QStringLiteral("removeAttachment"));
    remove->setIconSize({ Metrics::PillIconSize, Metrics::PillIconSize });
    remove->setFixedHeight(Metrics::SmallChipHeight - 2);
    if (!remove->icon().isNull())
        remove->setFixedWidth(Metrics::SmallChipHeight - 2);
    remove->installEventFilter(this);
    connect(remove, &QToolButton::clicked, this, &AttachmentChip::request);
    layout()->addWidget(remove);
    m_remove = remove;
}

void AttachmentChip::request()
{
    if (isReading())
        Q_EMIT cancelRequested(m_path);
    else
        Q_EMIT removeRequested(m_id);
}

AttachmentChip::AttachmentChip(const QString &path, QWidget *parent) : QFrame(parent), m_path(path)
{
    layOut(QStringLiteral("file-text"), tr("Reading %1…").arg(shownName(path)), path);
    addButton(tr("Stop reading %1").arg(shownName(path)));
}

void AttachmentChip::layOut(const QString &icon, const QString &name, const QString &about)
{
    setObjectName(QStringLiteral("attachment"));
    setAttribute(Qt::WA_StyledBackground);
    QLabel *drawing = plainLabel();
    drawing->setPixmap(Style::icon(icon).pixmap(QSize(Metrics::PillIconSize, Metrics::PillIconSize), devicePixelRatioF()));
    QLabel *label = plainLabel();
    label->setProperty("textRole", QStringLiteral("small"));
    label->ensurePolished();
    label->setText(label->fontMetrics().elidedText(name, Qt::ElideMiddle, NameWidth));
    label->setAccessibleName(name);
    setPlainToolTip(this, about);
    setAccessibleName(name);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Metrics::Gap, 0, Metrics::Gap / 4, 0);
    row->setSpacing(Metrics::Gap - 2);
    row->addWidget(drawing);
    row->addWidget(label);
    setMinimumHeight(Metrics::SmallChipHeight);
}

bool AttachmentChip::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_remove && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Delete || key == Qt::Key_Backspace || key == Qt::Key_Return || key == Qt::Key_Enter) {
            request();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

AttachmentChips::AttachmentChips(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("attachments"));
    setAccessibleName(tr("Attached files"));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    hide();
}

void AttachmentChips::setFiles(const QList<Conversation::Attachment> &files, const QStringList &reading)
{
    qsizetype focused = -1;
    for (qsizetype i = 0; i < m_chips.size(); ++i) {
        if (m_chips[i]->button() && m_chips[i]->button()->hasFocus())
            focused = i;
        m_chips[i]->hide();
        m_chips[i]->deleteLater();
    }
    m_chips.clear();
    for (const Conversation::Attachment &file : files)
        m_chips += new AttachmentChip(file, this);
    for (const QString &path : reading)
        m_chips += new AttachmentChip(path, this);
    for (AttachmentChip *chip : std::as_const(m_chips)) {
        connect(chip, &AttachmentChip::removeRequested, this, &AttachmentChips::removeRequested);
        connect(chip, &AttachmentChip::cancelRequested, this, &AttachmentChips::cancelRequested);
        chip->show();
    }
    setVisible(!m_chips.isEmpty());
    place(width(), true);
    updateGeometry();
    if (focused >= 0)
        focusAt(std::min(focused, m_chips.size() - 1));
}

QWidgetList AttachmentChips::buttons() const
{
    QWidgetList all;
    for (const AttachmentChip *chip : m_chips) {
        if (chip->button())
            all += chip->button();
    }
    return all;
}

void AttachmentChips::focusAt(qsizetype index)
{
    if (index >= 0 && m_chips[index]->button())
        m_chips[index]->button()->setFocus(Qt::OtherFocusReason);
    else
        Q_EMIT left();
}

QSize AttachmentChips::sizeHint() const
{
    return { Metrics::NarrowChat / 2, place(std::max(width(), 1), false) };
}

int AttachmentChips::place(int width, bool move) const
{
    constexpr int Space = Metrics::Gap - 2;
    int x = 0, y = 0, row = 0;
    for (AttachmentChip *chip : m_chips) {
        const QSize size(std::min(chip->sizeHint().width(), std::max(width, 1)), std::max(chip->sizeHint().height(), chip->minimumHeight()));
        if (x > 0 && x + size.width() > width) {
            x = 0;
            y += row + Space;
            row = 0;
        }
        if (move)
            chip->setGeometry(isRightToLeft() ? width - x - size.width() : x, y, size.width(), size.height());
        x += size.width() + Space;
        row = std::max(row, size.height());
    }
    return m_chips.isEmpty() ? 0 : y + row + Space;
}

void AttachmentChips::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place(width(), true);
    updateGeometry();
}

bool AttachmentChips::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutDirectionChange || event->type() == QEvent::LayoutRequest)
        place(width(), true);
    return QWidget::event(event);
}

} // namespace Heddle::Ui
