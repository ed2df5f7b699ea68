// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/markdown.h"
#include "ui/chat/chatpage.h"
#include "ui/chat/chatsession.h"
#include "ui/chat/flowstages.h"
#include "ui/chat/hovercard.h"
#include "ui/chat/questionbar.h"
#include "ui/chat/transcriptview.h"
#include "ui/common/openoutside.h"
#include <QApplication>
#include <QClipboard>
#include <QCursor>
#include <QMenu>
#include <QUrl>

namespace Heddle::Ui {
namespace {

std::optional<TranscriptLink> linkFrom(const QUrl &url)
{
    return TranscriptLink::fromUrl(url.toString(QUrl::FullyEncoded));
}

QStringList citedChunks(const Conversation::Answer &answer)
{
    QStringList chunks;
    for (const Dialog::Source &source : answer.sources) {
        if (source.n > 0)
            chunks += source.chunk;
    }
    return chunks;
}

} // namespace

void ChatPage::followLink(const QUrl &url)
{
    if (const auto link = linkFrom(url))
        std::visit([this](const auto &target) { follow(target); }, link->target);
}

void ChatPage::follow(const TranscriptLink::Citation &citation)
{
    const CitedSources cited = sourcesOf(citation);
    if (cited.index < 0)
        return;
    m_card->leave();
    m_card->close();
    m_opened = citation;
    showSource(cited.sources, cited.index, m_session->exchanges()[citation.exchange].question);
}

void ChatPage::follow(const TranscriptLink::Action &action)
{
    using Kind = TranscriptLink::Action::Kind;
    if (action.exchange >= m_session->exchanges().size())
        return;
    Exchange &exchange = m_session->exchange(action.exchange);
    switch (action.kind) {
    case Kind::Edit:
        if (!m_session->isAnswering())
            m_question->edit(exchange.question, exchange.before);
        return;
    case Kind::Again: return m_session->answerAgain(action.exchange);
    case Kind::CopyQuestion: QApplication::clipboard()->setText(exchange.question); return m_transcript->showDone({ action });
    case Kind::Copy:
        QApplication::clipboard()->setText(Text::inertMarkdown(exchange.answer.text));
        return m_transcript->showDone({ action });
    case Kind::Details: exchange.detailsOpen = !exchange.detailsOpen; return draw(true);
    case Kind::Thinking: exchange.thinkingOpen = !exchange.thinkingOpen; return draw(true);
    case Kind::Map: Q_EMIT mapRequested(m_session->conversation(), exchange.answerId); return;
    case Kind::Related: return m_session->findRelated(action.exchange);
    case Kind::Flow:
        Q_EMIT flowRequested(exchange.flow, FlowStages::traceOf(exchange.question, exchange.answer.timings));
        return;
    case Kind::Missing: Q_EMIT absenceRequested(exchange.question, citedChunks(exchange.answer)); return;
    }
}

void ChatPage::follow(const TranscriptLink::Version &version)
{
    m_session->showVersion(version.message);
}

void ChatPage::follow(const TranscriptLink::AskRelated &related)
{
    m_session->ask(m_session->exchanges().value(related.exchange).related.value(related.index), {});
}

void ChatPage::follow(const TranscriptLink::Earlier &)
{
    m_transcript->showEarlier();
}

void ChatPage::follow(const TranscriptLink::Web &web)
{
    if (const auto address = webAddress(web.address))
        openAddress(this, *address);
}

ChatPage::CitedSources ChatPage::sourcesOf(const TranscriptLink::Citation &citation) const
{
    CitedSources cited;
    for (const Dialog::Source &source : m_session->exchanges().value(citation.exchange).answer.sources) {
        if (source.n == 0)
            continue;
        if (source.n == citation.n)
            cited.index = int(cited.sources.size());
        cited.sources += source;
    }
    return cited;
}

void ChatPage::hover(const QUrl &url)
{
    const auto link = linkFrom(url);
    const auto *citation = link ? std::get_if<TranscriptLink::Citation>(&link->target) : nullptr;
    const CitedSources cited = citation ? sourcesOf(*citation) : CitedSources();
    if (cited.index < 0) {
        m_card->leave();
        return;
    }
    // By the keyboard the place is the link's own; by the pointer it is where that is.
    QPoint at = m_transcript->viewport()->mapFromGlobal(QCursor::pos());
    if (m_transcript->textCursor().hasSelection() && m_transcript->hasFocus())
        at = m_transcript->cursorRect().center();
    m_hovered = *citation;
    const Dialog::Source &source = cited.sources[cited.index];
    m_card->aim(source, source.uses.value(citation->use), m_transcript->viewport()->mapTo(this, at));
}

void ChatPage::showMenu(const QPoint &at)
{
    using Kind = TranscriptLink::Action::Kind;
    QMenu *menu = m_transcript->createStandardContextMenu(at);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const int index = m_transcript->exchangeAt(at);
    const QList<Exchange> &exchanges = m_session->exchanges();
    if (index >= 0 && index < exchanges.size() && !m_session->isAnswering() && !exchanges[index].questionId.isEmpty()) {
        menu->addSeparator();
        const std::pair<QString, Kind> actions[] = { { tr("Copy the answer"), Kind::Copy }, { tr("Change the question…"), Kind::Edit },
            { tr("Regenerate"), Kind::Again }, { tr("Why is something not here?…"), Kind::Missing } };
        for (const auto &[text, kind] : actions)
            connect(menu->addAction(text), &QAction::triggered, this,
                [this, action = TranscriptLink::Action { kind, index }] { follow(action); });
        connect(menu->addAction(tr("Delete this question and its answers")), &QAction::triggered, this,
            [this, index] { m_session->deleteTurn(index); });
    }
    menu->popup(m_transcript->viewport()->mapToGlobal(at));
}

} // namespace Heddle::Ui
