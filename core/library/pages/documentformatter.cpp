// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/pages/documentformatter.h"
#include "core/library/pages/pageprotocol.h"
#include <QCoreApplication>

namespace Heddle::Library {

QCoro::Task<Result<FormattedText>> formatDocument(
    InputFile document, QString passage, PageLimits limits, QString program, std::stop_token stop)
{
    const int descriptor = document.descriptor();
    const auto process = std::make_unique<PageProcess>(std::move(document), limits, program);
    const QJsonObject arguments { { QStringLiteral("type"), QStringLiteral("html") },
        { QStringLiteral("passage"), passage.left(MaxQuoted) } };
    PageProcess::Request request { QStringLiteral("read"), arguments, descriptor, limits.drawing, PageProcess::Urgency::Drawing, true };
    auto task = process->ask(std::move(request), std::move(stop));
    HEDDLE_CO_TRY_VALUE(const QJsonValue reply, co_await std::move(task));
    auto text = decodeFormatted(reply);
    if (!text)
        co_return Error { ErrorCode::Protocol, QCoreApplication::translate("Heddle::Library", "The document reader returned invalid data."),
            {}, true };
    co_return *text;
}

} // namespace Heddle::Library
