// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QString>
#include <QtPlugin>
#include <cstdint>
#include <memory>
#include <vector>

namespace Heddle::Embedding {

using Vector = std::vector<float>;
inline constexpr std::size_t MaxDimension = 65'536; //!< numbers of a vector; models have some hundred to some thousand

enum class Pooling { Mean, FirstToken };

//! \brief A transformer model in this process, from tokens to one vector. Blocking and thread-safe.
class Encoder {
public:
    virtual ~Encoder() = default;
    //! \brief Returns the pooled vector of the tokens, of length 1. It depends on the tokens alone.
    virtual Result<Vector> encode(const std::vector<std::int64_t> &tokens) = 0;
};

//! \brief The interface of the plugin with the runtime. It is loaded when a model in this process is first used, so that nobody
//! else pays for its 90 MB or needs it at all.
class EncoderFactory {
public:
    virtual ~EncoderFactory() = default;
    //! \brief Loads a model file (ONNX: input_ids, attention_mask, token_type_ids → last_hidden_state). Blocks for a quarter of a
    //! second or more. With one lane the caller's thread computes; with more, as many threads of the runtime, which inherit the
    //! nice value of the caller of load().
    virtual Result<std::unique_ptr<Encoder>> load(const QString &modelFile, Pooling pooling, int lanes) = 0;
};

} // namespace Heddle::Embedding

Q_DECLARE_INTERFACE(Heddle::Embedding::EncoderFactory, "heddle.EncoderFactory/1")
