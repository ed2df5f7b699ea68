# heddle_add_test(NAME SOURCES... [LIBS ...] [LABELS ...] [TIMEOUT s]): a Qt Test program, run through ctest.
# NAME.cpp holds the test's class and includes NAME.moc.
function(heddle_add_test name)
    cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;LIBS;LABELS" ${ARGN})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 900)
    endif()
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE heddle-common Qt6::Test ${arg_LIBS})
    if("heddle-ui" IN_LIST arg_LIBS)
        target_precompile_headers(${name} REUSE_FROM heddle-ui)
    elseif(arg_LIBS)
        target_precompile_headers(${name} REUSE_FROM heddle-core)
    endif()
    # Only the test's own class has slots, so nothing else is looked through.
    set_target_properties(${name} PROPERTIES AUTOMOC OFF)
    qt_generate_moc(${name}.cpp ${CMAKE_CURRENT_BINARY_DIR}/${name}.moc TARGET ${name})
    target_sources(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${name}.moc)
    target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
    if(arg_LIBS)
        add_dependencies(${name} heddle-extract) # whatever reads documents starts it
    endif()
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}"
        ENVIRONMENT "QTEST_FUNCTION_TIMEOUT=${arg_TIMEOUT}000;HEDDLE_EXTRACT=$<TARGET_FILE:heddle-extract>;QT_QPA_PLATFORM=offscreen;QTEST_DISABLE_STACK_DUMP=1;QT_FORCE_STDERR_LOGGING=1;ASAN_OPTIONS=detect_leaks=1:new_delete_type_mismatch=0;LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/support/lsan.supp:print_suppressions=0")
endfunction()

# heddle_add_plain_test(NAME SOURCES...): no Qt at all, always under thread sanitizer; exit code 0 passes.
function(heddle_add_plain_test name)
    add_executable(${name} ${ARGN})
    set_target_properties(${name} PROPERTIES AUTOMOC OFF)
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
    target_compile_options(${name} PRIVATE -Wall -Wextra -Werror -O1 -g -fsanitize=thread)
    target_link_options(${name} PRIVATE -fsanitize=thread)
endfunction()
