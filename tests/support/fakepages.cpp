// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakepages.h"
#include "tests/support/playedcolor.h"
#include <QHash>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace Heddle::TestSupport {
namespace {

void say(const QByteArray &line)
{
    std::fwrite(line.constData(), 1, size_t(line.size()), stdout);
    std::fflush(stdout);
}

void play(const QByteArray &what)
{
    while (what == "hang")
        pause();
    if (what == "crash")
        std::raise(SIGKILL);
    if (what == "garbage")
        say("what?\n");
    if (what == "another")
        say("{\"id\":4711,\"draw\":true}\n");
    while (what == "flood")
        say(QByteArray(100'000, '-'));
    if (what == "quit")
        std::_Exit(0);
    while (what.startsWith("wait ") && access(what.constData() + 5, F_OK) != 0)
        usleep(1000);
}

class PlayedPages : public Library::PageDocument {
public:
    explicit PlayedPages(const QByteArray &script)
    {
        for (const QByteArray &line : script.split('\n')) {
            const qsizetype space = line.indexOf(' ');
            m_script.insert(line.left(space), line.mid(space + 1));
        }
        play(m_script.value("open"));
        if (m_script.contains("sizes"))
            say("{\"id\":1,\"open\":" + m_script.value("sizes") + "}\n");
    }
    int pageCount() const override { return m_script.value("pages", "1").toInt(); }
    QSizeF size(int) const override { return { 300, 400 }; }
    Library::PageText text(int page) const override
    {
        const QByteArray what = m_script.value(QByteArray::number(page));
        play(what == "deaf" ? "hang" : what == "mute" ? "crash" : "");
        Library::PageText text;
        const QRectF box(10, 20, 30, 10);
        text.words += { QStringLiteral("word%1").arg(page), box, 0, 0, false };
        text.characters += QList<QRectF>(text.words.last().text.size(), box);
        return text;
    }
    bool draw(int page, QSize size, uchar *pixels) const override
    {
        const QByteArray what = m_script.value(QByteArray::number(page));
        play(what);
        std::fill_n(reinterpret_cast<quint32 *>(pixels), qsizetype(size.width()) * size.height(), playedColor(page));
        return what != "broken";
    }

private:
    QHash<QByteArray, QByteArray> m_script;
};

} // namespace

std::unique_ptr<Library::PageDocument> openPlayedPages(const Library::InputFile &file)
{
    const auto script = file.readAll(1 << 20);
    if (!script || script->startsWith("damaged"))
        return nullptr;
    return std::make_unique<PlayedPages>(*script);
}

} // namespace Heddle::TestSupport
