// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/llm/templatemark.h"
#include <QRegularExpression>
#include <QSet>

namespace Heddle::Llm {
namespace {

using Kind = TemplateMark::Kind;

constexpr qsizetype LongestName = 48, LongestRole = 80;

QSet<QString> namesOf(const char *names)
{
    const QStringList list = QString::fromUtf8(names).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return { list.cbegin(), list.cend() };
}

bool isThought(const QString &name)
{
    static const QSet<QString> names =
        namesOf("think thinking thought thoughts reasoning scratchpad inner_monologue "
                "inner_thoughts internal_monologue thinking_process thought_process chain_of_thought cot analysis "
                "reflection rationale deliberation antthinking unused94");
    return names.contains(name);
}

bool isAnswer(const QString &name)
{
    static const QSet<QString> names = namesOf("response answer solution output final_answer final");
    return names.contains(name);
}

//! The name in a mark without case, with the same signs whatever the template writes.
QString normalized(QStringView name)
{
    QString text = name.toString().toLower();
    text.replace(QChar(0xff5c), QLatin1Char('|'));
    text.replace(QChar(0x2581), QLatin1Char('_'));
    text.replace(QLatin1Char('-'), QLatin1Char('_'));
    return text;
}

//! What a name between angle brackets means. `bars`: a bar stands beside it, which no tag of a text has.
Kind meaning(QString name, bool slash, bool bars)
{
    if (const qsizetype colon = name.indexOf(QLatin1Char(':')); colon > 0) { // seed:think
        const QString base = name.mid(colon + 1);
        return isThought(base) ? slash ? Kind::ThinkClose : Kind::ThinkOpen : Kind::None;
    }
    if (name == QLatin1String("unused95"))
        return Kind::ThinkClose;
    bool end = slash, begin = false;
    QString base = name;
    for (const char *prefix : { "end_of_", "end_" }) {
        if (bars && base.startsWith(QLatin1String(prefix))
            && (isThought(base.mid(qsizetype(qstrlen(prefix)))) || isAnswer(base.mid(qsizetype(qstrlen(prefix)))))) {
            base.remove(0, qsizetype(qstrlen(prefix)));
            end = true;
        }
    }
    for (const char *prefix : { "begin_of_", "begin_", "start_of_", "start_" }) {
        if (bars && !end && !begin && base.startsWith(QLatin1String(prefix))
            && (isThought(base.mid(qsizetype(qstrlen(prefix)))) || isAnswer(base.mid(qsizetype(qstrlen(prefix)))))) {
            base.remove(0, qsizetype(qstrlen(prefix)));
            begin = true;
        }
    }
    if (isThought(base))
        return end ? Kind::ThinkClose : Kind::ThinkOpen;
    if (isAnswer(base))
        return end ? Kind::AnswerClose : Kind::AnswerOpen;
    static const QSet<QString> ends =
                                   namesOf("im_end eot_id eom_id eot eom eos endoftext end_of_text end_of_turn end_of_turn_token endofturn "
                                           "end_of_sentence end_of_utterance end_of_message end return call im_stop end_of_document "
                                           "endofassistant endofuser user_end assistant_end"),
                               starts =
                                   namesOf("im_start start_header_id start start_of_turn start_of_turn_token start_of_role user system "
                                           "assistant human bot tool observation user_token system_token chatbot_token startofturn"),
                               fillers = namesOf("begin_of_text begin_of_sentence startoftext bos pad unk message end_header_id im_sep "
                                                 "end_of_role channel constrain sep mask bos_token");
    static const QSet<QString> withoutBars = namesOf("end_of_turn endoftext end_of_text end_of_utterance eos"),
                               fillersWithoutBars = namesOf("bos pad unk");
    if (bars) {
        // Other models have other names for it, which are made alike.
        if (ends.contains(base) || base == QLatin1String("turn") || base.startsWith(QLatin1String("endof"))
            || base.endsWith(QLatin1String("_end")))
            return Kind::TurnEnd;
        if (starts.contains(base))
            return slash ? Kind::TurnEnd : Kind::TurnStart;
        return fillers.contains(base) ? Kind::Filler : Kind::None;
    }
    if (slash)
        return base == QLatin1String("s") ? Kind::TurnEnd : Kind::None;
    if (withoutBars.contains(base))
        return Kind::TurnEnd;
    if (base == QLatin1String("start_of_turn"))
        return Kind::TurnStart;
    return fillersWithoutBars.contains(base) || base == QLatin1String("s") ? Kind::Filler : Kind::None;
}

//! The rest of a template's header, as <|im_start|>assistant or <|start_header_id|>assistant<|end_header_id|>; -1: not all there.
qsizetype roleLength(QStringView text, bool complete)
{
    static const QRegularExpression role(QStringLiteral("^\\s?(?:(?:assistant|user|system|model|human|bot|tool|developer|chatbot)(?!\\w))?"
                                                        "\\n?(?:<\\|(?:end_header_id|im_sep|end_of_role|message)\\|>)?"
                                                        "(?=[\\s\\S])"));
    static const QRegularExpression open(QStringLiteral("^\\s?[a-z]*(?:<\\|?[a-z_]*\\|?>?)?$"));
    const QStringView head = text.left(LongestRole);
    if (!complete && open.match(head).hasMatch())
        return -1;
    const auto match = role.match(head);
    if (match.hasMatch())
        return match.capturedLength();
    return complete ? head.size() : 0;
}

//! <|channel|>analysis<|message|>: what comes is for the channel that is named. Servers that take the bars away leave <|channel>.
TemplateMark channelAt(QStringView text, qsizetype name, bool complete)
{
    const QStringView rest = text.mid(name, LongestRole);
    static const QRegularExpression harmony(QStringLiteral("^\\s?(\\w+)[^<>\\n]{0,40}(?:<\\|constrain\\|>\\s?\\w+)?<\\|message\\|>")),
        gemma(QStringLiteral("^(thought|thinking|analysis|final|response)\\s*\\n"));
    for (const QRegularExpression &form : { harmony, gemma }) {
        const auto match = form.match(rest);
        if (!match.hasMatch())
            continue;
        const QString channel = match.captured(1).toLower();
        const bool answer = channel == QLatin1String("final") || channel == QLatin1String("response");
        return { answer ? Kind::AnswerOpen : Kind::ThinkOpen, name + match.capturedLength(), false };
    }
    if (!complete && rest.size() < LongestRole && !rest.contains(QLatin1Char('\n')))
        return { Kind::Undecided, 0, false };
    return { Kind::Filler, name, false };
}

TemplateMark angleAt(QStringView text, bool complete)
{
    const TemplateMark undecided { complete ? Kind::None : Kind::Undecided, 0, false };
    if (text.startsWith(QLatin1String("<<"))) {
        for (const char *word : { "<<SYS>>", "<</SYS>>" }) {
            const QLatin1String mark(word);
            if (text.startsWith(mark))
                return { Kind::TurnStart, mark.size(), false };
            if (QString(mark).startsWith(text))
                return undecided;
        }
        return {};
    }
    static const QString signs = QStringLiteral("_:.-|/\uff5c\u2581");
    qsizetype i = 1, nameEnd = -1;
    for (; i < text.size() && i < LongestName && text[i] != QLatin1Char('>'); ++i) {
        const QChar c = text[i];
        if (nameEnd < 0 && c == QLatin1Char(' ') && i > 1)
            nameEnd = i;
        const bool attribute =
            nameEnd >= 0 && (c == QLatin1Char('=') || c == QLatin1Char('"') || c == QLatin1Char('\'') || c == QLatin1Char(' '));
        if (!(c.isLetterOrNumber() || signs.contains(c) || attribute))
            return {};
    }
    if (i >= LongestName)
        return {};
    if (i >= text.size())
        return undecided;
    const qsizetype length = i + 1;
    QString name = normalized(text.mid(1, (nameEnd < 0 ? i : nameEnd) - 1));
    const bool bars = name.contains(QLatin1Char('|')), slash = name.contains(QLatin1Char('/')) && !name.endsWith(QLatin1Char('/'));
    name.remove(QLatin1Char('|')).remove(QLatin1Char('/'));
    if (bars && name == QLatin1String("channel")) {
        if (text.startsWith(QLatin1String("<channel"))) // <channel|> closes
            return { Kind::ThinkClose, length, false };
        return channelAt(text, length, complete);
    }
    TemplateMark mark { meaning(name, slash, bars), length, !bars };
    if (mark.kind == Kind::None || (nameEnd >= 0 && mark.kind != Kind::ThinkOpen))
        return {};
    if (mark.kind == Kind::TurnStart) {
        const qsizetype role = roleLength(text.mid(length), complete);
        if (role < 0)
            return undecided;
        mark.length += role;
    }
    if (name != QLatin1String("s") && !isAnswer(name) && mark.kind != Kind::ThinkOpen && mark.kind != Kind::ThinkClose)
        mark.plain = false;
    return mark;
}

} // namespace

bool beginsTemplateMark(QChar c)
{
    return c == QLatin1Char('<') || c == QLatin1Char('[') || c == QChar(0x25c1);
}

TemplateMark templateMarkAt(QStringView text, bool complete)
{
    if (text.startsWith(QLatin1Char('<')))
        return angleAt(text, complete);
    struct Word {
        QString text;
        Kind kind;
    };
    static const Word words[] = { { QStringLiteral("[THINK]"), Kind::ThinkOpen }, { QStringLiteral("[/THINK]"), Kind::ThinkClose },
        { QStringLiteral("\u25c1think\u25b7"), Kind::ThinkOpen }, { QStringLiteral("\u25c1/think\u25b7"), Kind::ThinkClose },
        { QStringLiteral("[EOS]"), Kind::TurnEnd }, { QStringLiteral("[EOT]"), Kind::TurnEnd },
        { QStringLiteral("[INST]"), Kind::TurnStart }, { QStringLiteral("[/INST]"), Kind::TurnStart },
        { QStringLiteral("[SYSTEM_PROMPT]"), Kind::TurnStart }, { QStringLiteral("[/SYSTEM_PROMPT]"), Kind::TurnStart } };
    for (const Word &word : words) {
        if (text.startsWith(word.text))
            return { word.kind, word.text.size(), false };
        if (!complete && word.text.startsWith(text))
            return { Kind::Undecided, 0, false };
    }
    return {};
}

} // namespace Heddle::Llm
