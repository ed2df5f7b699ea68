// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/encoder.h"
#include <QCoreApplication>
#include <QFile>
#include <QObject>
#include <cmath>
#include <mutex>
#include <openvino/openvino.hpp>

namespace Heddle::Embedding {
namespace {

// Lengths are rounded up to this, so that the runtime sees few different shapes and its memory stays small.
constexpr std::size_t LengthStep = 32;

Error runtimeError(const QString &what, const std::exception &error)
{
    return Error { ErrorCode::Unreadable, what, QString::fromUtf8(error.what()), false };
}

class OpenVinoEncoder : public Encoder {
public:
    OpenVinoEncoder(ov::CompiledModel model, Pooling pooling) : m_model(std::move(model)), m_pooling(pooling) { }

    Result<Vector> encode(const std::vector<std::int64_t> &tokens) override
    {
        try {
            ov::InferRequest request = take();
            Vector vector = encodeWith(request, tokens);
            const std::lock_guard lock(m_mutex);
            m_idle.push_back(std::move(request));
            return vector;
        } catch (const std::exception &error) {
            return runtimeError(QCoreApplication::translate("Heddle::Embedding", "The embedding model failed on a text."), error);
        }
    }

private:
    ov::InferRequest take()
    {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_idle.empty()) {
                ov::InferRequest request = std::move(m_idle.back());
                m_idle.pop_back();
                return request;
            }
        }
        return m_model.create_infer_request();
    }

    Vector encodeWith(ov::InferRequest &request, const std::vector<std::int64_t> &tokens) const
    {
        const std::size_t length = (tokens.size() + LengthStep - 1) / LengthStep * LengthStep;
        const ov::Shape shape { 1, length }; // one text at a time: its vector depends on no neighbour, and batches gain nothing
        ov::Tensor ids(ov::element::i64, shape), mask(ov::element::i64, shape), types(ov::element::i64, shape);
        for (std::size_t i = 0; i < length; ++i) {
            const bool real = i < tokens.size();
            ids.data<std::int64_t>()[i] = real ? tokens[i] : 0;
            mask.data<std::int64_t>()[i] = real ? 1 : 0;
            types.data<std::int64_t>()[i] = 0;
        }
        request.set_tensor("input_ids", ids);
        request.set_tensor("attention_mask", mask);
        request.set_tensor("token_type_ids", types);
        request.infer();
        const ov::Tensor hidden = request.get_output_tensor(0);
        const std::size_t width = hidden.get_shape().at(2);
        const float *row = hidden.data<float>();
        Vector vector(row, row + width);
        if (m_pooling == Pooling::Mean) {
            for (std::size_t token = 1; token < tokens.size(); ++token) {
                row += width;
                for (std::size_t i = 0; i < width; ++i)
                    vector[i] += row[i];
            }
        }
        double norm = 0;
        for (const float value : vector)
            norm += double(value) * double(value);
        const auto scale = float(norm > 0 ? 1 / std::sqrt(norm) : 0);
        for (float &value : vector)
            value *= scale;
        return vector;
    }

    ov::CompiledModel m_model;
    const Pooling m_pooling;
    std::mutex m_mutex;
    std::vector<ov::InferRequest> m_idle;
};

} // namespace

//! \brief The plugin: models through OpenVINO on the processor.
class OpenVinoPlugin : public QObject, public EncoderFactory {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID "heddle.EncoderFactory/1")
    Q_INTERFACES(Heddle::Embedding::EncoderFactory)
public:
    Result<std::unique_ptr<Encoder>> load(const QString &modelFile, Pooling pooling, int lanes) override
    {
        try {
            const std::lock_guard lock(m_mutex);
            if (!m_core)
                m_core = std::make_unique<ov::Core>();
            auto model = m_core->read_model(QFile::encodeName(modelFile).toStdString());
            // No cache of code per shape (it grows without end), no threads bound to cores that others may be using.
            auto compiled = m_core->compile_model(model, "CPU",
                ov::AnyMap { ov::num_streams(lanes), ov::inference_num_threads(lanes), ov::hint::enable_cpu_pinning(false),
                    { "CPU_RUNTIME_CACHE_CAPACITY", "0" } });
            if (compiled.inputs().size() != 3 || compiled.outputs().empty())
                return Error { ErrorCode::Unreadable, tr("%1 is not an embedding model that can be used.").arg(modelFile), {}, false };
            return std::unique_ptr<Encoder>(std::make_unique<OpenVinoEncoder>(std::move(compiled), pooling));
        } catch (const std::exception &error) {
            return runtimeError(tr("The embedding model %1 can't be loaded.").arg(modelFile), error);
        }
    }

private:
    std::mutex m_mutex;
    std::unique_ptr<ov::Core> m_core;
};

} // namespace Heddle::Embedding

#include "openvinoplugin.moc"
