#include "api/json_tree.hpp"

#include "base/limits.hpp"
#include "types/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace weir {

namespace {

using nlohmann::json;

/// Builds the tree from the parser's events; nlohmann's own tree would round decimals to doubles.
class TreeBuilder final : public nlohmann::json_sax<json> {
public:
    bool null() override { return add({}); }
    bool boolean(bool value) override {
        return add({JsonTree::Kind::boolean, value ? "true" : "false"});
    }
    bool number_integer(number_integer_t value) override { return number(std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return number(std::to_string(value)); }
    bool number_float(number_float_t, const string_t& spelling) override {
        return number(spelling);
    }
    bool string(string_t& value) override { return add({JsonTree::Kind::text, std::move(value)}); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(JsonTree::Kind::object); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(JsonTree::Kind::list); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        open_.back().name = std::move(name);
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&)
        override {
        mistake_ = fmt::format("is no JSON at byte {}", position);
        return false;
    }

    [[nodiscard]] Result<JsonTree> take(bool well) {
        if (!well)
            return Failure{mistake_.empty() ? "is no JSON" : mistake_};
        return std::move(root_);
    }

private:
    struct Level {
        JsonTree tree;
        std::string name; // of the member that comes next
    };

    bool number(std::string spelling) { return add({JsonTree::Kind::number, std::move(spelling)}); }
    bool open(JsonTree::Kind kind) {
        if (open_.size() >= limits::nesting) {
            mistake_ = fmt::format("is nested deeper than {} levels", limits::nesting);
            return false;
        }
        open_.push_back({JsonTree(kind, {}), {}});
        return true;
    }
    bool close() {
        JsonTree tree = std::move(open_.back().tree);
        open_.pop_back();
        return add(std::move(tree));
    }
    bool add(JsonTree tree) {
        if (open_.empty())
            root_ = std::move(tree);
        else if (open_.back().tree.kind == JsonTree::Kind::object)
            open_.back().tree.members.push_back({std::move(open_.back().name), std::move(tree)});
        return true;
    }

    JsonTree root_;
    std::vector<Level> open_;
    std::string mistake_;
};

} // namespace

JsonTree::JsonTree() = default;
JsonTree::JsonTree(Kind of_kind, std::string spelled)
    : kind(of_kind), spelling(std::move(spelled)) {}
JsonTree::JsonTree(const JsonTree& other) = default;
JsonTree::JsonTree(JsonTree&& other) noexcept = default;
JsonTree& JsonTree::operator=(const JsonTree& other) = default;
JsonTree& JsonTree::operator=(JsonTree&& other) noexcept = default;
JsonTree::~JsonTree() = default;

const JsonTree* JsonTree::find(std::string_view name) const {
    for (const auto& [member, value] : members)
        if (equal_ignoring_case(member, name))
            return &value;
    return nullptr;
}

std::vector<std::string_view> JsonTree::names() const {
    std::vector<std::string_view> result;
    for (const auto& [member, value] : members)
        result.emplace_back(member);
    return result;
}

bool JsonTree::is_location() const {
    return kind == Kind::object && members.size() == 2 && find("latitude") != nullptr &&
           find("longitude") != nullptr;
}

Result<JsonTree> parse_json(std::string_view text) {
    TreeBuilder builder;
    const bool well = json::sax_parse(text, &builder);
    return builder.take(well);
}

} // namespace weir
