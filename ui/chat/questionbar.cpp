// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/questionbar.h"
#include "core/text/visiblecontrols.h"
#include "ui/chat/questionfield.h"
#include "ui/common/plaintext.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include <QAction>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace Heddle::Ui {

QuestionBar::QuestionBar(QWidget *parent)
    : QWidget(parent), m_field(new QuestionField), m_send(new QPushButton), m_more(new QToolButton), m_scope(new QToolButton),
      m_keywords(nullptr), m_languages(nullptr), m_editingBar(makeEditingBar())
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Metrics::Gap);
    column->addWidget(m_editingBar);
    column->addWidget(makeRow());
    connect(m_field, &QuestionField::sent, this, &QuestionBar::send);
    connect(m_send, &QPushButton::clicked, this, [this] {
        if (m_answering)
            Q_EMIT stopRequested();
        else
            send();
    });
    connect(m_keywords, &QAction::triggered, this, [this](bool on) {
        m_options.keywords = on;
        Q_EMIT optionsChanged(m_options);
    });
    connect(m_languages, &QAction::triggered, this, &QuestionBar::chooseLanguages);
}

QWidget *QuestionBar::makeEditingBar()
{
    auto *bar = new QWidget;
    QLabel *text = plainLabel(tr("You are changing an earlier question; what followed it is kept beside."));
    text->setWordWrap(true);
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("cancelEditing"));
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(Metrics::Gap, 0, Metrics::Gap, 0);
    row->addWidget(text, 1);
    row->addWidget(cancel);
    bar->hide();
    connect(cancel, &QPushButton::clicked, this, &QuestionBar::cancelEditing);
    return bar;
}

QWidget *QuestionBar::makeRow()
{
    m_field->setPlaceholderText(tr("Ask your documents…"));
    m_field->setAccessibleName(tr("Question"));
    m_field->setObjectName(QStringLiteral("question"));
    m_send->setObjectName(QStringLiteral("send"));
    m_more->setObjectName(QStringLiteral("questionOptions"));
    m_more->setText(QStringLiteral("⋯"));
    m_more->setIcon(Style::icon(QStringLiteral("ellipsis")));
    m_more->setAutoRaise(true);
    m_more->setAccessibleName(tr("How questions are asked here"));
    setPlainToolTip(m_more, m_more->accessibleName());
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_more);
    m_keywords = menu->addAction(tr("Let the model name more words to search for"));
    m_keywords->setCheckable(true);
    m_languages = menu->addAction(tr("Search in other languages…"));
    m_languages->setCheckable(true);
    m_more->setMenu(menu);
    m_send->setIconSize({ Metrics::IconSize, Metrics::IconSize });
    m_scope->setObjectName(QStringLiteral("scope"));
    m_scope->setProperty("chip", true);
    m_scope->setIcon(Style::icon(QStringLiteral("library")));
    m_scope->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_scope->setPopupMode(QToolButton::InstantPopup);
    m_scope->setMenu(new QMenu(m_scope));
    m_scope->setFont(Style::font(Style::TextRole::Small));
    setCollections({});
    auto *composer = new QFrame;
    composer->setObjectName(QStringLiteral("composer"));
    composer->setMaximumWidth(Metrics::TextWidth);
    auto *tools = new QHBoxLayout;
    tools->setSpacing(Metrics::Gap);
    tools->addWidget(m_scope);
    tools->addWidget(m_more);
    tools->addStretch(1);
    tools->addWidget(m_send);
    auto *inside = new QVBoxLayout(composer);
    inside->setContentsMargins(Metrics::CardGap, Metrics::Gap, Metrics::Gap, Metrics::Gap);
    inside->setSpacing(0);
    inside->addWidget(m_field);
    inside->addLayout(tools);
    connect(m_field, &QuestionField::focusChanged, composer, [composer](bool focused) {
        composer->setProperty("active", focused); // the ring is around the whole, as its field has none
        composer->style()->unpolish(composer);
        composer->style()->polish(composer);
    });
    auto *row = new QWidget;
    auto *centred = new QHBoxLayout(row);
    centred->setContentsMargins(Metrics::WideGap, 0, Metrics::WideGap, Metrics::WideGap);
    centred->addStretch(1);
    centred->addWidget(composer, 1000);
    centred->addStretch(1);
    setAnswering(false);
    return row;
}

void QuestionBar::focusField()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void QuestionBar::setQuestion(const QString &question)
{
    m_field->setPlainText(question);
    m_field->moveCursor(QTextCursor::End);
}

void QuestionBar::edit(const QString &question, const QString &before)
{
    setEditing(before);
    setQuestion(question);
    m_field->setFocus(Qt::OtherFocusReason);
}

void QuestionBar::cancelEditing()
{
    setEditing({});
}

void QuestionBar::setEditing(std::optional<QString> before)
{
    if (m_editing && !before)
        m_field->clear();
    m_editing = std::move(before);
    m_editingBar->setVisible(m_editing.has_value());
}

void QuestionBar::send()
{
    const QString question = m_field->toPlainText().trimmed();
    if (m_answering || question.isEmpty())
        return;
    const std::optional<QString> before = m_editing;
    m_field->clear();
    setEditing({});
    Q_EMIT askRequested(question, before);
}

void QuestionBar::setAnswering(bool answering)
{
    m_answering = answering;
    m_send->setIcon(Style::icon(answering ? QStringLiteral("square") : QStringLiteral("arrow-up"), Style::IconTint::OnAccent));
    const QString name = answering ? tr("Stop") : tr("Send");
    m_send->setText(m_send->icon().isNull() ? name : QString());
    m_send->setAccessibleName(name);
    setPlainToolTip(m_send, answering ? tr("Stop (Esc)") : tr("Send (Enter)"));
}

void QuestionBar::setCollections(const QList<Library::Collection> &collections)
{
    QMenu *menu = m_scope->menu();
    menu->clear();
    const auto add = [this, menu](qint64 id, const QString &name) {
        QAction *action = menu->addAction(QString(name).replace(QLatin1Char('&'), QLatin1String("&&")), this, [this, id, name] {
            setScope(id, name);
            Q_EMIT scopeChanged(id);
        });
        action->setCheckable(true);
        action->setData(id);
    };
    const QString all = tr("All documents");
    add(0, all);
    const auto chosen =
        std::find_if(collections.cbegin(), collections.cend(), [this](const Library::Collection &one) { return one.id == m_collection; });
    for (const Library::Collection &collection : collections)
        add(collection.id, Text::withVisibleControls(collection.name, Text::LineBreaks::Show));
    if (m_collection != 0 && chosen == collections.cend())
        Q_EMIT scopeChanged(0); // it was removed
    setScope(chosen == collections.cend() ? 0 : m_collection, chosen == collections.cend() ? all : chosen->name);
    m_scope->setVisible(collections.size() > 1);
}

void QuestionBar::setScope(qint64 collection, const QString &name)
{
    constexpr qsizetype Longest = 28;
    m_collection = collection;
    const QString shown = Text::withVisibleControls(name, Text::LineBreaks::Show);
    QString text = shown.size() > Longest ? shown.left(Longest - 1) + QChar(u'…') : shown;
    m_scope->setText(text.replace(QLatin1Char('&'), QLatin1String("&&")));
    m_scope->setAccessibleName(tr("Questions are asked of: %1").arg(shown));
    setPlainToolTip(m_scope, m_scope->accessibleName());
    for (QAction *action : m_scope->menu()->actions())
        action->setChecked(action->data().toLongLong() == collection);
}

void QuestionBar::setOptions(const Dialog::QuestionOptions &options, bool offered)
{
    m_options = options;
    m_more->setVisible(offered);
    m_keywords->setChecked(options.keywords);
    m_languages->setChecked(!options.languages.isEmpty());
}

void QuestionBar::chooseLanguages()
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Search in other languages"));
    dialog->setLabelText(tr("Languages, separated by commas; the chat model translates the question. Empty: only as it is asked."));
    dialog->setTextValue(m_options.languages.join(QLatin1String(", ")));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &text) {
        m_options.languages.clear();
        for (const QString &language : text.split(QLatin1Char(','), Qt::SkipEmptyParts))
            m_options.languages += language.trimmed();
        Q_EMIT optionsChanged(m_options);
    });
    connect(dialog, &QDialog::finished, this, [this] { m_languages->setChecked(!m_options.languages.isEmpty()); });
    dialog->open();
}

} // namespace Heddle::Ui
