// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/htmltokenizer.h"
#include "core/library/extract/htmlentities.h"
#include <QSet>

namespace Heddle::Library {
namespace {

constexpr qsizetype TextPiece = 1 << 14; //!< UTF-16 units that are handed on at once
constexpr qsizetype MaxName = 100;

bool isLetter(QChar c)
{
    return (c >= QLatin1Char('a') && c <= QLatin1Char('z')) || (c >= QLatin1Char('A') && c <= QLatin1Char('Z'));
}

bool isSpace(QChar c)
{
    return c == QLatin1Char(' ') || c == QLatin1Char('\n') || c == QLatin1Char('\t') || c == QLatin1Char('\f') || c == QLatin1Char('\r');
}

QChar lower(QChar c)
{
    return c >= QLatin1Char('A') && c <= QLatin1Char('Z') ? QChar(c.unicode() + 32) : c;
}

bool holdsRawText(const QString &name)
{
    static const QSet<QString> names { QStringLiteral("script"), QStringLiteral("style"), QStringLiteral("xmp"), QStringLiteral("iframe"),
        QStringLiteral("noembed"), QStringLiteral("noframes"), QStringLiteral("title"), QStringLiteral("textarea") };
    return names.contains(name);
}

} // namespace

void HtmlTokenizer::add(const QString &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (m_state == State::Data) { // as far as there is nothing but text
            qsizetype to = i;
            while (to < text.size() && text[to] != QLatin1Char('<') && text[to] != QLatin1Char('&'))
                ++to;
            m_text += QStringView(text).mid(i, to - i);
            if (m_text.size() >= TextPiece)
                flushText();
            i = to;
            if (i == text.size())
                break;
        }
        const QChar c = text[i];
        switch (m_state) {
        case State::Data: data(c); break;
        case State::TagOpen:
        case State::EndTagOpen:
        case State::TagName:
        case State::BeforeAttribute:
        case State::AttributeName:
        case State::AfterAttributeName:
        case State::SelfClosing: inTag(c); break;
        case State::BeforeValue:
        case State::QuotedValue:
        case State::PlainValue: inValue(c); break;
        case State::Declaration:
        case State::Comment:
        case State::BogusComment:
        case State::CData: inMarkup(c); break;
        case State::RawText:
        case State::RawTextLess:
        case State::RawTextEnd: inRawText(c); break;
        case State::Reference: inReference(c); break;
        }
    }
}

void HtmlTokenizer::finish()
{
    if (m_state == State::Reference)
        inReference(QLatin1Char(' '));
    else if (m_state == State::TagOpen)
        write(QStringLiteral("<"));
    flushText();
}

void HtmlTokenizer::write(const QString &text)
{
    if (m_state == State::QuotedValue || m_state == State::PlainValue) {
        if (m_value.size() < MaxValue)
            m_value += text;
        return;
    }
    m_text += text;
    if (m_text.size() >= TextPiece)
        flushText();
}

void HtmlTokenizer::flushText()
{
    if (!m_text.isEmpty())
        m_handler.characters(std::exchange(m_text, {}));
}

void HtmlTokenizer::data(QChar c)
{
    if (c == QLatin1Char('<')) {
        m_state = State::TagOpen;
    } else {
        m_back = State::Data;
        m_state = State::Reference;
    }
}

void HtmlTokenizer::beginTag(QChar c, bool end)
{
    flushText();
    m_endTag = end;
    m_name = lower(c);
    m_attributes.clear();
    m_attribute.clear();
    m_value.clear();
    m_state = State::TagName;
}

void HtmlTokenizer::inTag(QChar c)
{
    switch (m_state) {
    case State::TagOpen:
        if (isLetter(c))
            return beginTag(c, false);
        m_markup.clear();
        m_state = c == QLatin1Char('/') ? State::EndTagOpen
            : c == QLatin1Char('!')     ? State::Declaration
            : c == QLatin1Char('?')     ? State::BogusComment
                                        : State::Data;
        if (m_state == State::Data) { // a lone "<"
            m_text += QLatin1Char('<');
            if (c == QLatin1Char('<') || c == QLatin1Char('&'))
                data(c);
            else
                m_text += c;
        }
        return;
    case State::EndTagOpen:
        if (isLetter(c))
            return beginTag(c, true);
        m_state = c == QLatin1Char('>') ? State::Data : State::BogusComment;
        return;
    default: break;
    }
    if (c == QLatin1Char('>')) {
        endAttribute();
        return endTag();
    }
    if (c == QLatin1Char('/')) {
        endAttribute();
        m_state = State::SelfClosing;
        return;
    }
    if (isSpace(c)) {
        m_state =
            m_state == State::AttributeName || m_state == State::AfterAttributeName ? State::AfterAttributeName : State::BeforeAttribute;
        return;
    }
    if (m_state == State::TagName) {
        if (m_name.size() < MaxName)
            m_name += lower(c);
        return;
    }
    if (c == QLatin1Char('=') && m_state != State::BeforeAttribute && m_state != State::SelfClosing) {
        m_state = State::BeforeValue;
        return;
    }
    if (m_state != State::AttributeName) {
        endAttribute();
        m_state = State::AttributeName;
    }
    if (m_attribute.size() < MaxName)
        m_attribute += lower(c);
}

void HtmlTokenizer::endAttribute()
{
    if (!m_attribute.isEmpty() && m_attributes.size() < MaxAttributes && !m_attributes.contains(m_attribute))
        m_attributes.insert(m_attribute, m_value);
    m_attribute.clear();
    m_value.clear();
}

void HtmlTokenizer::endTag()
{
    const bool selfClosing = m_state == State::SelfClosing;
    m_state = State::Data;
    if (m_endTag)
        return m_handler.endTag(m_name);
    if (holdsRawText(m_name) && !selfClosing) {
        m_raw = m_name;
        m_references = m_raw == QLatin1String("title") || m_raw == QLatin1String("textarea");
        m_state = State::RawText;
    }
    m_handler.startTag(m_name, m_attributes, selfClosing);
}

void HtmlTokenizer::inValue(QChar c)
{
    if (m_state == State::BeforeValue) {
        if (isSpace(c))
            return;
        if (c == QLatin1Char('"') || c == QLatin1Char('\'')) {
            m_quote = c;
            m_state = State::QuotedValue;
            return;
        }
        m_state = State::PlainValue;
    }
    if (c == QLatin1Char('&')) {
        m_back = m_state;
        m_state = State::Reference;
    } else if (m_state == State::QuotedValue && c == m_quote) {
        endAttribute();
        m_state = State::BeforeAttribute;
    } else if (m_state == State::PlainValue && (isSpace(c) || c == QLatin1Char('>'))) {
        endAttribute();
        m_state = State::BeforeAttribute;
        if (c == QLatin1Char('>'))
            endTag();
    } else if (m_value.size() < MaxValue) {
        m_value += c;
    }
}

//! Comments and their like are left out, but for the text of a CDATA section, which pages of XHTML have.
void HtmlTokenizer::inMarkup(QChar c)
{
    constexpr qsizetype Memory = 8; // characters at the end that are looked at
    const QLatin1String cdata("[CDATA[");
    if (m_state == State::Declaration) {
        m_markup += c;
        if (m_markup == QLatin1String("--")) {
            m_state = State::Comment;
            m_markup.clear();
        } else if (m_markup == cdata) {
            m_state = State::CData;
            m_markup.clear();
        } else if (!cdata.startsWith(m_markup) && m_markup != QLatin1String("-")) {
            m_state = c == QLatin1Char('>') ? State::Data : State::BogusComment;
        }
        return;
    }
    if (m_state == State::BogusComment) {
        if (c == QLatin1Char('>'))
            m_state = State::Data;
        return;
    }
    if (m_state == State::CData) {
        m_markup += c;
        if (m_markup.endsWith(QLatin1String("]]>"))) {
            m_markup.chop(3);
            write(std::exchange(m_markup, {}));
            m_state = State::Data;
        } else if (m_markup.size() > TextPiece) {
            write(m_markup.left(m_markup.size() - Memory));
            m_markup = m_markup.right(Memory);
        }
        return;
    }
    if (c == QLatin1Char('>')
        && (m_markup.isEmpty() || m_markup == QLatin1String("-") || m_markup.endsWith(QLatin1String("--"))
            || m_markup.endsWith(QLatin1String("--!")))) {
        m_state = State::Data;
        return;
    }
    m_markup += c;
    if (m_markup.size() > 2 * Memory)
        m_markup = m_markup.right(Memory);
}

//! What a script, a style or a title holds goes on to its own end tag.
void HtmlTokenizer::inRawText(QChar c)
{
    if (m_state == State::RawText) {
        if (c == QLatin1Char('<')) {
            m_markup = c;
            m_state = State::RawTextLess;
        } else if (c == QLatin1Char('&') && m_references) {
            m_back = State::RawText;
            m_state = State::Reference;
        } else {
            write(c);
        }
        return;
    }
    const bool whole = m_state == State::RawTextEnd && m_markup.size() == m_raw.size() + 2;
    const bool ends = whole && (isSpace(c) || c == QLatin1Char('>') || c == QLatin1Char('/'));
    if (ends) {
        flushText();
        beginTag(m_raw[0], true);
        m_name = m_raw;
        inTag(c);
    } else if (m_state == State::RawTextLess && c == QLatin1Char('/')) {
        m_markup += c;
        m_state = State::RawTextEnd;
    } else if (m_state == State::RawTextEnd && !whole && lower(c) == m_raw[m_markup.size() - 2]) {
        m_markup += c;
    } else {
        write(m_markup);
        m_state = State::RawText;
        inRawText(c);
    }
}

void HtmlTokenizer::inReference(QChar c)
{
    constexpr qsizetype MaxReference = 40;
    const bool number = m_reference.startsWith(QLatin1Char('#'));
    if (m_reference.size() < MaxReference
        && (isLetter(c) || (c >= QLatin1Char('0') && c <= QLatin1Char('9')) || (m_reference.isEmpty() && c == QLatin1Char('#')))
        && !(number && m_reference.size() > 1 && m_reference[1] != QLatin1Char('x') && m_reference[1] != QLatin1Char('X') && isLetter(c))) {
        m_reference += c;
        return;
    }
    const bool semicolon = c == QLatin1Char(';'), attribute = m_back == State::QuotedValue || m_back == State::PlainValue;
    m_state = m_back;
    bool used = false;
    write(characterReference(std::exchange(m_reference, {}), semicolon, attribute && c == QLatin1Char('='), attribute, &used));
    if (semicolon && used)
        return;
    add(QString(c)); // is looked at once more
}

} // namespace Heddle::Library
