// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/questionbar.h"
#include "core/text/visiblecontrols.h"
#include "ui/chat/attachmentchips.h"
#include "ui/chat/questionfield.h"
#include "ui/common/plaintext.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/iconbutton.h"
#include <QAction>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>
#include <algorithm>

namespace Heddle::Ui {

QuestionBar::QuestionBar(QWidget *parent)
    : QWidget(parent), m_field(new QuestionField), m_files(new AttachmentChips), m_notice(plainLabel()),
      m_attach(new IconButton(QStringLiteral("paperclip"), tr("Attach files to this conversation"), QKeySequence(QStringLiteral("Ctrl+Shift+A")))), m_send(new QPushButton), m_scope(new Chip(QString())), m_model(new Chip(QString())),
      m_scopeMenu(new QMenu(m_scope)), m_modelMenu(new QMenu(m_model)), m_keywords(nullptr), m_languages(nullptr),
      m_editingBar(makeEditingBar())
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
    connect(m_field, &QuestionField::pathsGiven, this, &QuestionBar::pathsGiven);
    connect(m_files, &AttachmentChips::removeRequested, this, &QuestionBar::detachRequested);
    connect(m_files, &AttachmentChips::cancelRequested, this, &QuestionBar::cancelAttachingRequested);
    connect(m_files, &AttachmentChips::left, this, &QuestionBar::focusField);
    connect(m_attach, &QToolButton::clicked, this, &QuestionBar::chooseFiles);
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
    setFollowsUp(false);
    m_field->setAccessibleName(tr("Question"));
    m_field->setObjectName(QStringLiteral("question"));
    m_send->setObjectName(QStringLiteral("send"));
    m_send->setIconSize({ Metrics::IconSize, Metrics::IconSize });
    setUpChips();
    setCollections({});
    m_attach->setObjectName(QStringLiteral("attach"));
    m_notice->setObjectName(QStringLiteral("attachNotice"));
    m_notice->setProperty("result", QStringLiteral("trouble"));
    m_notice->setWordWrap(true);
    m_notice->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_notice->hide();
    auto *composer = new QFrame;
    m_composer = composer;
    composer->setObjectName(QStringLiteral("composer"));
    composer->setMaximumWidth(Metrics::TextWidth);
    auto *tools = new QHBoxLayout;
    tools->setSpacing(Metrics::Gap);
    tools->addWidget(m_scope);
    tools->addWidget(m_model);
    tools->addWidget(m_attach);
    tools->addStretch(1);
    tools->addWidget(m_send);
    auto *inside = new QVBoxLayout(composer);
    inside->setContentsMargins(Metrics::CardGap, Metrics::CardGap, Metrics::CardGap, Metrics::Gap);
    inside->setSpacing(0);
    inside->addWidget(m_notice);
    inside->addWidget(m_files);
    inside->addWidget(m_field);
    inside->addLayout(tools);
    connect(m_field, &QuestionField::focusChanged, this, &QuestionBar::setDropTarget); // the ring is around the whole, as its field has none
    auto *row = new QWidget;
    auto *centred = new QHBoxLayout(row);
    m_around = centred;
    centred->addStretch(1);
    centred->addWidget(composer, 1000);
    centred->addStretch(1);
    setAnswering(false);
    return row;
}

void QuestionBar::setUpChips()
{
    m_scope->setObjectName(QStringLiteral("scope"));
    m_scope->setIcon(Style::icon(QStringLiteral("library")));
    m_model->setObjectName(QStringLiteral("questionOptions"));
    m_model->setIcon(Style::icon(QStringLiteral("sparkles")));
    for (const auto &[chip, menu] : { std::pair(m_scope, m_scopeMenu), std::pair(m_model, m_modelMenu) }) {
        chip->setSmall(true);
        chip->setMenuArrow(true);
        chip->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
        connect(chip, &QAbstractButton::clicked, this, [chip = chip, menu = menu] { // above it: below is the end of the window
            menu->popup(chip->mapToGlobal(QPoint(0, -menu->sizeHint().height() - Metrics::Gap / 2)));
        });
    }
    m_keywords = m_modelMenu->addAction(tr("Let the model name more words to search for"));
    m_keywords->setCheckable(true);
    m_languages = m_modelMenu->addAction(tr("Search in other languages…"));
    m_languages->setCheckable(true);
    m_modelMenu->addSeparator();
    m_modelMenu->addAction(tr("Choose a model…"), this, &QuestionBar::modelSettingsRequested);
}

void QuestionBar::showModel()
{
    const QString shown = Text::withVisibleControls(m_answers.name, Text::LineBreaks::Show);
    const bool none = shown.isEmpty(), brief = width() < Metrics::NarrowChat;
    const QString place = m_answers.host.isEmpty() ? tr("this computer") : m_answers.host;
    m_model->setText(none ? tr("No model") : brief ? shown : QStringLiteral("%1 · %2").arg(shown, place));
    m_model->setAccessibleName(none ? tr("Answers are quoted from your documents; no model writes them")
                                    : tr("Answers are written by %1 on %2").arg(shown, place));
    setPlainToolTip(m_model, m_model->accessibleName());
}

void QuestionBar::setFollowsUp(bool followsUp)
{
    m_field->setPlaceholderText(followsUp ? tr("Ask a follow-up") : tr("Ask your documents"));
    m_field->viewport()->update(); // it isn't drawn anew for other words
}

void QuestionBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int side = width() < Metrics::NarrowChat ? Metrics::CardGap : Metrics::SectionGap;
    m_around->setContentsMargins(side, 0, side, Metrics::WideGap);
    showModel();
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
    if (m_answering || m_reading || question.isEmpty())
        return;
    showNotice({});
    const std::optional<QString> before = m_editing;
    m_field->clear();
    setEditing({});
    Q_EMIT askRequested(question, before);
}

void QuestionBar::setAnswering(bool answering)
{
    m_answering = answering;
    m_send->setEnabled(!m_reading || answering);
    m_send->setIcon(Style::icon(answering ? QStringLiteral("square") : QStringLiteral("arrow-up"), Style::IconTint::OnAccent));
    const QString name = answering ? tr("Stop") : tr("Send");
    m_send->setText(m_send->icon().isNull() ? name : QString());
    m_send->setAccessibleName(name);
    setPlainToolTip(m_send, answering ? tr("Stop (Esc)") : tr("Send (Enter)"));
}

void QuestionBar::setCollections(const QList<Library::Collection> &collections)
{
    m_collections = collections;
    showScopes();
}

//! What can be asked of; a choice that is gone is all documents again.
void QuestionBar::showScopes()
{
    m_scopeMenu->clear();
    const auto add = [this](qint64 id, const QString &name) {
        QAction *action = m_scopeMenu->addAction(QString(name).replace(QLatin1Char('&'), QLatin1String("&&")), this, [this, id, name] {
            setScope(id, name);
            Q_EMIT scopeChanged(id);
        });
        action->setCheckable(true);
        action->setData(id);
    };
    QList<std::pair<qint64, QString>> scopes { { 0, m_attached == 0 ? tr("All documents") : tr("All documents and the attached files") } };
    if (m_attached > 0)
        scopes += { OnlyAttached, m_attached == 1 ? tr("Only the attached file") : tr("Only the attached files") };
    for (const Library::Collection &collection : std::as_const(m_collections))
        scopes += { collection.id, Text::withVisibleControls(collection.name, Text::LineBreaks::Show) };
    for (const auto &[id, name] : std::as_const(scopes))
        add(id, name);
    const auto chosen = std::find_if(scopes.cbegin(), scopes.cend(), [this](const auto &one) { return one.first == m_collection; });
    if (chosen == scopes.cend())
        Q_EMIT scopeChanged(0); // it was removed
    const auto &[id, name] = chosen == scopes.cend() ? scopes.first() : *chosen;
    setScope(id, name);
    m_scope->setVisible(m_collections.size() > 1 || m_attached > 0);
}

void QuestionBar::setAttachments(const QList<Conversation::Attachment> &files, const QStringList &reading)
{
    m_attached = int(files.size());
    m_reading = !reading.isEmpty();
    m_files->setFiles(files, reading);
    QWidget *last = m_field;
    for (QWidget *button : m_files->buttons()) {
        setTabOrder(last, button);
        last = button;
    }
    if (last != m_field)
        setTabOrder(last, m_field); // they stand above it
    m_send->setEnabled(!m_reading || m_answering);
    showScopes();
}

void QuestionBar::showNotice(const QString &notice)
{
    m_notice->setText(notice);
    m_notice->setVisible(!notice.isEmpty());
    m_notice->setAccessibleName(notice);
}

void QuestionBar::chooseFiles()
{
    auto *dialog = new QFileDialog(this, tr("Attach files to this conversation"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &QuestionBar::pathsGiven);
    dialog->open();
}

void QuestionBar::setDropTarget(bool on)
{
    m_composer->setProperty("active", on || m_field->hasFocus());
    m_composer->style()->unpolish(m_composer);
    m_composer->style()->polish(m_composer);
}

void QuestionBar::setScope(qint64 collection, const QString &name)
{
    constexpr qsizetype Longest = 28;
    m_collection = collection;
    const QString shown = Text::withVisibleControls(name, Text::LineBreaks::Show);
    m_scope->setText(shown.size() > Longest ? shown.left(Longest - 1) + QChar(u'…') : shown);
    m_scope->setAccessibleName(tr("Questions are asked of: %1").arg(shown));
    setPlainToolTip(m_scope, m_scope->accessibleName());
    for (QAction *action : m_scopeMenu->actions())
        action->setChecked(action->data().toLongLong() == collection);
}

void QuestionBar::setOptions(const Dialog::QuestionOptions &options, const AnswerModel &model)
{
    m_options = options;
    m_answers = model;
    m_keywords->setVisible(!model.name.isEmpty());
    m_languages->setVisible(!model.name.isEmpty());
    m_keywords->setChecked(options.keywords);
    m_languages->setChecked(!options.languages.isEmpty());
    showModel();
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
