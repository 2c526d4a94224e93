# Writes a C++ file that holds texts as arrays of bytes: string literals have lengths that compilers limit.
#
#   cmake -DFOLDER=… -DNAMES=a.flow|b.flow -DOUTPUT=… -P embed.cmake

string(REPLACE "|" ";" names "${NAMES}")
set(arrays "")
set(entries "")
set(index 0)
foreach(name IN LISTS names)
    file(READ "${FOLDER}/${name}" bytes HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
    # Lines of eight bytes: what reads the file next is a person or a compiler, and neither likes one long line.
    string(REGEX REPLACE "(('[^']*',)('[^']*',)('[^']*',)('[^']*',)('[^']*',)('[^']*',)('[^']*',)('[^']*',))" "\\1\n    " bytes "${bytes}")
    string(APPEND arrays "constexpr char file_${index}[] = {\n    ${bytes}'\\0'};\n\n")
    string(APPEND entries "    {\"stdlib/${name}\", {file_${index}, sizeof(file_${index}) - 1}},\n")
    math(EXPR index "${index} + 1")
endforeach()
file(WRITE "${OUTPUT}" "// Made by stdlib/embed.cmake.
#include \"stdlib/stdlib.hpp\"

namespace weir {

namespace {

${arrays}constexpr LibraryFile library[] = {
${entries}};

} // namespace

std::span<const LibraryFile> standard_library() { return library; }

} // namespace weir
")
