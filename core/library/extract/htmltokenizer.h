// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QString>

namespace Heddle::Library {

//! \brief Takes a page apart into tags and texts as the HTML standard says (13.2.5 Tokenization), piece by piece: its memory and
//! its time for each character don't depend on the page. Nothing is fetched.
class HtmlTokenizer {
public:
    using Attributes = QHash<QString, QString>;

    //! \brief Gets what is found. Names of tags and attributes are in lower case.
    class Handler {
    public:
        virtual void startTag(const QString &name, const Attributes &attributes, bool selfClosing) = 0;
        virtual void endTag(const QString &name) = 0;
        virtual void characters(const QString &text) = 0;

    protected:
        ~Handler() = default;
    };

    explicit HtmlTokenizer(Handler &handler) : m_handler(handler) { }
    void add(const QString &text);
    //! \brief The page ends here; what was begun of a tag is left out.
    void finish();

    static constexpr qsizetype MaxValue = 1 << 16; //!< UTF-16 units of an attribute that are kept
    static constexpr qsizetype MaxAttributes = 200; //!< of a tag

private:
    enum class State {
        Data,
        TagOpen,
        EndTagOpen,
        TagName,
        BeforeAttribute,
        AttributeName,
        AfterAttributeName,
        BeforeValue,
        QuotedValue,
        PlainValue,
        SelfClosing,
        Declaration,
        Comment,
        BogusComment,
        CData,
        Reference,
        RawText,
        RawTextLess,
        RawTextEnd,
    };
    void data(QChar c);
    void inTag(QChar c);
    void inValue(QChar c);
    void inMarkup(QChar c);
    void inRawText(QChar c);
    void inReference(QChar c);
    void beginTag(QChar c, bool end);
    void endAttribute();
    void endTag();
    void write(const QString &text);
    void flushText();

    Handler &m_handler;
    State m_state = State::Data, m_back = State::Data; //!< m_back: after a character reference
    QString m_text, m_name, m_attribute, m_value, m_markup, m_reference, m_raw; //!< m_raw: the tag that ends raw text
    Attributes m_attributes;
    QChar m_quote;
    bool m_endTag = false, m_references = false; //!< m_references: raw text has them
};

} // namespace Heddle::Library
