// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/blocklimits.h"
#include "core/library/extract/extractionprotocol.h"
#include "tests/fuzz/fuzzformats.h"
#include <cstdio>
#include <unistd.h>

namespace Heddle::Fuzz {

//! \brief Reads bytes as a document of a type, as the helper does, and takes the blocks as the program does.
inline void readDocument(const QString &type, const QByteArray &bytes)
{
    std::FILE *const file = std::tmpfile();
    require(file && std::fwrite(bytes.constData(), 1, std::size_t(bytes.size()), file) == std::size_t(bytes.size()));
    std::rewind(file);
    const Library::InputFile input(FileDescriptor(dup(fileno(file))));
    std::fclose(file);
    Library::BlockEncoder encoder;
    Library::BlockDecoder decoder(Library::outputBudget(bytes.size()));
    qint64 characters = 0;
    const auto extracted = Library::extractorFor(type)->extract(input, [&](const Library::Block &block) {
        if (block.text.isEmpty())
            return true; // a sign of life
        characters += block.text.size();
        if (block.text.size() > Library::MaxBlockText) // the helper hands it over in parts
            return characters < Library::outputBudget(bytes.size());
        // What our own reader says is never refused, unless there is too much of it.
        const auto decoded = decoder.decode(encoder.encode(block));
        require(decoded || characters > Library::outputBudget(bytes.size()) / 16);
        return decoded.ok();
    });
    require(extracted || !extracted.error().message.isEmpty());
}

} // namespace Heddle::Fuzz
