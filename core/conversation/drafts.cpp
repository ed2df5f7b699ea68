// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/drafts.h"
#include "core/conversation/messagecodec.h"
#include "core/dialog/dialogservice.h"

namespace Heddle::Conversation {
namespace {

constexpr int SaveMs = 900; //!< and the time that saving takes

} // namespace

Drafts::Drafts(Storage::ConversationRepository conversations, Concurrency::WorkPool *writer, Concurrency::TaskGroup *tasks)
    : m_conversations(std::move(conversations)), m_writer(writer), m_tasks(tasks)
{
    m_timer.setInterval(SaveMs);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { save(); });
}

void Drafts::begin(const QString &messageId)
{
    m_drafts[messageId] = Draft();
    if (!m_timer.isActive())
        m_timer.start();
}

void Drafts::take(const QString &messageId, const Dialog::Event &event)
{
    const auto found = m_drafts.find(messageId);
    if (found == m_drafts.end())
        return;
    Draft &draft = found->second;
    if (const auto *delta = std::get_if<Dialog::Delta>(&event)) {
        (delta->kind == Dialog::Delta::Kind::Answer ? draft.text : draft.thinking) += delta->text;
    } else if (const auto *passages = std::get_if<Dialog::Passages>(&event)) {
        draft.passages.clear(); // numbered as in the prompt: that is what the markers mean until the answer is done
        for (const Retrieval::Passage &passage : passages->passages.mid(0, Dialog::DialogService::AnswerPassages)) {
            draft.passages += Dialog::sourceFrom(passage);
            draft.passages.last().n = int(draft.passages.size());
        }
        draft.sources = draft.passages;
    } else if (const auto *stage = std::get_if<Dialog::Stage>(&event)) {
        if (stage->kind != Dialog::Stage::Kind::Answering || stage->who.isEmpty())
            return;
        draft.sources = draft.passages; // those that had no room in the prompt are not cited
        for (qsizetype i = stage->passages; i < draft.sources->size(); ++i)
            (*draft.sources)[i].n = 0;
    } else if (std::holds_alternative<Dialog::Rethought>(event)) {
        draft.thinking += std::exchange(draft.text, {});
    }
}

void Drafts::end(const QString &messageId)
{
    m_drafts.erase(messageId);
    if (m_drafts.empty())
        m_timer.stop();
}

void Drafts::save()
{
    if (m_saving)
        return;
    QList<Storage::DraftRow> rows; // all of them: those that wait for a first word are touched too
    for (auto &[id, draft] : m_drafts) {
        rows += draftRowFrom(id, draft.text, draft.thinking, draft.sources);
        draft.sources.reset();
    }
    if (rows.isEmpty())
        return;
    m_saving = true;
    m_tasks->add(write(this, m_conversations, m_writer, rows));
}

QCoro::Task<void> Drafts::write(
    Drafts *self, Storage::ConversationRepository conversations, Concurrency::WorkPool *writer, QList<Storage::DraftRow> rows)
{
    auto task = writer->submit([conversations, rows](std::stop_token) { return conversations.saveDrafts(rows); }, std::stop_token(),
        QStringLiteral("save drafts"));
    const Status saved = co_await std::move(task);
    if (!saved)
        qWarning("drafts: %s", qUtf8Printable(saved.error().message)); // the whole answer is saved at its end, or says why not
    self->m_saving = false;
}

} // namespace Heddle::Conversation
