// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/messagecodec.h"
#include "core/dialog/answermap.h"
#include "core/embedding/service.h"
#include "core/evaluation/judgement.h"
#include "core/evaluation/reportjson.h"
#include "core/net/endpoint.h"
#include "core/settings/rules.h"
#include "core/settings/values.h"
#include "tests/fuzz/fuzzformats.h"
#include <QJsonDocument>

namespace Heddle::Fuzz {
namespace {

void readSettings(const QJsonObject &object)
{
    QHash<QString, QString> texts;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString text = it->toVariant().toString();
        texts.insert(it.key(), text);
        Settings::nodesOf(text);
        const auto endpoint = Net::endpointFrom(text, Embedding::services().first().endpoint);
        require(endpoint || !endpoint.error().message.isEmpty());
        Net::holdsSecret(QUrl(text));
        Embedding::Configuration::fromId(text);
    }
    Settings::Values::fromStored(texts).notices();
}

void readMessage(const QJsonObject &object)
{
    Storage::MessageRow row;
    const auto text = [&object](const char *key) { return object[QLatin1String(key)].toString(); };
    row.id = text("id");
    row.role = text("role");
    row.kind = text("kind");
    row.state = text("state");
    row.text = text("text");
    row.error = object[QLatin1String("error")].toObject();
    row.timings = object[QLatin1String("timings")].toObject();
    row.details = object[QLatin1String("details")].toObject();
    row.notices = object[QLatin1String("notices")].toArray();
    row.sent = object[QLatin1String("sent")].toArray();
    row.sources = object[QLatin1String("sources")].toArray();
    Conversation::rowFrom(Conversation::messageFrom(row));
}

} // namespace

void json(const QByteArray &bytes)
{
    const auto judged = Evaluation::readJudged(bytes);
    require(judged || !judged.error().message.isEmpty());
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    readSettings(object);
    readMessage(object);
    if (const auto map = Dialog::answerMapFromJson(object))
        require(Dialog::answerMapFromJson(Dialog::toJson(*map)).ok());
    if (const auto report = Evaluation::reportFrom(object))
        require(Evaluation::reportFrom(Evaluation::toJson(*report)).ok());
}

} // namespace Heddle::Fuzz
