// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/localmodel.h"
#include <QCoreApplication>
#include <QFileInfo>
#include <QPluginLoader>

namespace Heddle::Embedding {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Embedding", text);
}

} // namespace

const QList<LocalModelCard> &localModels()
{
    static const QList<LocalModelCard> table {
        { QStringLiteral("minilm"), QStringLiteral("all-MiniLM-L6-v2"), Pooling::Mean, {}, 256, { QStringLiteral("en") } },
        { QStringLiteral("bge"), QStringLiteral("bge-small-en-v1.5"), Pooling::FirstToken,
            QStringLiteral("Represent this sentence for searching relevant passages: "), 256, { QStringLiteral("en") } },
    };
    return table;
}

Result<std::shared_ptr<LocalModel>> LocalModel::find(const QString &id, const LocalRuntime &runtime)
{
    QStringList known;
    for (const LocalModelCard &card : localModels()) {
        known += card.id;
        if (card.id != id && !(id.isEmpty() && known.size() == 1))
            continue;
        if (runtime.plugin.isEmpty())
            return Error { ErrorCode::NotFound,
                tr("This build of Heddle has no runtime for embedding models. Install the package that has it, or set embedding.kind to "
                   "http and name a server."),
                {}, false };
        const QString folder = runtime.models + QLatin1Char('/') + card.id;
        for (const char *file : { "/model.onnx", "/vocab.txt" }) {
            if (!QFileInfo::exists(folder + QLatin1String(file)))
                return Error { ErrorCode::NotFound,
                    tr("The embedding model %1 is not installed: %2 is missing.").arg(card.name, folder + QLatin1String(file)), {}, false };
        }
        return std::shared_ptr<LocalModel>(new LocalModel(card, runtime));
    }
    return Error::input(tr("There is no embedding model \"%1\" in this program. There are: %2").arg(id, known.join(QLatin1String(", "))));
}

Result<LocalModel::Lazy> LocalModel::encoder(Lazy &lazy, int lanes)
{
    const std::lock_guard lock(m_mutex);
    if (lazy)
        return lazy;
    const QString folder = m_runtime.models + QLatin1Char('/') + m_card.id;
    if (!m_tokenizer) {
        auto tokenizer = WordPiece::load(folder + QLatin1String("/vocab.txt"));
        if (!tokenizer)
            return tokenizer.error();
        m_tokenizer = std::make_shared<const WordPiece>(std::move(*tokenizer));
    }
    QPluginLoader loader(m_runtime.plugin);
    auto *factory = qobject_cast<EncoderFactory *>(loader.instance());
    if (!factory)
        return Error { ErrorCode::Unreadable,
            tr("The runtime for embedding models can't be loaded. Install Heddle again, or set embedding.kind to http or none."),
            loader.errorString(), false };
    auto loaded = factory->load(folder + QLatin1String("/model.onnx"), m_card.pooling, lanes);
    if (!loaded)
        return loaded.error();
    lazy = std::move(*loaded);
    return lazy;
}

Result<Vector> LocalModel::embed(Lazy &lazy, int lanes, const QString &text)
{
    auto ready = encoder(lazy, lanes);
    if (!ready)
        return ready.error();
    return (*ready)->encode(m_tokenizer->encode(text, m_card.tokens));
}

Result<Vector> LocalModel::embedQuery(const QString &question)
{
    return embed(m_query, 1, m_card.queryPrefix + question);
}

Result<Vector> LocalModel::embedSentence(const QString &text)
{
    return embed(m_query, 1, text);
}

Result<Vector> LocalModel::embedPassage(const QString &text, int lanes)
{
    return embed(m_passages, lanes, text);
}

void LocalModel::releasePassages()
{
    const std::lock_guard lock(m_mutex);
    m_passages.reset();
}

} // namespace Heddle::Embedding
