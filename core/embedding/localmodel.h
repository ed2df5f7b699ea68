// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/encoder.h"
#include "core/embedding/wordpiece.h"
#include <mutex>

namespace Heddle::Embedding {

//! \brief A model that runs in this process: what it expects.
struct LocalModelCard {
    QString id, name;
    Pooling pooling = Pooling::Mean;
    QString queryPrefix; //!< before a question, never before a passage
    int tokens = 256; //!< of a text; the rest is cut off
    QStringList languages; //!< that it was made for
};
//! \brief The models that are known; the first is the default (docs/embedding.md tells why).
const QList<LocalModelCard> &localModels();

//! \brief Where the runtime and the models lie.
struct LocalRuntime {
    QString plugin; //!< file of the plugin with the runtime; empty: none is there
    QString models; //!< folder with one folder a model: model.onnx and vocab.txt
};

//! \brief One model in this process, loaded when first used. Blocking and thread-safe: for pool threads.
class LocalModel {
public:
    //! \brief Errors: Input (no such model), NotFound (runtime or model files are missing): what to install.
    static Result<std::shared_ptr<LocalModel>> find(const QString &id, const LocalRuntime &runtime);

    const LocalModelCard &card() const { return m_card; }
    Result<Vector> embedQuery(const QString &question);
    //! \brief For a sentence that is compared with a question while somebody waits; computed where questions are.
    Result<Vector> embedSentence(const QString &text);
    //! \brief `lanes`: how many callers at once the model is loaded for; fixed by the first call.
    Result<Vector> embedPassage(const QString &text, int lanes);
    //! \brief Gives the memory back that passages took; questions can still be asked.
    void releasePassages();

private:
    using Lazy = std::shared_ptr<Encoder>;
    LocalModel(LocalModelCard card, LocalRuntime runtime) : m_card(std::move(card)), m_runtime(std::move(runtime)) { }
    Result<Lazy> encoder(Lazy &lazy, int lanes);
    Result<Vector> embed(Lazy &lazy, int lanes, const QString &text);

    const LocalModelCard m_card;
    const LocalRuntime m_runtime;
    std::mutex m_mutex;
    std::shared_ptr<const WordPiece> m_tokenizer;
    Lazy m_query, m_passages; //!< apart, so that a question never waits behind passages
};

} // namespace Heddle::Embedding
