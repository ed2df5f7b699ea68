// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/filemenu.h"
#include "core/base/filename.h"
#include "core/library/extract/format.h"
#include "core/text/charsets.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/deliver.h"
#include "ui/common/openoutside.h"
#include "ui/style/icons.h"
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <algorithm>

namespace Heddle::Ui {
namespace {

//! A PDF says itself how its text is coded.
bool hasEncoding(const QByteArray &file)
{
    const auto format = Library::formatOf(Library::typeOf(file.toStdString()));
    return format && *format != Library::Format::Pdf;
}

//! The text of a document in a menu: one line, and no mnemonics of its own.
QString menuText(const QString &text)
{
    return Text::withVisibleControls(text, Text::LineBreaks::Show).replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

FileMenu::FileMenu(File file, Library::Catalog *catalog, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QMenu(parent), m_file(std::move(file)), m_catalog(catalog), m_tasks(tasks)
{
    setObjectName(QStringLiteral("fileMenu"));
    setAttribute(Qt::WA_DeleteOnClose);
    addAction(Style::icon(QStringLiteral("external-link")), tr("&Open"), this, &FileMenu::openRequested);
    const QString space = QKeySequence(Qt::Key_Space).toString(QKeySequence::NativeText); // the table has that key
    addAction(Style::icon(QStringLiteral("panel-right")), tr("&Preview") + QLatin1Char('\t') + space, this, &FileMenu::previewRequested)
        ->setObjectName(QStringLiteral("previewFile"));
    addAction(Style::icon(QStringLiteral("folder-open")), tr("&Show in its folder"), this,
        [this] { openFolder(m_file.path.left(m_file.path.lastIndexOf('/'))); });
    addAction(Style::icon(QStringLiteral("refresh-cw")), tr("&Read again"), this, &FileMenu::readAgainRequested);
    addSeparator();
    addAction(Style::icon(QStringLiteral("copy")), tr("&Copy path"), this,
        [this] { QGuiApplication::clipboard()->setText(displayName(m_file.path)); });
    addExclusions();
    addForgetting();
    if (!hasEncoding(m_file.path))
        return;
    m_encodings = addMenu(tr("&Encoding"));
    m_encodings->setObjectName(QStringLiteral("encodings"));
    m_encodings->addAction(tr("Looking at the file…"))->setEnabled(false);
    connect(m_encodings, &QMenu::aboutToShow, this, &FileMenu::findEncodings, Qt::SingleShotConnection);
}

//! The file, and each folder between it and that of the collection, the nearest first.
void FileMenu::addExclusions()
{
    QMenu *menu = addMenu(Style::icon(QStringLiteral("eye-off")), tr("E&xclude"));
    menu->setObjectName(QStringLiteral("excludeMenu"));
    const auto add = [&](const QByteArray &path, const QString &text) {
        menu->addAction(text, this, [this, path] { Q_EMIT excludeRequested(path); });
    };
    const auto nameOf = [](const QByteArray &path) { return menuText(displayName(path.mid(path.lastIndexOf('/') + 1))); };
    add(m_file.path, tr("This file, %1").arg(nameOf(m_file.path)));
    const auto liesInCollection = [this](const QByteArray &folder) {
        return std::any_of(m_file.folders.cbegin(), m_file.folders.cend(),
            [&](const QString &root) { return folder.startsWith(root.toUtf8() + '/'); });
    };
    for (QByteArray folder = m_file.path.left(m_file.path.lastIndexOf('/')); liesInCollection(folder);
         folder = folder.left(folder.lastIndexOf('/')))
        add(folder + '/', tr("The folder %1").arg(nameOf(folder)));
}

void FileMenu::addForgetting()
{
    QAction *forget = addAction(Style::icon(QStringLiteral("x")), tr("&Forget"), this, &FileMenu::forgetRequested);
    forget->setObjectName(QStringLiteral("forgetFile"));
    forget->setEnabled(m_file.isProblem);
    if (m_file.isProblem)
        return;
    deliver(m_tasks, forget, m_catalog->isGone(m_file.path, m_tasks->token()),
        [forget](const Result<bool> &gone) { forget->setEnabled(gone && *gone); });
}

void FileMenu::findEncodings()
{
    deliver(m_tasks, this, m_catalog->encodings(m_file.path, m_tasks->token()), &FileMenu::showEncodings);
}

void FileMenu::showEncodings(const Result<Library::FileEncodings> &encodings)
{
    m_encodings->clear();
    if (!encodings) {
        m_encodings->addAction(menuText(encodings.error().message))->setEnabled(false);
        return;
    }
    const QString detected = encodings->detected.isEmpty() ? tr("nothing found")
        : encodings->certain                               ? Text::charsetTitle(encodings->detected)
                                                           : tr("%1, not certain").arg(Text::charsetTitle(encodings->detected));
    addEncoding(m_encodings, {}, tr("Detect (%1)").arg(detected), encodings->chosen.isEmpty());
    if (!encodings->likely.isEmpty())
        m_encodings->addSeparator();
    bool shown = encodings->chosen.isEmpty();
    for (const Library::Encoding &encoding : encodings->likely) {
        const bool chosen = encoding.name == encodings->chosen;
        shown |= chosen;
        addEncoding(m_encodings, encoding.name, tr("%1: %2").arg(encoding.title, encoding.line), chosen);
    }
    if (!shown)
        addEncoding(m_encodings, encodings->chosen, Text::charsetTitle(encodings->chosen), true);
    m_encodings->addSeparator();
    QMenu *all = m_encodings->addMenu(tr("All encodings"));
    for (const QByteArray &name : Text::allCharsets())
        addEncoding(all, name, Text::charsetTitle(name), name == encodings->chosen);
}

void FileMenu::addEncoding(QMenu *menu, const QByteArray &name, const QString &text, bool chosen)
{
    QAction *action = menu->addAction(menuText(text), this, [this, name] { Q_EMIT encodingChosen(name); });
    action->setCheckable(true);
    action->setChecked(chosen);
}

} // namespace Heddle::Ui
