# Compares the files of components that are packaged with tools/components.sha256, and stops at the first that differs or that the list
# doesn't have. Wants components (their folder) and pinned (the list); run by cmake --install and cpack.
file(STRINGS ${pinned} lines)
file(GLOB_RECURSE packaged RELATIVE ${components} ${components}/openvino/libs/* ${components}/models/* ${components}/pdfium/*.so)
foreach(name ${packaged})
    set(line ${lines})
    list(FILTER line INCLUDE REGEX "  ${name}$")
    file(SHA256 ${components}/${name} digest)
    if(NOT line STREQUAL "${digest}  ${name}")
        message(FATAL_ERROR "${components}/${name} is not the file that Heddle is packaged with. Run tools/fetch-components and try again.")
    endif()
endforeach()
