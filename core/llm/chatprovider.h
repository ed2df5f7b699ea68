// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatmodel.h"
#include "core/net/endpoint.h"
#include "core/net/eventparser.h"
#include "core/net/httpmessage.h"
#include "core/net/serviceendpoint.h"
#include <QJsonObject>

namespace Heddle::Llm {

//! \brief Tokens of an answer where no limit is set, counted here: services refuse limits that they don't know.
constexpr int DefaultMaxAnswer = 4096;

//! \brief The chat model as it is set up.
struct Configuration {
    Net::ServiceEndpoint endpoint; //!< its id is one of chatProviders()
    std::optional<double> temperature, topP; //!< sent only when set
    int maxTokens = 0; //!< of an answer; 0: not sent, and the answer ends after about DefaultMaxAnswer
    int context = 0; //!< tokens; 0: as the server says
    std::chrono::milliseconds wait { 300'000 }; //!< for the first token, and between two

    bool operator==(const Configuration &) const = default;
};

//! \brief The content of one message of a stream.
struct Chunk {
    QString answer, thinking, model;
    std::optional<ChatReply::Finish> finish;
    std::optional<ChatUsage> usage;
    std::optional<QString> error; //!< in the server's words
    bool end = false; //!< nothing comes after it
};

//! \brief Fields of a request that some servers refuse. A model that is refused one adapts and asks again without it.
struct Dialect {
    bool usage = true; //!< stream_options
    bool newMaximum = false; //!< max_completion_tokens in place of max_tokens
    bool sampling = true; //!< temperature, top_p
};

//! \brief The protocol of a kind of server.
struct Wire {
    Net::EventParser::Framing framing;
    QJsonObject (*body)(const Configuration &configuration, const ChatRequest &request, const Dialect &dialect, int context);
    //! \brief Error Protocol where it is no message of such a stream.
    Result<Chunk> (*read)(const Net::ServerEvent &event);
    void (*authorize)(Net::HttpRequest &request, const QByteArray &key);
    QString chatPath, modelsPath; //!< behind the base
    const char *modelsList; //!< the key of the list of models in the reply
};
extern const Wire OpenAiWire, OllamaWire, AnthropicWire;

//! \brief A chat service that the user can choose. Facts from the services' public documentation.
struct Provider {
    QString id, name, defaultUrl; //!< the base; "" : an address is needed
    const Wire *wire = &OpenAiWire;
    bool needsKey = false;
    bool needsModel = true;
    int context = 0; //!< of its usual models, where its server does not say; tokens
    Dialect dialect;
};
const QList<Provider> &chatProviders();
const Provider *chatProviderById(const QString &id);

//! \brief Returns the base address as OpenAI clients take it ("http://127.0.0.1:11434/v1"), from what was typed: the whole address
//! of a chat endpoint is reduced to its base, an address without a path gets the usual version. Error Input.
Result<QUrl> chatBaseOf(const Provider &provider, const QString &typed);
QUrl chatEndpoint(const QUrl &base, const QString &path);
//! \brief Returns the whole address that questions go to. Error Input.
Result<QUrl> resolvedUrl(const Configuration &configuration);

} // namespace Heddle::Llm
