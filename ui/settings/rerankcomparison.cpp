// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/rerankcomparison.h"
#include "ui/common/deliver.h"
#include "ui/common/plaintext.h"
#include "ui/style/metrics.h"
#include "ui/widgets/card.h"
#include "ui/widgets/settingsrow.h"
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr std::size_t ShownPassages = 5, Depth = 10;

//! "120 ms · 3,400 tokens · agrees with the search by 0.82, 7 of the first 10 are the same"
QString factsOf(const Rerank::Ranking &ranking, const std::vector<std::size_t> &search)
{
    const QLocale locale;
    QStringList facts { RerankComparisonView::tr("%1 ms").arg(locale.toString(ranking.ms, 'f', 0)) };
    if (ranking.tokens > 0)
        facts += RerankComparisonView::tr("%1 tokens").arg(locale.toString(ranking.tokens));
    const std::size_t depth = std::min(Depth, search.size());
    facts +=
        RerankComparisonView::tr("agrees with the search by %1 (Kendall's tau), %2 of the first %3 are the same")
            .arg(locale.toString(Rerank::kendallTau(ranking.order, search), 'f', 2),
                locale.toString(int(Rerank::overlapAt(ranking.order, search, Depth) * double(depth) + 0.5)), locale.toString(int(depth)));
    if (ranking.withheld > 0)
        facts += RerankComparisonView::tr("%n passage(s) not sent: never send", nullptr, ranking.withheld);
    return facts.join(QStringLiteral(" · "));
}

} // namespace

RerankComparisonView::RerankComparisonView(Evaluation::RerankComparer *comparer, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QWidget(parent), m_comparer(comparer), m_tasks(tasks), m_question(new QLineEdit), m_compare(new QPushButton(tr("Com&pare"))),
      m_result(wrappedLabel()), m_column(new QVBoxLayout(this))
{
    QLabel *title = plainLabel(tr("Compare rerankers"));
    title->setProperty("textRole", QStringLiteral("section"));
    m_question->setObjectName(QStringLiteral("compareQuestion"));
    m_question->setPlaceholderText(tr("A question of yours"));
    m_question->setAccessibleName(tr("Question to compare rerankers with"));
    m_compare->setObjectName(QStringLiteral("compareRerankers"));
    m_compare->setEnabled(false);
    m_result->setObjectName(QStringLiteral("compareResult"));
    m_result->hide();
    auto *row = new QHBoxLayout;
    row->addWidget(m_question, 1);
    row->addWidget(m_compare);
    m_column->setContentsMargins(0, Metrics::WideGap, 0, 0);
    m_column->setSpacing(Metrics::Gap);
    m_column->addWidget(title);
    m_column->addLayout(row);
    m_column->addWidget(m_result);
    connect(m_question, &QLineEdit::textChanged, this, [this](const QString &text) { m_compare->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_question, &QLineEdit::returnPressed, m_compare, &QPushButton::click);
    connect(m_compare, &QPushButton::clicked, this, &RerankComparisonView::compare);
}

void RerankComparisonView::compare()
{
    m_compare->setEnabled(false);
    m_result->setProperty("result", QStringLiteral("busy"));
    m_result->style()->polish(m_result);
    m_result->setText(tr("Asking the rerankers that are set up or have a key, one after another…"));
    m_result->show();
    deliver(m_tasks, this, m_comparer->compare(m_question->text().trimmed(), {}, {}, Concurrency::Context(m_tasks->token())),
        &RerankComparisonView::show);
}

QWidget *RerankComparisonView::rowFor(const Rerank::Ranking &ranking, const Evaluation::RerankComparison &comparison)
{
    const QString model = ranking.configuration.endpoint.model;
    QPushButton *use = nullptr;
    if (!ranking.error) {
        use = new QPushButton(tr("Use this one"));
        use->setObjectName(QStringLiteral("useReranker"));
        use->setAccessibleName(tr("Use %1 for reranking").arg(ranking.name));
        connect(use, &QPushButton::clicked, this, [this, configuration = ranking.configuration] { Q_EMIT chosen(configuration); });
    }
    auto *row = new SettingsRow(model.isEmpty() ? ranking.name : tr("%1 · %2").arg(ranking.name, model),
        ranking.error ? ranking.error->message : factsOf(ranking, comparison.searchOrder()), use);
    row->setObjectName(QStringLiteral("ranking"));
    QStringList lines;
    for (std::size_t i = 0; i < std::min(ShownPassages, ranking.order.size()); ++i) {
        constexpr qsizetype LongestText = 90;
        const Search::Hit &hit = comparison.passages[qsizetype(ranking.order[i])].hit;
        lines += tr("%1. (was %2) %3: %4")
                     .arg(QString::number(i + 1), QString::number(ranking.order[i] + 1),
                         hit.title.isEmpty() ? hit.path.section(QLatin1Char('/'), -1) : hit.title, hit.text.simplified().left(LongestText));
    }
    if (!lines.isEmpty()) {
        QLabel *list = plainLabel(lines.join(QLatin1Char('\n')));
        list->setWordWrap(true);
        list->setProperty("textRole", QStringLiteral("small"));
        list->setProperty("second", true);
        row->addBelow(list);
    }
    return row;
}

void RerankComparisonView::show(const Result<Evaluation::RerankComparison> &comparison)
{
    m_compare->setEnabled(true);
    delete m_card;
    m_card = nullptr;
    QString said;
    if (!comparison)
        said = comparison.error().message;
    else if (comparison->passages.isEmpty())
        said = tr("The search found nothing to order. Ask something that your documents answer.");
    m_result->setProperty("result", said.isEmpty() ? QStringLiteral("good") : QStringLiteral("trouble"));
    m_result->style()->polish(m_result);
    m_result->setText(said.isEmpty() ? tr("%n passage(s), ordered by each.", nullptr, int(comparison->passages.size())) : said);
    if (!said.isEmpty())
        return;
    m_card = new Card;
    for (const Rerank::Ranking &ranking : comparison->rankings)
        m_card->addRow(rowFor(ranking, *comparison));
    m_column->addWidget(m_card);
}

} // namespace Heddle::Ui
