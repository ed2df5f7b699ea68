// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/fence.h"
#include "core/text/citationmarkers.h"
#include "core/text/visiblecontrols.h"
#include <QMessageAuthenticationCode>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QStringList>
#include <array>

namespace Heddle::Dialog {
namespace {

using Option = QRegularExpression::PatternOption;

//! One kind of line end, and no character that hides or turns what it stands in.
QString cleaned(const QString &text)
{
    static const QRegularExpression ends(QStringLiteral("\\r\\n|[\\r\\x{0b}\\x{0c}\\x{85}\\x{2028}\\x{2029}]"));
    return Text::withVisibleControls(QString(text).replace(ends, QStringLiteral("\n")));
}

//! A blank into each word that a chat template gives a meaning to.
QString withoutControlWords(QString text)
{
    static const QRegularExpression word(
        QStringLiteral("(<(?=[|｜][^|｜\\n]{1,60}[|｜]>|</?SYS>>|/?s>|/?(?:bos|eos|pad|unk|think|thinking|im_start|im_end|im_sep|"
                       "start_of_turn|end_of_turn|begin_of_text|end_of_text|endoftext|tool_call|tool_calls|tool_response|"
                       "function_calls|function_results|system|user|assistant|human)\\s*>)|\\[(?=/?(?:INST|SYS|AVAILABLE_TOOLS|TOOL_CALLS|"
                       "TOOL_RESULTS|SYSTEM_PROMPT)\\]))"),
        Option::CaseInsensitiveOption);
    return text.replace(word, QStringLiteral("\\1 "));
}

//! Whether a line could be taken for one of the prompt's own. What is looked at is how it reads: without width and decoration.
bool looksLikeFrame(const QString &line)
{
    static const QRegularExpression invisible(QStringLiteral("[\\x{ad}\\x{200b}-\\x{200f}\\x{2060}-\\x{2064}\\x{feff}]"));
    static const QRegularExpression decoration(QStringLiteral("^[\\s>#*_~|+-]+"));
    static const QRegularExpression frame(
        QStringLiteral(
            "^(?:"
            // [3] Title, 【3】, Passage 3:, Source 3.
            "[\\[【(]+\\s*\\p{Nd}+\\s*[\\]】)]+|"
            "(?:passages?|sources?|documents?|doc|excerpts?|chunks?|context|quelle|dokument|abschnitt|来源|文档|段落)\\s*(?:#|no\\.?|nr\\.?"
            ")?\\s*"
            "(?:\\p{Nd}+\\s*[:.)\\]–—-]|:)|"
            // System:, Question:, Last question:, New instructions:
            "(?:(?:new|last|next|previous|updated|end of|begin of|actual|real)\\s+)?(?:the\\s+)?"
            "(?:system|user|assistant|human|ai|bot|model|developer|tool|function|admin|administrator|"
            "(?:system\\s+)?(?:prompt|message|instructions?|override)|system\\s+note|rules?|question|answer|query|response|reply|input|"
            "output|task|"
            "benutzer|nutzer|assistent|frage|antwort|anweisung(?:en)?|utilisateur|réponse|usuario|pregunta|respuesta|"
            "系统|用户|助手|问题|回答|指令|система|пользователь|ассистент|вопрос|ответ)\\s*(?:\\([^)]*\\))?\\s*(?:[*_]+)?\\s*(?:[:>]|$)|"
            // ---, ===, ```, <<<, """
            "(?:`{3,}|~{3,}|={3,}|-{3,}|_{3,}|<{2,}|>{2,}|\"{3,}|'{3,}|%{3,})|"
            // BEGIN/END of something that we send
            "\\W*(?:begin|end|start|stop)\\b.{0,40}\\b(?:passages?|documents?|sources?|context|data|material|instructions?|prompt|system|"
            "rules)\\b\\W*$|"
            // <passages>, </documents>, <system role="...">
            "<\\s*/?\\s*(?:passages?|documents?|sources?|context|instructions?|prompt|system|user|assistant|tool|function|rules?|question|"
            "answer|material|data)\\b[^>]*>"
            ")"),
        Option::CaseInsensitiveOption | Option::UseUnicodePropertiesOption);
    constexpr qsizetype Enough = 200; // a header is short, and begins its line
    QString read = line.left(Enough).normalized(QString::NormalizationForm_KC);
    read.remove(invisible);
    static const QRegularExpression rule(QStringLiteral("^\\s*(?:-{3,}|_{3,}|\\*{3,}|#{3,}\\s*$|~{3,})"));
    if (rule.match(read).hasMatch())
        return true;
    return frame.match(read.remove(decoration)).hasMatch();
}

} // namespace

QString behindFence(const QString &material)
{
    constexpr int SecretWords = 8, Digits = 12; // 48 bits: nobody guesses them for one request
    static const QByteArray secret = [] {
        std::array<quint32, SecretWords> words {};
        QRandomGenerator::system()->fillRange(words.data(), SecretWords);
        return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof(words));
    }();
    const QByteArray hash = QMessageAuthenticationCode::hash(material.toUtf8(), secret, QCryptographicHash::Sha256).toHex().left(Digits);
    return QStringLiteral("=== PASSAGES %1 ===\n%2\n=== END %1 ===").arg(QString::fromLatin1(hash), material);
}

QString asMaterial(const QString &text, int passages)
{
    QStringList lines = withoutControlWords(cleaned(Text::withoutMarkers(text, passages))).split(QLatin1Char('\n'));
    for (QString &line : lines) {
        if (looksLikeFrame(line))
            line.prepend(QLatin1String("> "));
    }
    return lines.join(QLatin1Char('\n'));
}

QString asMaterialLine(const QString &text, int passages)
{
    return withoutControlWords(cleaned(Text::withoutMarkers(text, passages))).simplified();
}

} // namespace Heddle::Dialog
