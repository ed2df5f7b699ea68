// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/mainwindow.h"
#include "ui/chat/chatpage.h"
#include "ui/common/theme.h"
#include <QCloseEvent>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QUrl>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

QString timeLeft(double seconds)
{
    const auto whole = qint64(seconds + 0.5);
    return whole < 60 ? MainWindow::tr("%1 s left").arg(whole) : MainWindow::tr("%1 min %2 s left").arg(whole / 60).arg(whole % 60);
}

} // namespace

MainWindow::MainWindow(Services services)
    : m_services(std::move(services)), m_chat(new ChatPage(m_services.conversations, m_services.tasks)), m_state(new QLabel),
      m_banner(new QLabel), m_choose(new QPushButton(tr("Choose a &folder…"))), m_sample(new QPushButton(tr("Try the &sample library"))),
      m_stop(new QPushButton(tr("Stop reading")))
{
    setWindowTitle(tr("Heddle"));
    m_state->setObjectName(QStringLiteral("libraryState"));
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_state->setWordWrap(true);
    m_banner->setObjectName(QStringLiteral("banner"));
    m_banner->setWordWrap(true);
    m_banner->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_banner->setAutoFillBackground(true);
    m_banner->setMargin(Theme::Gap);
    m_banner->hide();
    m_choose->setObjectName(QStringLiteral("chooseFolder"));
    m_sample->setObjectName(QStringLiteral("trySample"));
    m_stop->setObjectName(QStringLiteral("stopReading"));
    m_stop->hide();
    m_sample->setVisible(!m_services.sampleFolder.isEmpty());

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(Theme::Gap, Theme::Gap, Theme::Gap, 0);
    bar->setSpacing(Theme::Gap);
    bar->addWidget(m_state, 1);
    bar->addWidget(m_stop);
    bar->addWidget(m_sample);
    bar->addWidget(m_choose);
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::Gap);
    column->addLayout(bar);
    column->addWidget(m_banner);
    column->addWidget(m_chat, 1);
    setCentralWidget(page);
    resize(1000, 700);

    connect(m_choose, &QPushButton::clicked, this, &MainWindow::chooseFolder);
    connect(m_sample, &QPushButton::clicked, this, &MainWindow::addSample);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_indexStop.request_stop(); });
    connect(m_chat, &ChatPage::linkActivated, this,
        [this](const QUrl &link) { link.toString() == QLatin1String("heddle:sample") ? addSample() : chooseFolder(); });
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_L), this), &QShortcut::activated, m_chat, &ChatPage::focusQuestion);
    for (const QKeySequence &key : { QKeySequence(Qt::Key_Escape), QKeySequence(Qt::CTRL | Qt::Key_Period) })
        connect(new QShortcut(key, this), &QShortcut::activated, m_chat, &ChatPage::stop);
    m_chat->focusQuestion();
    refresh();
}

void MainWindow::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Choose a folder with your documents"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &folder) { addFolder(folder, QDir(folder).dirName()); });
    dialog->open();
}

void MainWindow::addSample()
{
    addFolder(m_services.sampleFolder, tr("Sample library"));
}

void MainWindow::addFolder(const QString &folder, const QString &collection)
{
    if (m_indexing || folder.isEmpty())
        return;
    m_indexing = true;
    m_banner->hide();
    m_indexStop = std::stop_source();
    Library::IndexRequest request;
    request.collection = collection.isEmpty() ? tr("Documents") : collection;
    request.folders = QStringList(folder);
    for (QPushButton *button : { m_choose, m_sample })
        button->setEnabled(false);
    m_stop->show();
    m_services.tasks->add(index(this, m_services, request, m_services.tasks->token(), m_indexStop));
}

QCoro::Task<void> MainWindow::index(
    QPointer<MainWindow> window, Services services, Library::IndexRequest request, std::stop_token groupStop, std::stop_source stop)
{
    const std::stop_callback onGroup(groupStop, [stop]() mutable { stop.request_stop(); });
    const Library::Indexer::ProgressSink progress = [window](const Library::IndexProgress &now) {
        if (window)
            window->showProgress(now);
    };
    auto task = services.indexer->run(request, progress, stop.get_token());
    const auto report = co_await std::move(task);
    if (window)
        window->indexed(report);
}

void MainWindow::showProgress(const Library::IndexProgress &progress)
{
    using Stage = Library::IndexProgress::Stage;
    const QLocale locale;
    if (progress.stage == Stage::Waiting) {
        m_state->setText(tr("Another program is indexing here; waiting for it"));
    } else if (progress.stage == Stage::Scanning) {
        m_state->setText(tr("Looking for files"));
    } else {
        QString text =
            tr("%1 of %2 files · %3/s")
                .arg(locale.toString(progress.done), locale.toString(progress.files), locale.toString(progress.filesPerSecond, 'f', 0));
        if (progress.secondsLeft >= 0)
            text += tr(" · ") + timeLeft(progress.secondsLeft);
        m_state->setText(text);
    }
}

void MainWindow::indexed(const Result<Library::IndexReport> &report)
{
    m_indexing = false;
    for (QPushButton *button : { m_choose, m_sample })
        button->setEnabled(true);
    m_stop->hide();
    if (!report) {
        showBanner(
            report.error().isCancelled() ? tr("Stopped. What was read is kept; add the folder again to go on.") : report.error().message);
    } else if (report->files == 0) {
        showBanner(tr("There is no file in this folder. Add some .txt or .md files, or choose another folder."));
    } else if (report->failed + report->noText > 0) {
        const auto &first = report->failures.first();
        const qint64 count = report->failed + report->noText;
        showBanner((count == 1 ? tr("1 file could not be used: %1 (%2)")
                               : tr("%3 files could not be used. The first: %1 (%2)").arg(QLocale().toString(count)))
                       .arg(first.path, first.reason));
    }
    refresh();
}

void MainWindow::showBanner(const QString &text)
{
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, Theme::signal(palette()));
    colors.setColor(QPalette::Window, Theme::faint(palette()));
    m_banner->setPalette(colors);
    m_banner->setText(text);
    m_banner->show();
}

void MainWindow::refresh()
{
    m_services.tasks->add(load(this, m_services, m_services.tasks->token()));
}

QCoro::Task<void> MainWindow::load(QPointer<MainWindow> window, Services services, std::stop_token stop)
{
    auto task = services.pools->library.submit(
        [library = services.library](std::stop_token) { return library.collections(); }, stop, QStringLiteral("list collections"));
    const auto rows = co_await std::move(task);
    if (!window || (!rows && rows.error().isCancelled()))
        co_return;
    if (rows)
        window->showLibrary(*rows);
    else
        window->showBanner(rows.error().message);
}

void MainWindow::showLibrary(const QList<Storage::CollectionRow> &collections)
{
    int documents = 0;
    bool sample = false;
    for (const auto &row : collections) {
        documents += row.filesByState.value(QStringLiteral("ready"));
        sample = sample || row.name == tr("Sample library");
    }
    if (!m_indexing)
        m_state->setText(documents == 0 ? tr("No documents yet")
                : documents == 1        ? tr("1 document in %1").arg(collections.first().name)
                : collections.size() == 1
                ? tr("%1 documents in %2").arg(QLocale().toString(documents), collections.first().name)
                : tr("%1 documents in %2 collections").arg(QLocale().toString(documents)).arg(collections.size()));
    m_sample->setVisible(!sample && !m_services.sampleFolder.isEmpty());
    QString welcome =
        QStringLiteral("<h2>%1</h2><p>%2</p>")
            .arg(tr("Ask questions of your own documents"),
                tr("Every sentence of the answer is quoted from your files, with the place it comes from. Nothing leaves this computer."));
    const QString link = QStringLiteral("<p><a href=\"%1\" style=\"color:%2\">%3</a></p>");
    const QString accent = Theme::accent(palette()).name();
    if (documents == 0) {
        welcome += link.arg(QStringLiteral("heddle:folder"), accent, tr("Choose a folder"));
        if (!m_services.sampleFolder.isEmpty())
            welcome += link.arg(QStringLiteral("heddle:sample"), accent, tr("Try the sample library"));
    } else {
        welcome += QStringLiteral("<p>%1</p>")
                       .arg(tr("Type a question below (Ctrl+L). For example: How does Heddle show where an answer comes from?"));
    }
    m_chat->setWelcome(welcome);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    event->accept();
    Q_EMIT closed();
}

} // namespace Heddle::Ui
