// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/conversationfiles.h"
#include "core/base/files.h"
#include "core/conversation/export.h"
#include "ui/common/choosefile.h"
#include "ui/common/deliver.h"
#include "ui/render/pdf.h"
#include "ui/widgets/toast.h"
#include <QFileDialog>
#include <QLocale>
#include <QRegularExpression>

namespace Heddle::Ui {
namespace {

constexpr int MaxExported = 1'000'000;

//! As JSON they can be imported again; as Markdown they stand one after the other. `ids` empty: all.
QCoro::Task<Result<QByteArray>> bytesOf(
    Conversation::ConversationService *conversations, Concurrency::WorkPool *pool, QStringList ids, QString format, std::stop_token stop)
{
    if (format == QLatin1String("json")) {
        auto exporting = conversations->exportAll(ids, stop);
        HEDDLE_CO_TRY_VALUE(const QByteArray bytes, co_await std::move(exporting));
        co_return bytes;
    }
    if (ids.isEmpty()) {
        const Conversation::ListFilter all { std::nullopt, Conversation::Label::None };
        auto listing = conversations->listWhere(all, MaxExported, stop);
        HEDDLE_CO_TRY_VALUE(const auto listed, co_await std::move(listing));
        for (const Conversation::Summary &one : listed)
            ids += one.id;
    }
    QByteArray bytes;
    for (const QString &id : std::as_const(ids)) {
        auto loading = conversations->load(id, stop);
        HEDDLE_CO_TRY_VALUE(const auto record, co_await std::move(loading));
        auto writing = pool->submit(
            [record, format](std::stop_token) -> Result<QByteArray> {
                if (format != QLatin1String("pdf"))
                    return Conversation::exportConversation(record, format);
                HEDDLE_TRY_VALUE(const QByteArray html, Conversation::exportConversation(record, QStringLiteral("html")));
                return Render::htmlToPdf(QString::fromUtf8(html), record.summary.title);
            },
            stop, QStringLiteral("export conversation"));
        HEDDLE_CO_TRY_VALUE(const QByteArray one, co_await std::move(writing));
        bytes += one;
    }
    co_return bytes;
}

QCoro::Task<Status> exportTo(Conversation::ConversationService *conversations, Concurrency::WorkPool *pool, QStringList ids, QString format,
    QString path, std::stop_token stop)
{
    auto making = bytesOf(conversations, pool, ids, format, stop);
    HEDDLE_CO_TRY_VALUE(const QByteArray bytes, co_await std::move(making));
    auto saving = pool->submit([path, bytes](std::stop_token) { return saveFile(path, bytes); }, stop, QStringLiteral("save a file"));
    co_return co_await std::move(saving);
}

QCoro::Task<Result<Conversation::ImportReport>> importFrom(
    Conversation::ConversationService *conversations, Concurrency::WorkPool *pool, QString path, std::stop_token stop)
{
    auto loading = pool->submit(
        [path](std::stop_token) { return loadFile(path, Conversation::MaxTransferBytes); }, stop, QStringLiteral("read a file"));
    HEDDLE_CO_TRY_VALUE(const QByteArray bytes, co_await std::move(loading));
    auto importing = conversations->importFrom(bytes, stop);
    co_return co_await std::move(importing);
}

} // namespace

ConversationFiles::ConversationFiles(
    Conversation::ConversationService *conversations, Concurrency::WorkPool *pool, Concurrency::TaskGroup *tasks, QWidget *window)
    : QObject(window), m_conversations(conversations), m_pool(pool), m_tasks(tasks), m_window(window)
{ }

void ConversationFiles::exportOne(const QString &id, const QString &title, const QString &format)
{
    QString name = title.left(60);
    static const QRegularExpression bad(QStringLiteral("[/\\\\:*?\"<>|\\x00-\\x1f]"));
    name.replace(bad, QStringLiteral("_"));
    choose(name, { id }, format);
}

void ConversationFiles::exportSeveral(const QStringList &ids, const QString &format)
{
    choose(tr("Conversations"), ids, format);
}

void ConversationFiles::choose(const QString &name, const QStringList &ids, const QString &format)
{
    const QString title = ids.size() == 1 ? tr("Export the conversation") : tr("Export conversations");
    chooseFile(m_window, title, name, format, [this, ids, format](const QString &path) {
        deliver(m_tasks, this, exportTo(m_conversations, m_pool, ids, format, path, m_tasks->token()), [this](const Status &written) {
            if (!written && !written.error().isCancelled())
                Q_EMIT failed(written.error().message);
        });
    });
}

void ConversationFiles::importFile()
{
    auto *dialog = new QFileDialog(m_window, tr("Import conversations"));
    dialog->setObjectName(QStringLiteral("importConversations"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({ tr("Exported conversations (*.json)"), tr("All files (*)") });
    connect(dialog, &QFileDialog::fileSelected, this, &ConversationFiles::read);
    dialog->open();
}

void ConversationFiles::read(const QString &path)
{
    deliver(m_tasks, this, importFrom(m_conversations, m_pool, path, m_tasks->token()), &ConversationFiles::showImported);
}

void ConversationFiles::showImported(const Result<Conversation::ImportReport> &report)
{
    if (!report) {
        if (!report.error().isCancelled())
            Q_EMIT failed(report.error().message);
        return;
    }
    const QLocale locale;
    QString text = report->imported == 1 ? tr("1 conversation imported") : tr("%1 conversations imported").arg(locale.toString(report->imported));
    if (report->known > 0)
        text = tr("%1 · %2 already here").arg(text, locale.toString(report->known));
    Toast::of(m_window)->show(text);
    Q_EMIT imported();
}

} // namespace Heddle::Ui
