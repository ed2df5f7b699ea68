// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/language.h"
#include <cld2/public/compact_lang_det.h>

namespace Heddle::Text {

QString detectLanguage(const QString &text)
{
    constexpr qsizetype Enough = 8000;
    const QByteArray utf8 = text.left(Enough).toUtf8();
    bool reliable = false;
    const CLD2::Language language = CLD2::DetectLanguage(utf8.constData(), int(utf8.size()), true, &reliable);
    if (language == CLD2::UNKNOWN_LANGUAGE || language == CLD2::TG_UNKNOWN_LANGUAGE)
        return {};
    const QString code = QString::fromLatin1(CLD2::LanguageCode(language));
    return code.section(QLatin1Char('-'), 0, 0);
}

} // namespace Heddle::Text
