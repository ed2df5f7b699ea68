// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/message.h"
#include "core/dialog/events.h"
#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QToolButton;

namespace Heddle::Ui {

class PassageList;

//! \brief What the last question is at, and afterwards what it found and how long that took: one line, with the passages
//! behind it. Scores that come late reorder them.
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

    QToolButton *m_line;
    PassageList *m_list;
    Dialog::Stage m_stage;
    QElapsedTimer m_since; //!< of the stage
    QTimer m_tick;
    bool m_writing = false;
    QList<Dialog::Source> m_passages;
    QString m_summary;
};

} // namespace Heddle::Ui
