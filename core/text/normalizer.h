// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringView>
#include <vector>

namespace Heddle::Text {

//! \brief A text as it is read: composed (NFC), without what is not seen, in the usual forms of its characters.
//!
//! Soft hyphens, zero-width characters, direction marks, variation selectors and terminal codes are gone, overstruck letters are one
//! letter; full-width, half-width and squared forms, radicals and fractions are the plain characters. Case, accents and superscripts
//! are left as they are: that is up to whoever cuts words. Each place knows where it stands in the original text.
class NormalizedText {
public:
    //! \param original must outlive this object.
    explicit NormalizedText(QStringView original);

    QStringView text() const { return m_changed ? QStringView(m_text) : m_original; }
    //! \brief Where the UTF-16 unit `i` begins in the original text.
    qsizetype start(qsizetype i) const { return m_changed ? m_starts[std::size_t(i)] : i; }
    //! \brief Where the UTF-16 unit before `i` ends in the original text; `i` at least 1.
    qsizetype end(qsizetype i) const { return m_changed ? m_ends[std::size_t(i - 1)] : i; }

private:
    class Builder;

    QStringView m_original;
    bool m_changed = false;
    QString m_text;
    std::vector<qsizetype> m_starts, m_ends; //!< by UTF-16 unit of m_text
};

} // namespace Heddle::Text
