// SPDX-License-Identifier: GPL-3.0-or-later
// Plays heddle-extract and does what the name of the file says: crash, hang, quit, nonsense, good.
#include <csignal>
#include <cstdio>
#include <iostream>
#include <string>
#include <unistd.h>

namespace {

std::string fromBase64(const std::string &text)
{
    static const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned value = 0;
    int bits = 0;
    for (const char c : text) {
        const auto digit = digits.find(c);
        if (digit == std::string::npos)
            break;
        value = value << 6 | unsigned(digit);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes += char(value >> bits & 0xff);
        }
    }
    return bytes;
}

} // namespace

int main()
{
    for (std::string request; std::getline(std::cin, request);) {
        const auto at = request.find("\"path\":\"");
        const std::string path = at == std::string::npos ? std::string() : fromBase64(request.substr(at + 8));
        const auto asks = [&path](const char *what) { return path.find(what) != std::string::npos; };
        if (asks("crash"))
            raise(SIGKILL);
        if (asks("hang")) {
            for (;;)
                pause();
        }
        if (asks("quit"))
            return 3;
        if (asks("nonsense"))
            std::puts("what?");
        else
            std::puts("{\"block\":{\"kind\":1,\"text\":\"fine\",\"page\":0,\"headings\":[]}}\n{\"done\":{\"title\":\"t\"}}");
        std::fflush(stdout);
    }
    return 0;
}
