#include "conformance/reference_rows.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <optional>
#include <regex>

namespace fs = std::filesystem;

namespace {

const fs::path reference = "../shared/reference";

/// A file of tables, and the one section of it that states behaviour; all of them if it is empty.
struct ReferenceFile {
    const char* name;
    const char* only_section;
};
constexpr ReferenceFile reference_files[] = {
    {"runtime", ""},
    {"events", ""},
    {"security", ""},
    {"limits", ""},
    {"actions", ""},
    {"objects", "2"},
};

bool is_same_letter(char left, char right) {
    return std::tolower(static_cast<unsigned char>(left)) ==
           std::tolower(static_cast<unsigned char>(right));
}

bool begins_with(const std::string& text, const std::string& beginning) {
    return beginning.size() <= text.size() &&
           std::equal(beginning.begin(), beginning.end(), text.begin(), is_same_letter);
}

bool is_same(const std::string& left, const std::string& right) {
    return left.size() == right.size() && begins_with(left, right);
}

/// A quoted cell goes by its words.
std::string without_quote(const std::string& text) {
    return text.starts_with('"') ? text.substr(1) : text;
}

/// The line below the titles of a table.
bool is_rule(const std::string& line) {
    return line.find_first_not_of("|-: \r") == std::string::npos;
}

/// Behind the first `|`, up to one that no `\` takes the meaning from.
std::string first_cell(const std::string& line) {
    std::string cell;
    for (size_t index = 1; index < line.size() && line[index] != '|'; ++index) {
        if (line[index] == '\\' && index + 1 < line.size())
            ++index;
        cell += line[index];
    }
    return bare_text(cell);
}

std::vector<std::string> read_lines(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(std::move(line));
    return lines;
}

/// Two rows of a section may begin alike, in tables below different headings.
void add_row(std::vector<ReferenceRow>& rows, ReferenceRow row, const std::string& heading) {
    for (const ReferenceRow& other : rows)
        if (other.place() == row.place() && is_same(other.cell, row.cell)) {
            row.cell += " (" + heading + ")";
            break;
        }
    rows.push_back(std::move(row));
}

void read_file(const ReferenceFile& file, std::vector<ReferenceRow>& rows) {
    static const std::regex numbered(R"(^## (\d+)\..*)");
    std::string section;
    std::string heading;
    bool is_inside = false; // of a table, behind its titles
    const std::vector<std::string> lines = read_lines(reference / (std::string(file.name) + ".md"));
    for (size_t index = 0; index < lines.size(); ++index) {
        const std::string& line = lines[index];
        std::smatch match;
        if (std::regex_match(line, match, numbered))
            section = match[1].str();
        const std::string place = std::string(file.name) + ".md:" + std::to_string(index + 1);
        const bool is_wanted = *file.only_section == '\0' || section == file.only_section;
        if (line.starts_with("#"))
            heading =
                bare_text(line.substr(line.find_first_not_of('#'))).substr(0, line.find(" ("));
        if (line.starts_with("### ") && is_wanted)
            add_row(
                rows,
                {.file = file.name,
                 .section = section,
                 .cell = bare_text(line.substr(4)),
                 .line = place,
                 .is_heading = true,
                 .tests = {},
                 .reason = {}},
                heading
            );
        if (!line.starts_with("|")) {
            is_inside = false;
            continue;
        }
        if (is_rule(line)) {
            is_inside = true;
            continue;
        }
        const std::string cell = first_cell(line);
        if (is_inside && is_wanted && !cell.empty())
            add_row(
                rows,
                {.file = file.name,
                 .section = section,
                 .cell = cell,
                 .line = place,
                 .is_heading = false,
                 .tests = {},
                 .reason = {}},
                heading
            );
    }
}

/// `place: key | rest`, if the place is one of a file of the reference.
std::optional<Claim> read_claim(const std::string& text, const std::string& from) {
    static const std::regex form(
        R"(^((?:runtime|events|security|limits|objects) \d+|actions): ?(.*)$)"
    );
    std::smatch match;
    if (!std::regex_match(text, match, form))
        return {};
    const std::string behind = match[2].str();
    const size_t bar = behind.find(" | ");
    return Claim{
        .place = match[1].str(),
        .key = bare_text(behind.substr(0, bar)),
        .rest = bar == std::string::npos ? std::string() : bare_text(behind.substr(bar + 3)),
        .from = from,
        .whole = text};
}

/// A title that names a file of the reference is meant as a claim, however it is misspelt behind
/// that.
bool looks_like_claim(const std::string& text) {
    static const std::regex form(
        R"(^(?:runtime|events|security|limits|actions|objects)(?: \d+)? ?:.*)", std::regex::icase
    );
    return std::regex_match(text, form);
}

std::string unescaped(const std::string& text) {
    std::string plain;
    for (size_t index = 0; index < text.size(); ++index) {
        if (text[index] == '\\' && index + 1 < text.size())
            ++index;
        plain += text[index];
    }
    return plain;
}

} // namespace

std::string bare_text(const std::string& text) {
    std::string bare;
    for (const char letter : text) {
        if (letter == '`' || letter == '*' || letter == '\r')
            continue;
        if (letter == ' ' && (bare.empty() || bare.back() == ' '))
            continue;
        bare += letter;
    }
    while (!bare.empty() && bare.back() == ' ')
        bare.pop_back();
    return bare;
}

std::vector<ReferenceRow> read_reference() {
    std::vector<ReferenceRow> rows;
    if (!fs::is_directory(reference)) {
        WARN("skipped: there is no " << reference.string() << " beside the project");
        return rows;
    }
    for (const ReferenceFile& file : reference_files)
        read_file(file, rows);
    return rows;
}

std::vector<Claim> read_titles(const std::string& folder) {
    static const std::regex title(R"rx(^\s*test\s+"((?:[^"\\]|\\.)*)".*)rx");
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
        if (entry.path().extension() == ".flow")
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<Claim> claims;
    for (const fs::path& file : files)
        for (const std::string& line : read_lines(file)) {
            std::smatch match;
            if (!std::regex_match(line, match, title))
                continue;
            const std::string text = unescaped(match[1].str());
            const std::string from = fs::relative(file, folder).generic_string();
            if (const std::optional<Claim> claim = read_claim(text, from))
                claims.push_back(*claim);
            else if (looks_like_claim(text))
                claims.push_back({.place = {}, .key = {}, .rest = {}, .from = from, .whole = text});
        }
    return claims;
}

std::vector<Claim> read_reasons(const std::string& path, std::vector<std::string>& problems) {
    std::vector<Claim> claims;
    for (const std::string& line : read_lines(path)) {
        const std::string text = line.substr(0, line.find_last_not_of(" \r") + 1);
        if (text.empty() || text.starts_with("#"))
            continue;
        const std::optional<Claim> claim = read_claim(text, path);
        if (claim && !claim->rest.empty())
            claims.push_back(*claim);
        else
            problems.push_back(path + ": no reason of the form `runtime 8: Row | why`: " + text);
    }
    return claims;
}

ReferenceRow*
find_row(std::vector<ReferenceRow>& rows, const Claim& claim, std::vector<std::string>& problems) {
    std::vector<ReferenceRow*> found;
    const std::string key = without_quote(claim.key);
    for (ReferenceRow& row : rows) {
        if (key.empty() || row.place() != claim.place)
            continue;
        if (is_same(row.cell, claim.key))
            return &row;
        if (begins_with(without_quote(row.cell), key))
            found.push_back(&row);
    }
    if (found.size() == 1)
        return found.front();
    std::string problem = claim.from + ": \"" + claim.whole + "\" ";
    problem += found.empty() ? "names no row of the reference" : "names several rows:";
    for (const ReferenceRow* row : found)
        problem += " " + row->line + " (" + row->cell + ")";
    problems.push_back(std::move(problem));
    return nullptr;
}
