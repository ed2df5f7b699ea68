// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/charsets.h"
#include "core/text/decoder.h"
#include "core/text/sentences.h"
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <cstdio>
#include <map>
#include <unicode/ucnv.h>

// bench_charsets FOLDER [--each]: how many texts are decoded right. FOLDER has a file LANGUAGE.txt in UTF-8 for each language
// (de.txt, zh-CN.txt), a paragraph a line. Each is written in the character sets of its language, whole and cut to samples of one,
// two and five sentences, and is right where the decoded text is the same. Prints JSON; with --each also what went wrong.

using namespace Heddle;

namespace {

//! Empty where the character set lacks a letter of the text.
QByteArray encoded(const QString &text, const char *charset)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *const converter = ucnv_open(charset, &status);
    ucnv_setFromUCallBack(converter, UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    ucnv_setFallback(converter, false);
    QByteArray bytes(4 * text.size() + 64, Qt::Uninitialized);
    const auto *from = reinterpret_cast<const UChar *>(text.utf16());
    const int size = ucnv_fromUChars(converter, bytes.data(), int(bytes.size()), from, int(text.size()), &status);
    ucnv_close(converter);
    return U_SUCCESS(status) ? bytes.left(size) : QByteArray();
}

//! windows-1258 has letters and accents apart.
bool isRight(const QString &decoded, const QString &text)
{
    return decoded == text || decoded.normalized(QString::NormalizationForm_C) == text.normalized(QString::NormalizationForm_C);
}

QStringList sentencesOf(const QString &paragraph)
{
    QStringList sentences;
    for (const auto &[from, to] : Text::sentenceRanges(paragraph))
        sentences += paragraph.mid(from, to - from);
    return sentences;
}

bool hasForeignLetters(const QString &text)
{
    return std::any_of(text.cbegin(), text.cend(), [](QChar c) { return c.unicode() >= 0x80; });
}

//! Samples of a text by how much of it they hold.
std::multimap<QString, QString> samplesOf(const QStringList &paragraphs)
{
    constexpr int Samples = 60;
    std::multimap<QString, QString> samples { { QStringLiteral("whole"), paragraphs.join(QLatin1Char('\n')) } };
    QStringList sentences;
    for (const QString &paragraph : paragraphs)
        sentences += sentencesOf(paragraph);
    QRandomGenerator random(7);
    for (const int length : { 1, 2, 5 }) {
        for (int i = 0, found = 0; i < 10 * Samples && found < Samples && sentences.size() > length; ++i) {
            const QString text = sentences.mid(random.bounded(int(sentences.size()) - length), length).join(QLatin1Char(' ')).trimmed();
            if (text.size() < 8 || !hasForeignLetters(text))
                continue;
            samples.insert({ QString::number(length), text });
            ++found;
        }
    }
    return samples;
}

struct Score {
    int right = 0, all = 0, wrongSaid = 0, rightSaid = 0; //!< said: that it is not certain
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc < 2)
        return 2;
    std::map<QString, Score> scores;
    const bool each = argc > 2;
    QElapsedTimer clock;
    qint64 ns = 0, bytesRead = 0;
    for (const QFileInfo &info :
        QDir(QString::fromLocal8Bit(argv[1])).entryInfoList({ QStringLiteral("*.txt") }, QDir::Files, QDir::Name)) {
        QFile file(info.filePath());
        if (!file.open(QIODevice::ReadOnly))
            return 5;
        // Characters without a width are left out by the encoder.
        static const QRegularExpression invisible(QStringLiteral("\\p{Cf}"));
        const QStringList paragraphs = QString::fromUtf8(file.readAll()).remove(invisible).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        const QByteArray language = info.completeBaseName().toLatin1();
        QByteArrayList charsets { "UTF-8", "UTF-16LE", "UTF-16BE" };
        for (const Text::LegacyCharset &charset : Text::legacyCharsets()) {
            if (QByteArray(charset.languages).split(' ').contains(language))
                charsets += charset.name;
        }
        if (language == "ja")
            charsets += "ISO-2022-JP";
        for (const auto &[length, sample] : samplesOf(paragraphs)) {
            for (const QByteArray &charset : std::as_const(charsets)) {
                QString text = sample;
                if (length == QLatin1String("whole")) { // without the lines that the character set can't hold
                    QStringList lines;
                    for (const QString &line : sample.split(QLatin1Char('\n'))) {
                        if (!encoded(line, charset.constData()).isEmpty())
                            lines += line;
                    }
                    text = lines.join(QLatin1Char('\n'));
                }
                const QByteArray bytes = encoded(text, charset.constData());
                if (bytes.isEmpty())
                    continue;
                clock.start();
                const auto decoded = Text::decodeText(bytes, {});
                ns += clock.nsecsElapsed();
                bytesRead += bytes.size();
                const QString name = QString::fromLatin1(charset);
                const bool right = decoded && isRight(decoded->text, text);
                const bool said = decoded && !decoded->charset.certain;
                for (const QString &key :
                    { length, length + QLatin1Char('/') + name, length + QLatin1Char('/') + QString::fromLatin1(language) }) {
                    Score &score = scores[key];
                    score.right += right;
                    ++score.all;
                    (right ? score.rightSaid : score.wrongSaid) += said;
                }
                if (each && !right)
                    std::fprintf(stderr, "%s %s %s as %s: %s\n", qPrintable(length), language.constData(), charset.constData(),
                        decoded ? decoded->charset.name.constData() : "-",
                        qUtf8Printable(text.left(length == QLatin1String("whole") ? 100 : 2000)));
            }
        }
    }
    QJsonObject json;
    for (const auto &[key, score] : scores) {
        json[key] = QJsonObject { { QStringLiteral("right"), score.right }, { QStringLiteral("of"), score.all },
            { QStringLiteral("share"), double(score.right) / score.all }, { QStringLiteral("wrong_and_said"), score.wrongSaid },
            { QStringLiteral("right_and_said"), score.rightSaid } };
    }
    json[QStringLiteral("megabytes_per_second")] = double(bytesRead) / (double(ns) / 1e9) / (1 << 20);
    std::printf("%s", QJsonDocument(json).toJson().constData());
    return 0;
}
