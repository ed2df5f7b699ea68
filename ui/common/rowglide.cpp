// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/rowglide.h"
#include <QAbstractItemView>
#include <QStyle>

namespace Heddle::Ui {
namespace {

constexpr int GlideMs = 180, MovesMs = 4000;

} // namespace

RowGlide::RowGlide(QAbstractItemView *view) : QObject(view), m_view(view), m_glide(this)
{
    m_glide.setStartValue(1.0);
    m_glide.setEndValue(0.0);
    m_glide.setEasingCurve(QEasingCurve::OutCubic);
    m_glide.setDuration(GlideMs);
    m_moves.setSingleShot(true);
    m_moves.setInterval(MovesMs);
    connect(&m_glide, &QVariantAnimation::valueChanged, this, [this](const QVariant &value) {
        m_distance = value.toDouble();
        m_view->viewport()->update();
    });
    connect(&m_moves, &QTimer::timeout, this, [this] { m_view->viewport()->update(); });
}

void RowGlide::setRows(const QStringList &names, bool reordered)
{
    QHash<QString, int> before;
    for (int row = 0; row < m_names.size(); ++row)
        before.insert(m_names[row], row);
    m_shifts.clear();
    const bool same = reordered || (before.size() == names.size()
        && std::all_of(names.cbegin(), names.cend(), [&before](const QString &name) { return before.contains(name); }));
    for (int row = 0; same && row < names.size(); ++row) {
        if (const int shift = before.value(names[row], row) - row; shift != 0)
            m_shifts.insert(row, shift);
    }
    m_names = names;
    m_glide.stop();
    m_distance = 0;
    m_moves.stop();
    if (m_shifts.isEmpty())
        return;
    m_moves.start();
    // Where the user wants no animation, the style's durations are 0.
    if (m_view->isVisible() && m_view->style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, m_view) > 0)
        m_glide.start();
}

} // namespace Heddle::Ui
