#include "conformance/readme.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace {

const std::string readme = "tests/conformance/README.md";

struct Section {
    std::string before;
    std::string text;
    std::string after;
};

Section find_section(const std::string& name) {
    std::ifstream file(readme, std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(file), {}};
    const std::string open = "<!-- " + name + " -->\n";
    const std::string close = "<!-- /" + name + " -->";
    const size_t begin = whole.find(open);
    const size_t end = whole.find(close);
    INFO(readme << " lacks the section " << name);
    REQUIRE(begin != std::string::npos);
    REQUIRE(end != std::string::npos);
    const size_t text = begin + open.size();
    return {whole.substr(0, text), whole.substr(text, end - text), whole.substr(end)};
}

std::string bare(std::string cell) {
    std::erase(cell, '`');
    const size_t begin = cell.find_first_not_of(' ');
    const size_t end = cell.find_last_not_of(' ');
    return begin == std::string::npos ? std::string() : cell.substr(begin, end + 1 - begin);
}

} // namespace

void expect_section(const std::string& name, const std::string& text) {
    const Section section = find_section(name);
    const char* const accept = std::getenv("WEIR_ACCEPT");
    if (accept != nullptr && *accept == '1') {
        std::ofstream(readme, std::ios::binary | std::ios::trunc)
            << section.before << text << section.after;
        return;
    }
    INFO("the section " << name << " of " << readme << "; WEIR_ACCEPT=1 writes it anew");
    CHECK(section.text == text);
}

std::multimap<std::string, std::string> read_table(const std::string& name) {
    std::multimap<std::string, std::string> rows;
    std::istringstream lines(find_section(name).text);
    std::string line;
    // The title and the line below it.
    std::getline(lines, line);
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        std::istringstream cells(line);
        std::string first;
        std::string second;
        std::getline(cells, first, '|');
        std::getline(cells, first, '|');
        std::getline(cells, second, '|');
        rows.emplace(bare(first), bare(second));
    }
    return rows;
}
