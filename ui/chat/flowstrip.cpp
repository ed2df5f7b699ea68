// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/flowstrip.h"
#include "ui/common/passagelist.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int TickMs = 100;
constexpr int ListHeight = 220; //!< pixels

QString seconds(double ms)
{
    return QLocale().toString(ms / 1000, 'f', 1);
}

} // namespace

FlowStrip::FlowStrip(QWidget *parent) : QWidget(parent), m_line(new QToolButton), m_list(new PassageList), m_stage {}
{
    m_line->setObjectName(QStringLiteral("flowStrip"));
    m_line->setAutoRaise(true);
    m_line->setFont(Style::font(Style::TextRole::Small));
    m_line->setCheckable(true);
    m_line->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_line->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // a long line must not widen the window
    m_list->setFixedHeight(ListHeight);
    m_list->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Metrics::Gap, 0, Metrics::Gap, 0);
    column->setSpacing(0);
    column->addWidget(m_line);
    column->addWidget(m_list);
    m_tick.setInterval(TickMs);
    connect(&m_tick, &QTimer::timeout, this, &FlowStrip::showStage);
    connect(m_line, &QToolButton::toggled, this, &FlowStrip::toggle);
    connect(m_list, &PassageList::opened, this, [this](int row) { Q_EMIT opened(m_passages, row); });
    clear();
}

void FlowStrip::clear()
{
    m_tick.stop();
    m_passages.clear();
    m_summary.clear();
    m_list->setPassages({});
    m_line->setChecked(false);
    hide();
}

QString FlowStrip::text() const
{
    return m_line->text();
}

void FlowStrip::setLine(const QString &text)
{
    const bool can = !m_passages.isEmpty();
    m_line->setArrowType(!can ? Qt::NoArrow : m_line->isChecked() ? Qt::DownArrow : Qt::RightArrow);
    m_line->setEnabled(can);
    m_line->setText(text);
    m_line->setAccessibleName(text);
    show();
}

void FlowStrip::setStage(const Dialog::Stage &stage)
{
    m_stage = stage;
    m_writing = false;
    m_since.start();
    m_tick.start();
    showStage();
}

void FlowStrip::showStage()
{
    using Kind = Dialog::Stage::Kind;
    const auto elapsed = double(m_since.elapsed());
    switch (m_stage.kind) {
    case Kind::Searching: return setLine(tr("Searching your documents, %1 s").arg(seconds(elapsed)));
    case Kind::Rewriting: return setLine(tr("Asking %1 what the question means, %2 s").arg(m_stage.who, seconds(elapsed)));
    case Kind::Answering:
        if (m_stage.who.isEmpty())
            return setLine(tr("Choosing the sentences, %1 s").arg(seconds(elapsed)));
        if (!m_stage.waiting.isEmpty())
            return setLine(tr("%1, %2 s").arg(m_stage.waiting, seconds(elapsed)));
        if (m_writing)
            return setLine(tr("%1 is writing, %2 s").arg(m_stage.who, seconds(elapsed)));
        return setLine(tr("%1 reads %2 passages, %3 s").arg(m_stage.who, QString::number(m_stage.passages), seconds(elapsed)));
    case Kind::Reranking: break;
    }
    setLine(tr("Reranking %1 passages with %2, %3 s of %4 s")
                .arg(QString::number(m_stage.passages), m_stage.who, seconds(elapsed), seconds(double(m_stage.budget.count()))));
}

void FlowStrip::setPassages(const Dialog::Passages &passages, bool late)
{
    m_passages.clear();
    for (const Retrieval::Passage &passage : passages.passages)
        m_passages += Dialog::sourceFrom(passage);
    m_list->setPassages(m_passages);
    if (late)
        m_summary += tr(" · reranked since, not used in this answer");
    if (!m_tick.isActive())
        setLine(m_summary);
}

void FlowStrip::finish(const Conversation::Answer &answer)
{
    m_tick.stop();
    if (m_passages.isEmpty()) { // from a stored conversation
        m_passages = answer.sources;
        std::sort(m_passages.begin(), m_passages.end(), [](const auto &a, const auto &b) { return a.rank < b.rank; });
        m_list->setPassages(m_passages);
    }
    if (m_passages.isEmpty() && answer.timings.isEmpty()) {
        hide();
        return;
    }
    m_summary = m_passages.size() == 1 ? tr("1 passage") : tr("%1 passages").arg(m_passages.size());
    const std::pair<const char *, QString> parts[] = { { "rewrite", tr("question") }, { "search", tr("search") },
        { "embed", tr("embedding") }, { "rerank", tr("reranking") }, { "first_token", tr("first word") }, { "answer", tr("answer") } };
    for (const auto &[key, name] : parts) {
        if (const double ms = answer.timings[QLatin1String(key)].toDouble(); ms > 0)
            m_summary += ms < 10'000 ? tr(" · %1 %2 ms").arg(name, QLocale().toString(ms, 'f', ms < 10 ? 1 : 0))
                                     : tr(" · %1 %2 s").arg(name, seconds(ms));
    }
    if (const double speed = answer.timings[QLatin1String("tokens_per_second")].toDouble(); speed > 0)
        m_summary += tr(" · %1 tokens/s").arg(QLocale().toString(speed, 'f', speed < 10 ? 1 : 0));
    setLine(m_summary);
}

void FlowStrip::toggle(bool open)
{
    m_list->setVisible(open);
    m_line->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
}

} // namespace Heddle::Ui
