// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatprovider.h"
#include "core/llm/modellist.h"
#include "core/llm/tokenscale.h"
#include "core/net/httpclient.h"
#include <memory>

namespace Heddle::Llm {

//! \brief A chat model behind HTTP, any of chatProviders(). Lives on the event loop's thread; an awaited call blocks no thread.
class HttpChatModel : public ChatModel, public std::enable_shared_from_this<HttpChatModel> {
public:
    //! \brief Errors: Input (an address that can't be used, no model, a key that is missing).
    static Result<std::shared_ptr<HttpChatModel>> make(Configuration configuration, Net::HttpClient *client);

    QString name() const override { return m_provider->name; }
    QString host() const override;
    bool sendsElsewhere() const override;
    QString model() const override { return m_configuration.endpoint.model; }
    const QUrl &url() const { return m_url; }
    QCoro::Task<int> contextTokens(Concurrency::Context outer) override;
    double tokenFactor(const QList<ChatMessage> &messages) const override { return m_scale.factor(messages); }
    QCoro::Task<int> countTokens(QList<ChatMessage> messages, Concurrency::Context outer) override;
    QCoro::Task<Result<ChatReply>> complete(ChatRequest request, ChatSink sink, Concurrency::Context context) override;

private:
    HttpChatModel(Configuration configuration, const Provider *provider, QUrl url, Net::HttpClient *client);
    static QCoro::Task<Result<ChatReply>> run(
        std::shared_ptr<HttpChatModel> self, ChatRequest request, ChatSink sink, Concurrency::Context context);
    static QCoro::Task<int> context(std::shared_ptr<HttpChatModel> self, Concurrency::Context stop);
    static QCoro::Task<int> count(std::shared_ptr<HttpChatModel> self, QList<ChatMessage> messages, Concurrency::Context stop);
    Net::HttpRequest httpRequest(const ChatRequest &request) const;

    //! What a question has cost so far.
    struct Attempts {
        int failures = 0; //!< that may have passed by the next attempt
        int changes = 0; //!< of the request's form
    };
    //! An attempt that brought nothing of an answer.
    struct FailedAttempt {
        enum class Next { Never, AtOnce, AfterPause };
        Error error;
        Next next = Next::Never;
        std::chrono::milliseconds pause { 0 };
        QString waiting; //!< what the user is told during the pause
    };
    FailedAttempt refusedAttempt(const Net::HttpReply &reply, bool brief, Attempts &attempts);
    //! Whether the refused request may be accepted in another form, which is then used from now on.
    bool adapt(const Net::HttpReply &reply);

    Configuration m_configuration;
    const Provider *m_provider;
    QUrl m_url;
    QPointer<Net::HttpClient> m_client;
    Dialect m_dialect;
    TokenScale m_scale;
    ModelFacts::Counting m_counting = ModelFacts::Counting::None;
    int m_context = 0; //!< tokens, as the server said; 0: not asked yet, -1: it does not say
};

} // namespace Heddle::Llm
