// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

namespace Heddle::Ui {

//! \brief What a state means, by which it is coloured; its words say it as well.
enum class Tone { Quiet, Accent, Good, Signal };

//! \brief A state in a word or two on a rounded ground: "Ready", "Needs a password".
class Pill : public QWidget {
    Q_OBJECT
public:
    //! \param icon a name for Style::icon(); empty: none.
    explicit Pill(const QString &text = {}, Tone tone = Tone::Quiet, const QString &icon = {}, QWidget *parent = nullptr);

    void setText(const QString &text);
    QString text() const { return m_text; }
    void setTone(Tone tone);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    //! \brief The size of a pill with this text, for whoever draws one in a row.
    static QSize sizeOf(const QString &text, const QString &icon = {});
    //! \brief Draws a pill at the leading end of `area`, in its vertical middle; it is elided where it doesn't fit.
    static void paint(QPainter &painter, const QRect &area, const QString &text, Tone tone, const QPalette &palette,
        Qt::LayoutDirection direction, const QString &icon = {});

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QString m_text, m_icon;
    Tone m_tone;
};

} // namespace Heddle::Ui
