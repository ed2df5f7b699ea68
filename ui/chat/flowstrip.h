// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/message.h"
#include "core/dialog/events.h"
#include <QElapsedTimer>
#include <QTimer>
#include <QToolButton>

namespace Heddle::Ui {

class PassageList;

//! \brief A bar with a stretch for each stage, as long as it took, and beside it the same in words.
class FlowLine : public QToolButton {
    Q_OBJECT
public:
    explicit FlowLine(QWidget *parent = nullptr);

    //! \brief The stages in their order (Style::Tokens::stages) with what each took.
    void setStages(const QList<std::pair<int, double>> &stages);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<std::pair<int, double>> m_stages;
};

//! \brief What the last question is at, and afterwards what it found: one line, with the passages behind it. Scores that come late
//! reorder them. How long it took stands under the answer.
class FlowStrip : public QWidget {
    Q_OBJECT
public:
    explicit FlowStrip(QWidget *parent = nullptr);

    void clear();
    void setStage(const Dialog::Stage &stage);
    //! \brief The first words have come.
    void setWriting() { m_writing = true; }
    //! \brief `late`: they were not used in the answer.
    void setPassages(const Dialog::Passages &passages, bool late = false);
    void finish(const Conversation::Answer &answer);
    QString text() const;

Q_SIGNALS:
    void opened(const QList<Heddle::Dialog::Source> &passages, int index);

private:
    void showStage();
    void toggle(bool open);
    void setLine(const QString &text);

    FlowLine *m_line;
    PassageList *m_list;
    Dialog::Stage m_stage;
    QElapsedTimer m_since; //!< of the stage
    QTimer m_tick;
    bool m_writing = false;
    QList<std::pair<int, double>> m_spent; //!< by the stages before, in milliseconds
    QList<Dialog::Source> m_passages;
    QString m_summary;
};

} // namespace Heddle::Ui
