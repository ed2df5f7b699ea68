// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <string>

namespace Heddle::Concurrency {

//! \brief The threads of this process by name, as the system knows them, and how many have it; empty where the system does
//! not tell. Reads a small file a thread (no disk): once a second is fine on any thread.
std::map<std::string, int> threadNames();
//! \brief How many there are; 0 where the system does not tell.
int threadsOfThisProcess();

} // namespace Heddle::Concurrency
