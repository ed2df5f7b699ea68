// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/quotedanswer.h"

namespace Heddle::Dialog {

//! \brief One answered question.
struct Turn {
    enum class Kind {
        Written,
        Quoted,
        List, //!< of documents, from the whole index
        None, //!< nothing was found, or nothing fits; then `quoted` has what is nearest
    };
    Kind kind = Kind::None;
    QString answer, thinking; //!< answer: of a quoted one its plain text, with markers
    std::optional<QuotedAnswer> quoted; //!< the answer as a value, where no chat model wrote it
    QList<Source> sources; //!< cited ones first, by n; then the other passages, with n 0
    QStringList notices;
    QList<Retrieval::Sent> sent; //!< what left this computer for it
    QString suggestion;
    QJsonObject timings; //!< milliseconds by stage; tokens_per_second
    //! question: as searched, where it differs; model, finish, prompt_tokens, answer_tokens, removed and placed citations,
    //! no_source: start and end of each sentence of the answer that cites nothing and that no passage says
    QJsonObject details;
    bool stopped = false; //!< by the user; what had come stands above
    std::optional<Error> error; //!< of the chat model: it broke off, or the answer is quoted in its stead
};

//! \brief The sentences of an answer that cite nothing and that no passage says, in order: start and end, UTF-16 units.
//! \param details of its turn; \param length of its text, which the ranges keep to
QList<std::pair<qsizetype, qsizetype>> unsourcedIn(const QJsonObject &details, qsizetype length);
//! \brief What went to each server, all purposes together: "5 passages, 6.1 kB to api.openai.com"; empty where nothing did. For the line
//! under an answer, whose details list each purpose.
//! \param passages that a model was given for the answer; 0: none
QStringList leftText(const QList<Retrieval::Sent> &sent, int passages);
//! \brief "nothing was sent anywhere", or what went where and what for.
QString sentText(const QList<Retrieval::Sent> &sent);
QJsonArray toJson(const QList<Retrieval::Sent> &sent);
QList<Retrieval::Sent> sentFromJson(const QJsonArray &array);
//! \brief A stored source as a passage again, for what is asked about an answer later.
Retrieval::Passage passageFrom(const Source &source);

} // namespace Heddle::Dialog
