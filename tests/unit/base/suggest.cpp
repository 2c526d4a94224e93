#include "base/suggest.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace weir;

namespace {

std::string nearest(std::string_view name, std::vector<std::string_view> candidates) {
    return std::string(suggest(name, candidates).value_or("nothing"));
}

} // namespace

TEST_CASE("the nearest candidate is suggested if it is near") {
    CHECK(nearest("frist", {"limit", "first"}) == "first");
    CHECK(
        nearest("Portal_Acces__c", {"Portal_Status__c", "Portal_Access__c"}) == "Portal_Access__c"
    );
    CHECK(nearest("ACCOUNT", {"Contact", "Account"}) == "Account");
    CHECK(nearest("xyz", {"first", "limit"}) == "nothing");
    CHECK(nearest("", {"a"}) == "nothing");
    CHECK(nearest("a", {}) == "nothing");
    CHECK(nearest("ab", {"ba"}) == "ba");
}

TEST_CASE("the first of equally near candidates wins") {
    CHECK(nearest("cat", {"bat", "hat"}) == "bat");
}

TEST_CASE("names of any length are taken") {
    const std::string name(100'000, 'x');
    CHECK(nearest(name, {name}) == "nothing");
}
