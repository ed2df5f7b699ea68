// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/textview.h"

namespace Heddle::Ui {

TextView::TextView(QWidget *parent) : QTextBrowser(parent)
{
    setOpenLinks(false);
    setOpenExternalLinks(false);
}

QVariant TextView::loadResource(int, const QUrl &)
{
    // Empty, but a value: for none at all the document would look for a file of that name itself.
    return QByteArray("");
}

} // namespace Heddle::Ui
