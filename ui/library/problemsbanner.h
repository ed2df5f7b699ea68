// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/documentview.h"
#include <QFrame>

class QLabel;
class QPushButton;

namespace Heddle::Ui {

//! \brief Says above the files how many of them could not be used, grouped by the reason; hidden where all is well.
class ProblemsBanner : public QFrame {
    Q_OBJECT
public:
    explicit ProblemsBanner(QWidget *parent = nullptr);

    void setDocuments(const QList<Library::Document> &documents);

Q_SIGNALS:
    void showRequested();

private:
    QLabel *m_text;
    QPushButton *m_show;
};

} // namespace Heddle::Ui
