// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace Heddle::Ui {

//! \brief What stands where there is no conversation yet: one sentence, and what to do next.
class Welcome : public QWidget {
    Q_OBJECT
public:
    explicit Welcome(QWidget *parent = nullptr);
    void setLibrary(int documents, bool sampleOffered);
    //! \brief Questions to begin with.
    void setStarters(const QStringList &questions);

Q_SIGNALS:
    void chooseFolder();
    void trySample();
    //! \brief One of the questions to begin with was chosen.
    void asked(const QString &question);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QLabel *makeMark();
    void fillFacts();
    void setFonts();

    QLabel *m_title, *m_text;
    QPushButton *m_choose, *m_sample;
    QWidget *m_facts;
    QVBoxLayout *m_starters;
};

} // namespace Heddle::Ui
