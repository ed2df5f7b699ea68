// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/library/catalog.h"
#include <QMenu>

namespace Heddle::Ui {

//! \brief What can be done with one file of the library: it is opened or previewed, its path is copied, it or a folder that it lies in is excluded,
//! it is forgotten where it is gone or could not be read, and for a text the encoding is chosen that it is read in. The likely encodings
//! are looked for once their menu is opened. Deletes itself when it closes.
class FileMenu : public QMenu {
    Q_OBJECT
public:
    struct File {
        QByteArray path; //!< absolute, as the file system names it
        QStringList folders; //!< of its collection
        bool isProblem = false; //!< it could not be read, or has no text
    };
    FileMenu(File file, Library::Catalog *catalog, Concurrency::TaskGroup *tasks, QWidget *parent);

Q_SIGNALS:
    void openRequested();
    void previewRequested();
    void readAgainRequested();
    //! \brief `path` as Library::exclude() takes it.
    void excludeRequested(const QByteArray &path);
    void forgetRequested();
    //! \brief A name for Catalog::chooseEncoding(); empty: it is to be detected.
    void encodingChosen(const QByteArray &name);

private:
    void addExclusions();
    void addForgetting();
    void findEncodings();
    void showEncodings(const Result<Library::FileEncodings> &encodings);
    void addEncoding(QMenu *menu, const QByteArray &name, const QString &text, bool chosen);

    const File m_file;
    Library::Catalog *m_catalog;
    Concurrency::TaskGroup *m_tasks;
    QMenu *m_encodings = nullptr;
};

} // namespace Heddle::Ui
