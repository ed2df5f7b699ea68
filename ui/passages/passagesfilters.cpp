// SPDX-License-Identifier: GPL-3.0-or-later
// What a PassagesPage limits its search to.
#include "core/text/visiblecontrols.h"
#include "ui/common/deliver.h"
#include "ui/passages/passagespage.h"
#include "ui/widgets/chip.h"
#include <QLineEdit>
#include <QMenu>

namespace Heddle::Ui {
namespace {

QMenu *menuBelow(QWidget *chip, const char *name)
{
    auto *menu = new QMenu(chip);
    menu->setObjectName(QLatin1String(name));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    return menu;
}

void open(QMenu *menu, const QWidget *chip)
{
    menu->popup(chip->mapToGlobal(QPoint(0, chip->height())));
}

QString shownName(const QString &name)
{
    return Text::withVisibleControls(name, Text::LineBreaks::Show);
}

QString menuText(const QString &name)
{
    return QString(name).replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

bool PassagesPage::isLimited() const
{
    return m_collection != 0 || !m_folder.isEmpty() || !m_type.isEmpty() || m_days > 0;
}

//! A chip that limits the search has the accent's ground; a long name is cut, so that all of them fit into a narrow window.
void PassagesPage::setFilter(Chip *chip, const QString &name, bool active)
{
    constexpr qsizetype Longest = 18;
    chip->setText(name.size() > Longest ? name.left(Longest - 1) + QChar(u'…') : name);
    chip->setCheckable(true);
    chip->setChecked(active);
    search();
}

void PassagesPage::clearFilters()
{
    m_collection = 0;
    m_folder.clear();
    m_type.clear();
    m_days = 0;
    for (const auto &[chip, name] : { std::pair(m_scope, tr("All documents")), std::pair(m_folders, tr("Any folder")),
             std::pair(m_types, tr("Any type")), std::pair(m_times, tr("Any time")) }) {
        chip->setText(name);
        chip->setChecked(false);
    }
    m_field->setFocus();
    search();
}

void PassagesPage::fillScopeMenu()
{
    m_scope->setChecked(m_collection != 0); // a click is no choice yet
    QMenu *menu = menuBelow(m_scope, "scopeMenu");
    const auto add = [this, menu](const QString &name, qint64 id) {
        const QString shown = shownName(name);
        connect(menu->addAction(menuText(shown)), &QAction::triggered, this, [this, shown, id] {
            m_collection = id;
            if (!m_folder.isEmpty()) { // it lay in another one
                m_folder.clear();
                m_folders->setText(tr("Any folder"));
                m_folders->setChecked(false);
            }
            setFilter(m_scope, shown, id != 0);
        });
    };
    add(tr("All documents"), 0);
    for (const Library::Collection &collection : std::as_const(m_collections))
        add(collection.name, collection.id);
    open(menu, m_scope);
}

void PassagesPage::fillTypeMenu()
{
    m_types->setChecked(!m_type.isEmpty());
    QMenu *menu = menuBelow(m_types, "typeMenu");
    for (const QString &type : { QString(), QStringLiteral("pdf"), QStringLiteral("md"), QStringLiteral("html"), QStringLiteral("txt") }) {
        const QString name = type.isEmpty() ? tr("Any type") : type;
        connect(menu->addAction(name), &QAction::triggered, this, [this, type, name] {
            m_type = type;
            setFilter(m_types, name, !type.isEmpty());
        });
    }
    open(menu, m_types);
}

void PassagesPage::fillFolderMenu()
{
    constexpr int MaxFolders = 30;
    m_folders->setChecked(!m_folder.isEmpty());
    deliver(m_tasks, this, m_scopes.folders(m_collection, MaxFolders, m_tasks->token()),
        [this](const Result<QList<Library::CountedFolder>> &folders) {
            QMenu *menu = menuBelow(m_folders, "folderMenu");
            const auto add = [this, menu](const QString &name, const QString &chip, const QByteArray &path) {
                connect(menu->addAction(menuText(name)), &QAction::triggered, this, [this, chip, path] {
                    m_folder = path;
                    setFilter(m_folders, chip, !path.isEmpty());
                });
            };
            add(tr("Any folder"), tr("Any folder"), {});
            for (const Library::CountedFolder &folder : folders ? *folders : QList<Library::CountedFolder>()) {
                const QString name = shownName(folder.name);
                add(tr("%1 (%n)", nullptr, folder.documents).arg(name), name.section(QLatin1Char('/'), -1), folder.path);
            }
            open(menu, m_folders);
        });
}

void PassagesPage::fillTimeMenu()
{
    m_times->setChecked(m_days > 0);
    QMenu *menu = menuBelow(m_times, "timeMenu");
    for (const auto &[days, name] : { std::pair(0, tr("Any time")), std::pair(1, tr("Changed today or yesterday")),
             std::pair(7, tr("Changed in 7 days")), std::pair(31, tr("Changed in a month")), std::pair(366, tr("Changed in a year")) }) {
        connect(menu->addAction(name), &QAction::triggered, this, [this, days = days] {
            m_days = days;
            setFilter(m_times, days == 0 ? tr("Any time") : days == 1 ? tr("2 days") : days == 7 ? tr("7 days") : days == 31 ? tr("1 month") : tr("1 year"), days > 0);
        });
    }
    open(menu, m_times);
}

} // namespace Heddle::Ui
