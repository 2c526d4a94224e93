# Files as a table in the program:
#
#   weir_embed(weir_api FUNCTION code_pages FILES a.md b.md …)
#
# adds a source to the target that defines `std::span<const EmbeddedText> weir::code_pages()`, in the order of the files. Run as a script
# (cmake -P) it writes that source: no other tool is needed to build.

if(CMAKE_SCRIPT_MODE_FILE)
    set(arrays "")
    set(entries "")
    set(index 0)
    foreach(file IN LISTS FILES)
        file(READ "${file}" bytes HEX)
        string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
        get_filename_component(name "${file}" NAME)
        string(APPEND arrays "constexpr char text_${index}[] = {${bytes}'\\0'};\n")
        string(APPEND entries "    {\"${name}\", {text_${index}, sizeof text_${index} - 1}},\n")
        math(EXPR index "${index} + 1")
    endforeach()
    file(WRITE "${OUTPUT}"
        "#include \"base/embedded_text.hpp\"\n\n#include <span>\n\nnamespace weir {\n\nnamespace {\n\n${arrays}\n"
        "constexpr EmbeddedText table[] = {\n${entries}};\n\n} // namespace\n\n"
        "std::span<const EmbeddedText> ${FUNCTION}();\nstd::span<const EmbeddedText> ${FUNCTION}() { return table; }\n\n} // namespace weir\n")
    return()
endif()

set(WEIR_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")

function(weir_embed target)
    cmake_parse_arguments(EMBED "" "FUNCTION" "FILES" ${ARGN})
    set(output "${CMAKE_CURRENT_BINARY_DIR}/${EMBED_FUNCTION}.cpp")
    set(arguments "${EMBED_FILES}")
    add_custom_command(
        OUTPUT "${output}"
        COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${output}" "-DFUNCTION=${EMBED_FUNCTION}" "-DFILES=${arguments}" -P "${WEIR_EMBED_SCRIPT}"
        DEPENDS ${EMBED_FILES} "${WEIR_EMBED_SCRIPT}"
        COMMENT "Embedding ${EMBED_FUNCTION}"
        VERBATIM)
    target_sources(${target} PRIVATE "${output}")
endfunction()
