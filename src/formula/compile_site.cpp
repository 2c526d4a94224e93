// The site that the running user works in: `$Network`, fields of its Network record, and `$Site`,
// those of its Site (reference/security.md, section 5). Null outside of sites.

#include "formula/compiler.hpp"

#include <array>

namespace weir {

namespace {

/// The id of the record whose text field has the value of another node.
struct NamedNode : Node {
    const Node* name = nullptr;
    ObjectId object = ObjectId::none;
    FieldId field = FieldId::none;
};

void run_named(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const NamedNode&>(self);
    const Surroundings* const surroundings = evaluation.frame.surroundings;
    const ScratchMark mark(evaluation.scratch);
    const Column names = operand(*node.name, evaluation, rows);
    // All rows ask for the site of one user.
    std::string_view last;
    Value found = Value::null();
    for (const uint32_t row : rows) {
        const Value& name = names[row];
        if (name.is_fault()) {
            out[row] = name;
            continue;
        }
        const bool is_asked =
            name.tag() == Tag::text && surroundings != nullptr && surroundings->records != nullptr;
        if (is_asked && name.as_text() != last) {
            last = name.as_text();
            const Id id = surroundings->records->find(node.object, node.field, last);
            found = id == Id{} ? Value::null() : Value::id(id);
        }
        out[row] = is_asked ? found : Value::null();
    }
}

/// What Salesforce calls fields of the record elsewhere.
struct SiteMember {
    std::string_view member;
    std::string_view field;
};
constexpr std::array<SiteMember, 4> site_members = {{
    {"SiteId", "Id"},
    {"Domain", "Subdomain"},
    {"Prefix", "UrlPathPrefix"},
    {"Label", "MasterLabel"},
}};

} // namespace

Expression Compiler::network_global(const Path& path) {
    // A flow that a save or an event starts runs in no site, and says so.
    if (scope_.resolve(path).kind == Resolution::Kind::reported)
        return error();
    return record_global(path, Ambient::network, "Network");
}

Expression Compiler::site_global(const Path& path) {
    if (scope_.resolve(path).kind == Resolution::Kind::reported)
        return error();
    const Object* const network = context_.schema.find("Network");
    const Object* const site = context_.schema.find("Site");
    const auto network_name = network == nullptr ? std::nullopt : network->find_field("Name");
    const auto label = site == nullptr ? std::nullopt : site->find_field("MasterLabel");
    if (!network_name || !label)
        return record_global(path, Ambient::network, "Site");
    constexpr std::array<std::string_view, 4> members = {"Name", "Id", "Domain", "Prefix"};
    if (path.parts.size() == 1)
        return no_member(path, members);
    const RelatedField related{network->id, *network_name, network->prefix};
    auto* const node = arena_.make<NamedNode>();
    node->run = run_named;
    node->name = make_related(make_ambient(Ambient::network, arena_), {&related, 1}, arena_);
    node->object = site->id;
    node->field = *label;
    const Node* const id = &carry(*node, std::array{node->name});
    std::vector<Name> parts(path.parts.begin(), path.parts.end());
    for (const SiteMember& known : site_members)
        if (same_name(parts[1].text, known.member))
            parts[1].text = known.field;
    Path renamed;
    renamed.parts = arena_.copy(parts);
    renamed.span = path.span;
    if (parts.size() == 2 && same_name(parts[1].text, "Id"))
        return {id, site->field(site->id_field()).type()};
    return walk(renamed, 1, {id, {site->id}, true, false}, nullptr);
}

} // namespace weir
