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

FileMenu::FileMenu(QByteArray file, Library::Catalog *catalog, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QMenu(parent), m_file(std::move(file)), m_catalog(catalog), m_tasks(tasks)
{
    setObjectName(QStringLiteral("fileMenu"));
    setAttribute(Qt::WA_DeleteOnClose);
    addAction(Style::icon(QStringLiteral("external-link")), tr("&Open"), this, &FileMenu::openRequested);
    addAction(Style::icon(QStringLiteral("folder-open")), tr("&Show in its folder"), this,
        [this] { openFolder(m_file.left(m_file.lastIndexOf('/'))); });
    addAction(Style::icon(QStringLiteral("refresh-cw")), tr("&Read again"), this, &FileMenu::readAgainRequested);
    addSeparator();
    addAction(Style::icon(QStringLiteral("copy")), tr("&Copy path"), this,
        [this] { QGuiApplication::clipboard()->setText(displayName(m_file)); });
    if (!hasEncoding(m_file))
        return;
    m_encodings = addMenu(tr("&Encoding"));
    m_encodings->setObjectName(QStringLiteral("encodings"));
    m_encodings->addAction(tr("Looking at the file…"))->setEnabled(false);
    connect(m_encodings, &QMenu::aboutToShow, this, &FileMenu::findEncodings, Qt::SingleShotConnection);
}

void FileMenu::findEncodings()
{
    deliver(m_tasks, this, m_catalog->encodings(m_file, m_tasks->token()), &FileMenu::showEncodings);
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
