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

TEST_CASE("a step is a letter more, a letter less, another letter, or two that changed places") {
    // Names of up to 64 letters are compared by words, longer ones by rows of numbers.
    for (const size_t more : {0U, 40U, 80U}) {
        const std::string tail = std::string(more, 'z') + "_Id__c";
        const auto chosen = [&](std::string_view name, std::string_view near, std::string_view far
                            ) {
            const std::string first = std::string(far) + tail;
            const std::string second = std::string(near) + tail;
            return nearest(std::string(name) + tail, {first, second}) == second;
        };
        CHECK(chosen("Account", "Accounts", "Acounts"));
        CHECK(chosen("Account", "Acount", "Akount"));
        CHECK(chosen("Account", "Accoumt", "Accuumt"));
        CHECK(chosen("Account", "Acocunt", "Ocacunt"));
        CHECK(chosen("account", "ACCOUNT", "accoun"));
    }
}

TEST_CASE("names of any length are taken") {
    const std::string name(100'000, 'x');
    CHECK(nearest(name, {name}) == "nothing");
}
