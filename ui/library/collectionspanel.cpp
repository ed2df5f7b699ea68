// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/collectionspanel.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/plaintext.h"
#include "ui/library/librarydelegates.h"
#include "ui/library/progresstext.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/widgets/card.h"
#include "ui/widgets/iconbutton.h"
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

QString idleText(const QList<Library::Collection> &collections)
{
    int documents = 0;
    for (const Library::Collection &collection : collections)
        documents += collection.readyDocuments;
    if (documents == 0)
        return CollectionsPanel::tr("No documents yet");
    const QString count = QLocale().toString(documents);
    if (collections.size() == 1)
        return documents == 1 ? CollectionsPanel::tr("1 document in %1").arg(collections.first().name)
                              : CollectionsPanel::tr("%1 documents in %2").arg(count, collections.first().name);
    return documents == 1 ? CollectionsPanel::tr("1 document in %1 collections").arg(collections.size())
                          : CollectionsPanel::tr("%1 documents in %2 collections").arg(count).arg(collections.size());
}

} // namespace

CollectionsPanel::CollectionsPanel(Library::LibraryUpkeep *upkeep, QWidget *parent)
    : QWidget(parent), m_upkeep(upkeep), m_list(new QListWidget), m_stage(plainLabel()), m_state(plainLabel()), m_bar(new QProgressBar),
      m_pause(new IconButton(QStringLiteral("pause"), tr("Pause"))), m_stop(new IconButton(QStringLiteral("square"), tr("Stop reading")))
{
    setObjectName(QStringLiteral("collectionsPanel"));
    setAttribute(Qt::WA_StyledBackground);
    m_list->setObjectName(QStringLiteral("collections"));
    m_list->setAccessibleName(tr("Collections"));
    m_list->setItemDelegate(new CollectionDelegate(m_list));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    auto *add = new QPushButton(Style::icon(QStringLiteral("folder-plus"), Style::IconTint::OnAccent), tr("&Add a folder"));
    add->setObjectName(QStringLiteral("addFolder"));
    add->setProperty("primary", true);
    m_progress = makeProgress();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Metrics::Gap + 2, Metrics::CardGap, Metrics::Gap + 2, Metrics::CardGap);
    column->setSpacing(Metrics::Gap + 2);
    column->addWidget(add);
    column->addWidget(m_list, 1);
    column->addWidget(m_progress);
    connect(add, &QPushButton::clicked, this, &CollectionsPanel::chooseFolder);
    connect(m_list, &QListWidget::currentRowChanged, this, &CollectionsPanel::currentChanged);
    connect(m_list, &QListWidget::itemClicked, this, &CollectionsPanel::picked);
    connect(m_list, &QListWidget::itemActivated, this, &CollectionsPanel::picked);
    connect(m_list, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        if (m_list->itemAt(at))
            Q_EMIT menuRequested(m_list->viewport()->mapToGlobal(at));
    });
    connect(m_pause, &QToolButton::clicked, this, [this] { m_upkeep->setPaused(!m_upkeep->isPaused()); });
    connect(m_stop, &QToolButton::clicked, m_upkeep, &Library::LibraryUpkeep::stop);
    connect(m_upkeep, &Library::LibraryUpkeep::started, this, &CollectionsPanel::showProgress);
    connect(m_upkeep, &Library::LibraryUpkeep::progressed, this, &CollectionsPanel::showProgress);
    connect(m_upkeep, &Library::LibraryUpkeep::finished, this, &CollectionsPanel::showProgress);
    showProgress();
}

QWidget *CollectionsPanel::makeProgress()
{
    m_pause->setObjectName(QStringLiteral("pause"));
    m_stop->setObjectName(QStringLiteral("stopReading"));
    m_state->setObjectName(QStringLiteral("libraryState"));
    m_state->setWordWrap(true);
    m_state->setProperty("quiet", true);
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_bar->setTextVisible(false);
    m_bar->setProperty("slim", true);
    m_bar->setFixedHeight(Metrics::BarHeight);
    m_bar->setAccessibleName(tr("Progress of reading"));
    auto *head = new QHBoxLayout;
    head->setSpacing(0);
    head->addWidget(m_stage, 1);
    head->addWidget(m_pause);
    head->addWidget(m_stop);
    auto *inside = new QWidget;
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(Metrics::CardGap, Metrics::Gap / 2, Metrics::Gap / 2, Metrics::CardGap);
    column->setSpacing(Metrics::Gap / 2);
    column->addLayout(head);
    column->addWidget(m_bar);
    column->addWidget(m_state);
    auto *card = new Card;
    card->addRow(inside);
    return card;
}

void CollectionsPanel::showProgress()
{
    const Library::IndexProgress &progress = m_upkeep->progress();
    const bool running = m_upkeep->isRunning(), paused = m_upkeep->isPaused();
    for (QWidget *widget : QWidgetList { m_stage, m_bar, m_pause, m_stop })
        widget->setVisible(running);
    if (m_progress->property("card").toBool() != running) {
        m_progress->setProperty("card", running); // a frame only while there is something in it
        style()->polish(m_progress);
    }
    m_stage->setText(paused ? tr("Paused") : stageText(progress));
    m_bar->setRange(0, progress.files > 0 ? int(progress.files) : 1);
    m_bar->setValue(progress.files > 0 ? int(progress.done) : 0);
    m_state->setText(running ? progressText(progress) : m_idle);
    if (paused)
        m_pause->setLook(QStringLiteral("play"), tr("Resume"));
    else
        m_pause->setLook(QStringLiteral("pause"), tr("Pause"));
}

std::optional<Library::Collection> CollectionsPanel::current() const
{
    const int row = m_list->currentRow();
    return row >= 0 && row < m_all.size() ? std::optional(m_all[row]) : std::nullopt;
}

void CollectionsPanel::choose(const QString &name)
{
    m_wanted = name;
    for (int row = 0; row < m_all.size(); ++row) {
        if (m_all[row].name != name)
            continue;
        m_wanted.clear();
        m_list->setCurrentRow(row);
    }
}

void CollectionsPanel::fill(QListWidgetItem *item, const Library::Collection &collection) const
{
    const QString name = Text::withVisibleControls(collection.name, Text::LineBreaks::Show);
    const QString facts = collection.readyDocuments == 1
        ? tr("1 document · %1 passages").arg(QLocale().toString(collection.passages))
        : tr("%1 documents · %2 passages").arg(QLocale().toString(collection.readyDocuments), QLocale().toString(collection.passages));
    const QString problems = collection.problems == 0 ? QString()
        : collection.problems == 1                    ? tr(" · 1 problem")
                                                      : tr(" · %1 problems").arg(QLocale().toString(collection.problems));
    const bool sealed = m_sealed.contains(collection.name);
    item->setData(CollectionDelegate::NameRole, name);
    item->setData(CollectionDelegate::FactsRole, facts);
    item->setData(CollectionDelegate::ProblemsRole, problems);
    item->setData(CollectionDelegate::SealedRole, sealed);
    item->setData(Qt::AccessibleTextRole, name + QLatin1String(", ") + facts + problems + (sealed ? tr(", never sent") : QString()));
    QStringList lines = collection.folders;
    if (sealed)
        lines += tr("Never sent to another computer");
    item->setToolTip(plainToolTip(lines.join(QLatin1Char('\n'))));
}

void CollectionsPanel::setSealed(const QSet<QString> &names)
{
    m_sealed = names;
    for (int row = 0; row < m_all.size(); ++row)
        fill(m_list->item(row), m_all[row]);
}

void CollectionsPanel::setCollections(const QList<Library::Collection> &collections)
{
    const auto before = current();
    {
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        m_all = collections;
        for (const Library::Collection &collection : collections) {
            auto *item = new QListWidgetItem(m_list);
            fill(item, collection);
            const bool wanted = collection.name == m_wanted;
            if (wanted || (m_list->currentRow() < 0 && before && collection.id == before->id))
                m_list->setCurrentItem(item);
            if (wanted)
                m_wanted.clear();
        }
        if (m_list->currentRow() < 0 && m_list->count() > 0)
            m_list->setCurrentRow(0);
    }
    m_idle = idleText(collections);
    showProgress();
    Q_EMIT currentChanged();
}

} // namespace Heddle::Ui
