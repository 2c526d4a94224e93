// The reference page of functions is made from the functions; WEIR_ACCEPT=1 writes it.
#include "weir/engine.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace {

constexpr const char* page = "grammar/functions.md";

} // namespace

TEST_CASE("the reference page of functions says what the functions say") {
    const std::string reference = weir::function_reference();
    const char* const accept = std::getenv("WEIR_ACCEPT");
    if (accept != nullptr && *accept == '1')
        std::ofstream(page, std::ios::binary | std::ios::trunc) << reference;
    std::ifstream file(page, std::ios::binary);
    const std::string written{std::istreambuf_iterator<char>(file), {}};
    INFO("WEIR_ACCEPT=1 writes " << page);
    CHECK((written == reference));
}

TEST_CASE("a function is explained by its name, without case") {
    const auto text = weir::explain("left");
    REQUIRE(text);
    CHECK(text->find("`LEFT(text, num_chars)`") != std::string::npos);
    CHECK(weir::function_reference().find(*text) != std::string::npos);
    CHECK_FALSE(weir::explain("LEFTT"));
}
