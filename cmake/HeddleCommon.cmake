# One INTERFACE target carries the standard, the warnings and the Qt macros of all our code.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(HEDDLE_CCACHE ccache)
if(HEDDLE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # A precompiled header is reused by ccache only with these two. Ninja has the compiler list the headers anyway: ccache takes that
    # list instead of preprocessing each file once more.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        CCACHE_DEPEND=1 ${HEDDLE_CCACHE})
endif()

set(HEDDLE_SANITIZE "" CACHE STRING "Sanitizers for everything that uses Qt, e.g. address,undefined")

# Eighty test programs that each hold all of core fill a disk (24 GB under the sanitizers). What is installed holds it in itself.
option(HEDDLE_SHARED "Link our own libraries as shared ones: for builds that stay where they are" OFF)
if(HEDDLE_SHARED)
    set(HEDDLE_LIBRARIES SHARED)
else()
    set(HEDDLE_LIBRARIES STATIC)
endif()

add_library(heddle-common INTERFACE)
target_include_directories(heddle-common INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(heddle-common INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 reports these falsely inside inlined std::variant and coroutine frames.
    target_compile_options(heddle-common INTERFACE -Werror -Wno-maybe-uninitialized -fpch-preprocess)
endif()
target_compile_definitions(heddle-common INTERFACE QT_NO_KEYWORDS QT_NO_FOREACH QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_BUILD_TYPE STREQUAL "Debug")
    # Tidying its memory costs the compiler 7 % of its time; without, a file needs 40 MB more (measured with GCC 12).
    target_compile_options(heddle-common INTERFACE "SHELL:--param ggc-min-heapsize=1048576" "SHELL:--param ggc-min-expand=400")
endif()
# The programs of tests/fuzz, which need Clang's libFuzzer; tools/fuzz builds and runs them.
option(HEDDLE_FUZZ "Build a fuzzer for each format that Heddle reads (Clang)" OFF)
if(HEDDLE_FUZZ AND NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "HEDDLE_FUZZ needs Clang. tools/fuzz chooses it.")
elseif(HEDDLE_FUZZ)
    target_compile_options(heddle-common INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(HEDDLE_SANITIZE)
    # vptr asks the system whether it may read an object, which the locks of the reader refuse: any call would count as bad.
    target_compile_options(heddle-common INTERFACE -fsanitize=${HEDDLE_SANITIZE} -fno-sanitize=vptr -fno-sanitize-recover=undefined
        -fno-omit-frame-pointer)
    target_link_options(heddle-common INTERFACE -fsanitize=${HEDDLE_SANITIZE})
endif()

# What users get is hardened; debug builds are not optimised, and _FORTIFY_SOURCE does nothing there. tools/check-hardening looks at the
# result when it is installed. docs/security.md says what each is for.
if(CMAKE_BUILD_TYPE MATCHES "^(Release|RelWithDebInfo|MinSizeRel)$")
    set(CMAKE_POSITION_INDEPENDENT_CODE ON)
    include(CheckPIESupported)
    check_pie_supported(LANGUAGES CXX)
    target_compile_options(heddle-common INTERFACE -fstack-protector-strong -fstack-clash-protection -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|i.86")
        target_compile_options(heddle-common INTERFACE -fcf-protection=full)
    endif()
    target_link_options(heddle-common INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
endif()

find_program(HEDDLE_MOLD mold)
if(HEDDLE_MOLD)
    target_link_options(heddle-common INTERFACE -fuse-ld=mold)
endif()
