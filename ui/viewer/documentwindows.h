// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/viewer/documentstates.h"
#include "core/dialog/citation.h"
#include <QObject>
#include <QPointer>
#include <functional>

class QWidget;

namespace Heddle::Ui {

class SourcePanel;

//! \brief Documents in windows of their own, one for each document, and how each of them was read while the program runs. They close
//! with the window that the first of them was opened from.
class DocumentWindows : public QObject {
    Q_OBJECT
public:
    //! \param makePanel Makes what a window shows.
    explicit DocumentWindows(std::function<SourcePanel *(DocumentWindows *)> makePanel) : m_makePanel(std::move(makePanel)) { }
    ~DocumentWindows() override;

    //! \brief Shows a source in a window of its document, at the place where it was left if that was at the same passage. One that is
    //! open comes to the front.
    void open(const QList<Dialog::Source> &sources, int index, const QString &question, QWidget *from);
    DocumentStates &states() { return m_states; }
    //! \brief Those that are open, the one opened last at the end.
    QList<QWidget *> windows() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void closeAll();
    SourcePanel *makeWindow(const QString &path, QWidget *from);

    struct Window {
        QString path;
        QPointer<QWidget> window;
        QPointer<SourcePanel> panel;
    };
    const std::function<SourcePanel *(DocumentWindows *)> m_makePanel;
    QList<Window> m_windows;
    DocumentStates m_states;
    QPointer<QWidget> m_main;
};

} // namespace Heddle::Ui
