// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdio>
#include <cstdlib>

//! Ends the program with a message when the condition does not hold; in release builds, too.
#define CHECK(condition)                                                                                                                   \
    do {                                                                                                                                   \
        if (!(condition)) {                                                                                                                \
            std::fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition);                                             \
            std::exit(1);                                                                                                                  \
        }                                                                                                                                  \
    } while (false)
