# The window's icons: the program's own and those of its controls, and the icons of Lucide that the code names, where
# tools/fetch-components has brought them; without them buttons show their text.
file(GLOB controls CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/resources/icons/controls/*.svg)
qt_add_resources(heddle-ui icons PREFIX /icons BASE ${CMAKE_SOURCE_DIR}/resources/icons FILES ${CMAKE_SOURCE_DIR}/resources/icons/heddle.svg ${controls})

set(HEDDLE_LUCIDE_FOLDER ${HEDDLE_COMPONENTS_FOLDER}/lucide)
if(EXISTS ${HEDDLE_LUCIDE_FOLDER}/LICENSE)
    set(HEDDLE_ICONS ON)
    set(list ${CMAKE_SOURCE_DIR}/resources/icons/lucide.txt)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${list})
    file(STRINGS ${list} names)
    list(TRANSFORM names PREPEND ${HEDDLE_LUCIDE_FOLDER}/icons/)
    list(TRANSFORM names APPEND .svg)
    qt_add_resources(heddle-ui lucide PREFIX /icons/lucide BASE ${HEDDLE_LUCIDE_FOLDER}/icons FILES ${names})
else()
    set(HEDDLE_ICONS OFF)
endif()
add_feature_info(Icons HEDDLE_ICONS "buttons have icons (tools/fetch-components)")
