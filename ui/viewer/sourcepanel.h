// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/citation.h"
#include "core/library/documenttext.h"
#include "ui/common/services.h"
#include <QPointer>
#include <QWidget>

class QLabel;
class QSpinBox;
class QStackedWidget;
class QTextBrowser;
class QToolButton;

namespace Heddle::Ui {

class FindBar;
class PdfView;

//! \brief The document behind a citation, at its place: a PDF as its pages, anything else as its text, with the
//! supporting sentence marked. Where the document is gone or changed, the passage as it was, and a word about it.
class SourcePanel : public QWidget {
    Q_OBJECT
public:
    explicit SourcePanel(Services services, QWidget *parent = nullptr);

    //! \brief Shows one of the sources of an answer; the others are a click away.
    //! \brief With the `question` that they answer a source can be kept as right for it; empty: it can't.
    void showSources(const QList<Dialog::Source> &sources, int index, const QString &question);
    PdfView *pdf() const { return m_pdf; }
    //! \brief What shows the document now: its pages or its text.
    QWidget *view() const;
    void openFind();
    //! \brief False where no search was open.
    bool closeFind();

Q_SIGNALS:
    void closed();

protected:
    void changeEvent(QEvent *event) override;

private:
    void showSource(int index);
    void showText(const Library::DocumentText &text);
    void showPassage(const QString &notice);
    void insertMarked(const QString &text, qsizetype passageStart, qsizetype passageEnd, const QStringList &headings);
    void openOutside();
    void keep(bool right);
    void say(const QString &notice);
    static QCoro::Task<void> lookUp(
        QPointer<SourcePanel> panel, Services services, QString question, Evaluation::Right right, std::stop_token stop);
    static QCoro::Task<void> keep(
        QPointer<SourcePanel> panel, Services services, QString question, Evaluation::Right right, bool pinned, std::stop_token stop);
    void find(const QString &text, bool backward);
    static QCoro::Task<void> load(QPointer<SourcePanel> panel, Services services, QString chunk, std::stop_token stop);

    Services m_services;
    std::stop_source m_stop;
    QList<Dialog::Source> m_sources;
    int m_index = 0;
    QString m_question;
    QLabel *m_title, *m_place, *m_notice, *m_position, *m_pages;
    QToolButton *m_previous, *m_next, *m_right, *m_open, *m_close, *m_smaller, *m_larger;
    FindBar *m_find;
    QSpinBox *m_page;
    QWidget *m_pageBar;
    QStackedWidget *m_stack;
    QTextBrowser *m_text;
    PdfView *m_pdf;
};

} // namespace Heddle::Ui
