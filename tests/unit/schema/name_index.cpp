#include "schema/name_index.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace weir;

TEST_CASE("names are found without case, each once") {
    std::vector<std::string> names;
    const auto name_of = [&](uint32_t number) -> std::string_view { return names[number]; };
    NameIndex index;
    CHECK_FALSE(index.find("Id", name_of));
    for (uint32_t number = 0; number < 5000; ++number) {
        const std::string name = "Field_" + std::to_string(number) + "__c";
        CHECK(index.insert(name, number, name_of));
        names.push_back(name);
    }
    for (uint32_t number = 0; number < 5000; ++number)
        CHECK(index.find("FIELD_" + std::to_string(number) + "__C", name_of) == number);
    CHECK_FALSE(index.insert("field_17__C", 5000, name_of));
    CHECK_FALSE(index.find("Field_5000__c", name_of));
    CHECK_FALSE(index.find("", name_of));
}
