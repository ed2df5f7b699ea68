// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/filterbar.h"
#include "ui/common/plaintext.h"
#include "ui/style/metrics.h"
#include "ui/widgets/chip.h"
#include <QButtonGroup>
#include <QHash>
#include <QLayout>
#include <QStyle>

namespace Heddle::Ui {
namespace {

using State = Library::Document::State;

struct Filter {
    QString text;
    const char *objectName;
    QList<State> states; //!< empty: all
};

constexpr int AllFilter = 0, ProblemsFilter = 2;
constexpr int AlwaysShown = 2; //!< filters; the others only where they show something

QList<Filter> filters()
{
    return { { FilterBar::tr("All"), "filterAll", {} }, { FilterBar::tr("Ready"), "filterReady", { State::Ready } },
        { FilterBar::tr("Problems"), "filterProblems", { State::Failed, State::NoText } },
        { FilterBar::tr("Not read"), "filterNotRead", { State::NotRead } },
        { FilterBar::tr("In work"), "filterWork", { State::Reading } } };
}

//! Puts widgets beside each other, and below where there is no more room.
class LineLayout : public QLayout {
public:
    using QLayout::QLayout;
    ~LineLayout() override
    {
        while (QLayoutItem *item = takeAt(0))
            delete item;
    }

    void addItem(QLayoutItem *item) override { m_items += item; }
    int count() const override { return int(m_items.size()); }
    QLayoutItem *itemAt(int index) const override { return m_items.value(index); }
    QLayoutItem *takeAt(int index) override { return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr; }
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return place(QRect(0, 0, width, 0), false); }
    QSize sizeHint() const override
    {
        QSize all;
        for (const QLayoutItem *item : m_items) {
            if (!item->isEmpty())
                all = { all.width() + (all.width() > 0 ? spacing() : 0) + item->sizeHint().width() + 1, // a chip that gets bold grows
                    std::max(all.height(), item->sizeHint().height()) };
        }
        return all;
    }
    QSize minimumSize() const override
    {
        QSize widest;
        for (const QLayoutItem *item : m_items)
            widest = item->isEmpty() ? widest : widest.expandedTo(item->minimumSize());
        return widest;
    }
    void setGeometry(const QRect &rect) override
    {
        QLayout::setGeometry(rect);
        place(rect, true);
    }

private:
    //! The height that the lines take.
    int place(const QRect &rect, bool move) const
    {
        int x = 0, y = 0, line = 0;
        for (QLayoutItem *item : m_items) {
            if (item->isEmpty())
                continue;
            const QSize size = item->sizeHint().boundedTo({ rect.width(), QWIDGETSIZE_MAX });
            if (x > 0 && x + size.width() > rect.width()) {
                x = 0;
                y += line + spacing();
                line = 0;
            }
            const QRect place(rect.topLeft() + QPoint(x, y), size);
            if (move)
                item->setGeometry(QStyle::visualRect(parentWidget()->layoutDirection(), rect, place));
            x += size.width() + spacing();
            line = std::max(line, size.height());
        }
        return y + line;
    }

    QList<QLayoutItem *> m_items;
};

} // namespace

FilterBar::FilterBar(QWidget *parent) : QWidget(parent), m_group(new QButtonGroup(this)), m_excluded(new Chip(tr("Excluded")))
{
    setObjectName(QStringLiteral("filterBar"));
    auto *line = new LineLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(Metrics::Gap);
    const QList<Filter> all = filters();
    for (int i = 0; i < all.size(); ++i) {
        auto *chip = new Chip(all[i].text);
        chip->setObjectName(QLatin1String(all[i].objectName));
        chip->setCheckable(true);
        chip->setChecked(i == AllFilter);
        m_group->addButton(chip, i);
        line->addWidget(chip);
        chip->setVisible(i < AlwaysShown);
    }
    m_excluded->setObjectName(QStringLiteral("showExclusions"));
    setPlainToolTip(m_excluded, tr("Files and folders that are not read"));
    m_excluded->hide();
    line->addWidget(m_excluded);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int, bool on) {
        if (on)
            Q_EMIT changed();
    });
    connect(m_excluded, &Chip::clicked, this, &FilterBar::exclusionsRequested);
}

void FilterBar::setDocuments(const QList<Library::Document> &documents)
{
    QHash<State, qint64> counts;
    for (const Library::Document &document : documents)
        ++counts[document.state];
    const QList<Filter> all = filters();
    for (int i = 0; i < all.size(); ++i) {
        qint64 count = all[i].states.isEmpty() ? documents.size() : 0;
        for (const State state : all[i].states)
            count += counts.value(state);
        auto *chip = static_cast<Chip *>(m_group->button(i));
        chip->setCount(count);
        chip->setVisible(i < AlwaysShown || count > 0 || chip->isChecked());
    }
}

void FilterBar::setExcluded(int count)
{
    m_excluded->setCount(count);
    m_excluded->setVisible(count > 0);
}

QList<State> FilterBar::states() const
{
    return filters()[m_group->checkedId()].states;
}

void FilterBar::showAll()
{
    m_group->button(AllFilter)->setChecked(true);
}

void FilterBar::showProblems()
{
    m_group->button(ProblemsFilter)->setChecked(true);
}

} // namespace Heddle::Ui
