// SPDX-License-Identifier: GPL-3.0-or-later
// An array on the stack, a function that the C library can check, and functions that are called by their address.
#include <cstdio>
#include <cstring>
#include <utility>

template <int N>
int number(int of)
{
    return of * N + N;
}

template <int... Ns>
int sum(int of, std::integer_sequence<int, Ns...>)
{
    int (*volatile functions[])(int) = { &number<Ns>... };
    int all = 0;
    for (const auto function : functions)
        all += function(of);
    return all;
}

int main(int argc, char **argv)
{
    char buffer[64] = "";
    std::strncat(buffer, argv[argc - 1], sizeof(buffer) - 1);
    std::printf("%s %d\n", buffer, sum(argc, std::make_integer_sequence<int, 20>()));
    return 0;
}
