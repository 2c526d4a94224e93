# One static library per room: weir_<name>, alias weir::<name>, with the warnings every room has.
#
#   weir_room(types SOURCES decimal.cpp … PUBLIC weir::base fmt::fmt PRIVATE date::date)

function(weir_warnings target)
    target_compile_features(${target} PUBLIC cxx_std_20)
    set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
    target_compile_options(${target} PRIVATE
        -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror=switch -Werror=return-type
        # GCC 12 sees overlaps where std::string joins texts (its bug 105651).
        $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
        $<$<BOOL:${WEIR_WERROR}>:-Werror>)
    if(WEIR_SANITIZE)
        target_compile_options(${target} PUBLIC -fsanitize=address,undefined -fno-omit-frame-pointer
            -fno-sanitize-recover=all)
        target_link_options(${target} PUBLIC -fsanitize=address,undefined)
    endif()
    if(WEIR_FUZZ)
        target_compile_options(${target} PUBLIC -fsanitize=fuzzer-no-link)
    endif()
endfunction()

# The standard headers that nearly every file includes, parsed once a target: with sanitizers parsing is half of the time a file takes.
function(weir_precompile target)
    if(WEIR_PRECOMPILE)
        target_precompile_headers(${target} PRIVATE
            <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <span> <string> <string_view> <unordered_map>
            <utility> <variant> <vector>)
    endif()
endfunction()

function(weir_room name)
    cmake_parse_arguments(ROOM "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    add_library(weir_${name} STATIC ${ROOM_SOURCES})
    add_library(weir::${name} ALIAS weir_${name})
    weir_warnings(weir_${name})
    weir_precompile(weir_${name})
    target_include_directories(weir_${name} PUBLIC "$<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/src>")
    target_link_libraries(weir_${name} PUBLIC ${ROOM_PUBLIC} PRIVATE ${ROOM_PRIVATE})
endfunction()
