// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include "core/concurrency/context.h"
#include "core/embedding/encoder.h"
#include <QCoroTask>
#include <QList>
#include <QString>
#include <QStringList>

namespace Heddle::Embedding {

//! \brief Turns texts into vectors of length 1. Having none is a normal state: the vector leg is then left out.
//! Lives on the event loop's thread.
class Embedder {
public:
    virtual ~Embedder() = default;
    //! \brief What its vectors are kept under: vectors of different models are never compared.
    virtual QString model() const = 0;
    //! \brief Its name for people.
    virtual QString name() const = 0;
    //! \brief The server that texts are sent to; empty: none, they stay on this computer.
    virtual QString host() const { return {}; }
    //! \brief ISO codes of the languages it was made for; empty: all, or not known. In others its vectors only mislead.
    virtual QStringList languages() const { return {}; }
    //! \brief Texts a call of embedPassages() takes at most, and calls that may run at once to good effect.
    virtual int batchSize() const = 0;
    virtual int lanes() const = 0;

    virtual QCoro::Task<Result<Vector>> embedQuery(QString question, Concurrency::Context context) = 0;
    //! \brief A vector for each text, in their order. In the background: in the indexing pool where it runs here.
    virtual QCoro::Task<Result<QList<Vector>>> embedPassages(QStringList texts, Concurrency::Context context) = 0;
    //! \brief No passages come for a while: gives back what they needed.
    virtual void releaseMemory() { }
};

//! \brief What is embedded of a passage: its document's title and its heading before its text, once each.
QString passageText(const QString &title, const QString &heading, const QString &text);

} // namespace Heddle::Embedding
