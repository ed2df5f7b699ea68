// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/documentwindows.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/sources.h"
#include "ui/style/viewermetrics.h"
#include "ui/viewer/sourcepanel.h"
#include <QEvent>
#include <QShortcut>
#include <QVBoxLayout>

namespace Heddle::Ui {

DocumentWindows::~DocumentWindows()
{
    closeAll();
}

void DocumentWindows::open(const QList<Dialog::Source> &sources, int index, const QString &question, QWidget *from)
{
    if (index < 0 || index >= sources.size())
        return;
    m_windows.removeIf([](const Window &one) { return !one.window; });
    const QString path = sources[index].path;
    const auto known = std::find_if(m_windows.cbegin(), m_windows.cend(), [&path](const Window &one) { return one.path == path; });
    SourcePanel *panel = known == m_windows.cend() ? makeWindow(path, from) : known->panel.data();
    // Its own passages: another document has a window of its own.
    QList<Dialog::Source> own;
    int place = 0;
    for (int i = 0; i < sources.size(); ++i) {
        if (i == index)
            place = int(own.size());
        if (sources[i].path == path)
            own += sources[i];
    }
    panel->showSources(own, place, question, true);
    QWidget *window = panel->window();
    window->setWindowTitle(Text::withVisibleControls(path.section(QLatin1Char('/'), -1), Text::LineBreaks::Show));
    window->show();
    window->raise();
    window->activateWindow();
    panel->view()->setFocus();
}

SourcePanel *DocumentWindows::makeWindow(const QString &path, QWidget *from)
{
    if (!m_main && from) {
        m_main = from->window();
        m_main->installEventFilter(this);
    }
    auto *window = new QWidget;
    window->setObjectName(QStringLiteral("documentWindow"));
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->setAttribute(Qt::WA_QuitOnClose, false);
    window->resize(Metrics::DocumentWindowWidth, Metrics::DocumentWindowHeight);
    SourcePanel *panel = m_makePanel(this);
    panel->setObjectName(QStringLiteral("sourcePanel"));
    auto *all = new QVBoxLayout(window);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(panel);
    connect(panel, &SourcePanel::closed, window, &QWidget::close);
    const auto *escape = new QShortcut(QKeySequence(Qt::Key_Escape), window);
    connect(escape, &QShortcut::activated, panel, [panel, window] {
        if (!panel->closeFind())
            window->close();
    });
    const auto *find = new QShortcut(QKeySequence(QKeySequence::Find), window);
    connect(find, &QShortcut::activated, panel, &SourcePanel::openFind);
    const auto *close = new QShortcut(QKeySequence(QKeySequence::Close), window);
    connect(close, &QShortcut::activated, window, &QWidget::close);
    m_windows += Window { path, window, panel };
    return panel;
}

QList<QWidget *> DocumentWindows::windows() const
{
    QList<QWidget *> open;
    for (const Window &one : m_windows) {
        if (one.window)
            open += one.window;
    }
    return open;
}

bool DocumentWindows::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_main && event->type() == QEvent::Close)
        closeAll();
    return QObject::eventFilter(watched, event);
}

void DocumentWindows::closeAll()
{
    for (const Window &one : std::exchange(m_windows, {}))
        delete one.window;
}

} // namespace Heddle::Ui
