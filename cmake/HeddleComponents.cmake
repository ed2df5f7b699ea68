# The optional parts that tools/fetch-components brings: OpenVINO (a plugin runs embedding models with it), the models, PDFium and icons (HeddleIcons.cmake).
set(HEDDLE_COMPONENTS "" CACHE PATH "Folder with openvino/, models/, pdfium/ and lucide/; empty: where tools/fetch-components puts them")
if(HEDDLE_COMPONENTS)
    set(components ${HEDDLE_COMPONENTS})
elseif(DEFINED ENV{HEDDLE_COMPONENTS})
    set(components $ENV{HEDDLE_COMPONENTS})
elseif(DEFINED ENV{XDG_CACHE_HOME})
    set(components $ENV{XDG_CACHE_HOME}/heddle/components)
else()
    set(components $ENV{HOME}/.cache/heddle/components)
endif()

set(HEDDLE_COMPONENTS_FOLDER ${components})

# The wheel's own configuration wants readers of formats that are not used, so its two parts are named here.
set(OPENVINO_INCLUDE "")
set(OPENVINO_LIBRARY "")
set(OPENVINO_LIBS ${components}/openvino/libs)
file(GLOB found ${OPENVINO_LIBS}/libopenvino.so.*)
# Its threads library loads others in a way that the address sanitizer refuses, with an end of the program.
if(found AND NOT HEDDLE_SANITIZE MATCHES "address" AND EXISTS ${components}/openvino/include/openvino/openvino.hpp)
    list(GET found 0 OPENVINO_LIBRARY)
    set(OPENVINO_INCLUDE ${components}/openvino/include)
    set(HEDDLE_OPENVINO ON)
else()
    set(HEDDLE_OPENVINO OFF)
endif()
add_feature_info(OpenVINO HEDDLE_OPENVINO "embedding models in this process: passages are found by meaning too (tools/fetch-components)")

set(HEDDLE_MODELS ${components}/models)
if(EXISTS ${HEDDLE_MODELS}/minilm/model.onnx)
    # A program in the build tree finds its models as an installed one does: beside itself.
    file(CREATE_LINK ${HEDDLE_MODELS} ${CMAKE_BINARY_DIR}/models SYMBOLIC)
endif()

# PDFium is opened by name at run time. A program in the build tree finds it beside itself, as an installed one does.
set(HEDDLE_PDFIUM_FOLDER ${components}/pdfium)
if(EXISTS ${HEDDLE_PDFIUM_FOLDER}/libpdfium.so)
    set(HEDDLE_PDFIUM ON)
    file(CREATE_LINK ${HEDDLE_PDFIUM_FOLDER} ${CMAKE_BINARY_DIR}/pdfium SYMBOLIC)
else()
    set(HEDDLE_PDFIUM OFF)
endif()
add_feature_info(PDFium HEDDLE_PDFIUM "PDF files are read (tools/fetch-components)")
